// Rules and officers that nobody, or too few, or the wrong ones have signed for: nothing of them comes into force.
#include <gmock/gmock.h>

#include "tests/integration/attacks/attack.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;

class AttackOnRules : public Attack {
 protected:
  void expect_refused(const std::string& verb, const std::string& why) {
    const auto before = policy;
    const auto said = control(verb);
    EXPECT_EQ(said.status, 1) << said.output;
    EXPECT_THAT(said.output, HasSubstr(why));
    learn_policy();
    EXPECT_EQ(policy, before);
  }
  void rename_a_school() const {
    appliance.folder().tools().must_run("sed -i 's/Hoa Sen/Hoa Mai/' dev/policy/units.toml");
  }
};

TEST_F(AttackOnRules, a_bundle_with_one_signature_missing_is_not_taken) {
  rename_a_school();
  sign_next_policy(appliance.folder(), {"so-2"});
  expect_refused("take-bundle", "1 of 2 security officers have signed");
}

TEST_F(AttackOnRules, a_bundle_with_one_officers_signature_twice_is_not_taken) {
  rename_a_school();
  sign_next_policy(appliance.folder(), {"so-2"});
  appliance.folder().tools().must_run("cd dev/policy/signatures && cp so-2.p7s so-1.p7s");
  EXPECT_EQ(control("take-bundle").status, 1);
  const auto before = policy;
  learn_policy();
  EXPECT_EQ(policy, before);
}

TEST_F(AttackOnRules, a_bundle_of_which_one_byte_was_changed_is_not_taken) {
  rename_a_school();
  sign_next_policy(appliance.folder());
  appliance.folder().tools().must_run("sed -i 's/Hoa Mai/Hoa Mau/' dev/policy/units.toml");
  EXPECT_EQ(control("take-bundle").status, 1);
  const auto before = policy;
  learn_policy();
  EXPECT_EQ(policy, before);
}

TEST_F(AttackOnRules, a_bundle_that_was_in_force_before_is_not_taken_again) {
  const auto& tools = appliance.folder().tools();
  tools.must_run("cp -r dev/policy older");
  rename_a_school();
  sign_next_policy(appliance.folder());
  ASSERT_EQ(control("take-bundle").status, 0);
  learn_policy();
  tools.must_run("rm -r dev/policy && cp -r older dev/policy");
  EXPECT_EQ(control("take-bundle").status, 1) << "with the very signatures that were good then";
  const auto before = policy;
  learn_policy();
  EXPECT_EQ(policy, before);
}

TEST_F(AttackOnRules, officers_are_not_replaced_without_the_quorum_of_those_before) {
  const auto& tools = appliance.folder().tools();
  const auto before =
      must(policy::bundle::read_officers(appliance.folder().path() / "officers", "seal.dev.example/2026", nullptr));
  tools.must_run("sed -i 's/^threshold = 2/threshold = 3/' dev/officers/officers.toml");
  const auto next = must(
      policy::bundle::read_officers(appliance.folder().path() / "officers", before.statement.log, &before.statement));
  sign_as_officers(appliance.folder(), "officers", statement::print(next.statement), {"so-1"});
  expect_refused("take-officers", "1 of 2 security officers have signed");
  rename_a_school();
  sign_next_policy(appliance.folder());
  EXPECT_EQ(control("take-bundle").status, 0) << "two of those who were still decide";
}

}  // namespace
}  // namespace antin::test
