// The HSM's module is the plan's, whatever stands in the journal, and is loaded once people have compared the plan.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/forger.hpp"
#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int unusable = 2;
constexpr int paused = 3;

const std::string softhsm = "/usr/lib/softhsm/libsofthsm2.so";
const std::string vendors = "/usr/lib/vendor/pkcs11.so";  // is nowhere

void plan(Office& office) {
  office.add_token("seals");
  office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
  office.make_plan();
}

TEST(AnotherModule, is_not_loaded_because_the_line_that_nobody_has_signed_names_it) {
  Office office({2, 2, 2, vendors});
  plan(office);
  ASSERT_EQ(office.run_with_answers(), unusable) << office.said();
  ASSERT_EQ(office.lines().size(), 1U);
  forge(office, "entries[0]['facts']['module']='" + softhsm + "'\n");
  EXPECT_EQ(office.run_with_answers("--resume"), refused);
  EXPECT_THAT(office.said(), HasSubstr("line 1 names another module than " + vendors));
  EXPECT_EQ(office.lines().size(), 1U) << "nothing was done";
  forge(office, "entries[0]['facts']['rehearsal']='yes'\nentries[0]['facts']['module']='" + vendors + "'\n");
  EXPECT_EQ(office.run_with_answers("--resume"), refused) << "a rehearsal has its own";
  EXPECT_THAT(office.said(), HasSubstr("line 1 names another module than " + softhsm));
}

TEST(AnotherModule, or_another_plan_in_the_prologue_is_no_record_that_holds) {
  Office office({2, 2, 2});
  plan(office);
  ASSERT_EQ(office.run_with_answers(), done) << office.said();
  ASSERT_EQ(office.run("verify D"), done) << office.said();
  const auto whole = office.folder.text("D/journal.jsonl");
  forge(office, "entries[0]['facts']['module']='" + vendors + "'\n");
  EXPECT_EQ(office.run("verify D"), refused);
  EXPECT_THAT(office.said(), HasSubstr("line 1 names another module than " + softhsm));
  office.folder.write("D/journal.jsonl", whole);
  forge(office, "entries[1]['facts']['module']='" + vendors + "'\n");
  EXPECT_EQ(office.run("verify D"), refused);
  EXPECT_THAT(office.said(), HasSubstr("line 2 names another module than " + softhsm));
  office.folder.write("D/journal.jsonl", whole);
  forge(office, "entries[1]['facts']['plan']=hash_of('plan.toml')\n");
  EXPECT_EQ(office.run("verify D"), refused);
  EXPECT_THAT(office.said(), HasSubstr("plan.lock is not the plan that this ceremony began with"));
}

TEST(TheModule, is_loaded_after_people_have_compared_the_plan_that_names_it) {
  Office office({2, 2, 2, vendors});
  plan(office);
  TerminalPeople people(office);
  people.instead = [](const std::string&, const std::string&) { return "no"; };
  EXPECT_EQ(people.run({"run", "D", "--language", "en"}), paused);
  people.instead = nullptr;
  EXPECT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), unusable) << people.screens().back();
  EXPECT_THAT(people.screens(), Contains(AllOf(HasSubstr("plan.lock, SHA-256:"), HasSubstr(vendors))));
  for (const auto& screen : people.screens()) check_fits(screen);
}

TEST(TheModule, is_on_the_screen_of_the_prologue) {
  Office office({2, 2, 2});
  plan(office);
  TerminalPeople people(office);
  ASSERT_EQ(people.run({"run", "D", "--language", "en"}), done) << people.screens().back();
  EXPECT_THAT(people.screens(), Contains(AllOf(HasSubstr("Who signs? Id: "), HasSubstr("Module's file     " + softhsm),
                                               HasSubstr("This program      sha256:"))));
}

}  // namespace
}  // namespace antin::ceremony
