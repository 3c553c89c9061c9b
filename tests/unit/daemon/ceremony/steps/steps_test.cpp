#include "daemon/ceremony/steps/steps.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "core/base/identifier.hpp"
#include "tests/unit/daemon/ceremony/plan/sample.hpp"

namespace antin::ceremony {
namespace {

std::vector<std::string> ids_of(const Plan& plan) {
  std::vector<std::string> ids;
  for (const auto& step : steps_of(plan)) ids.push_back(step.id);
  return ids;
}

TEST(Steps, follow_from_the_plan_in_one_order) {
  EXPECT_THAT(
      ids_of(sample_plan()),
      ::testing::ElementsAre("01-prologue", "02-inventory-before", "03-initialise-seals", "04-unattended-seals",
                             "05-generate-log.79.hcm.2026.1", "06-generate-seal.79760001.school.2026.1",
                             "07-request-seal.79760001.school.2026.1", "08-certificate-seal.79760001.school.2026.1",
                             "09-test-seals", "10-inventory-after", "11-transcript"));
}

TEST(Steps, of_a_backup_come_before_any_certificate_is_asked_for) {
  auto plan = sample_plan();
  plan.tokens.at("seals").backup = "security";
  plan.keys.at("seal/79760001/school/2026.1").backup = Backup::wrapped;
  const auto ids = ids_of(plan);
  EXPECT_THAT(std::vector<std::string>(ids.begin() + 6, ids.begin() + 10),
              ::testing::ElementsAre("07-backup-seals", "08-restore-seals", "09-close-seals",
                                     "10-request-seal.79760001.school.2026.1"));
}

TEST(Steps, that_touch_keys_or_pins_need_the_quorum) {
  for (const auto& step : steps_of(sample_plan())) {
    const bool touches = step.act == Act::initialise || step.act == Act::unattended || step.act == Act::generate;
    EXPECT_TRUE(step.quorum || !touches) << step.id;
  }
}

TEST(Steps, have_ids_that_a_statement_can_hold) {
  for (const auto& id : ids_of(sample_plan())) EXPECT_TRUE(base::is_identifier(id)) << id;
}

// One that does everything there is to do.
Plan full_plan() {
  auto plan = sample_plan();
  plan.tokens.at("seals").backup = "security";
  plan.keys.at("seal/79760001/school/2026.1").backup = Backup::wrapped;
  TokenPlan present{"security", "operators", Unattended::file, {}, "7f3a", "hcm-2025.1", "security"};
  plan.tokens.emplace("old", present);
  const auto add = [&](const std::string& label, const std::string& token, Fate fate) {
    plan.keys[label] = {token, crypto::KeyAlgorithm::ecdsa_p256, Backup::wrapped, {}, fate, KnownKey{"hcm-2025.1", {}}};
  };
  add("seal/79/kept/2025.1", "old", Fate::keep);
  add("seal/79/gone/2025.1", "old", Fate::destroy);
  add("seal/79/back/2025.1", "seals", Fate::restore);
  plan.vendor = {{"card-1", "seals", Evidence::file, "Put card 1 in."}};
  return plan;
}

TEST(Steps, of_what_exists_come_in_an_order_that_loses_nothing) {
  const auto ids = ids_of(full_plan());
  const auto place = [&](const std::string& of) {
    return std::find_if(ids.begin(), ids.end(), [&](const std::string& id) { return id.substr(3).starts_with(of); });
  };
  const std::vector<std::string> order{"prologue",       "open-old",    "inventory-before", "initialise-seals",
                                       "compare",        "recover",     "generate",         "backup",
                                       "restore",        "close",       "vendor",           "request",
                                       "certificate",    "refresh",     "change-user-pin",  "change-so-pin",
                                       "unattended-old", "resplit",     "destroy",          "dispose",
                                       "test",           "inventory-a", "transcript"};
  for (std::size_t i = 1; i < order.size(); ++i) {
    ASSERT_NE(place(order[i]), ids.end()) << order[i];
    EXPECT_LT(place(order[i - 1]), place(order[i])) << order[i];
  }
}

TEST(Steps, that_change_what_exists_need_the_quorum) {
  const std::set<Act> looks{Act::inventory_before, Act::compare,   Act::request, Act::test,
                            Act::inventory_after,  Act::transcript};
  for (const auto& step : steps_of(full_plan())) EXPECT_EQ(step.quorum, !looks.contains(step.act)) << step.id;
}

TEST(Steps, are_explained_in_both_languages) {
  const auto plan = full_plan();
  std::set<std::string> texts;
  for (const auto& step : steps_of(plan)) {
    for (const auto language : {Language::vietnamese, Language::english}) {
      // What of the plan is said in it follows after a space.
      EXPECT_NE(title_of(step, language).front(), ' ');
      EXPECT_NE(explained(step, plan, language).front(), ' ');
      EXPECT_TRUE(texts.insert(title_of(step, language)).second) << title_of(step, language);
      EXPECT_GT(explained(step, plan, language).size(), 40u);
    }
  }
}

TEST(Steps, name_roles_in_both_languages) {
  const Participant everything{"Mai", {}, {Role::officer, Role::custodian, Role::witness}};
  EXPECT_EQ(roles_of(everything, Language::english), "security officer, custodian, witness");
  EXPECT_EQ(roles_of(everything, Language::vietnamese), "cán bộ an ninh, người giữ phần bí mật, người chứng kiến");
}

TEST(Steps, say_who_gets_the_shares_of_a_token) {
  const auto plan = sample_plan();
  EXPECT_THAT(explained(steps_of(plan).at(2), plan, Language::english),
              ::testing::HasSubstr("SO PIN: 2 of 3 (a-1, a-2, a-3). User PIN: 3 of 3 (b-1, b-2, b-3)."));
}

}  // namespace
}  // namespace antin::ceremony
