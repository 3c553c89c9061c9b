// The roster in the flow: what becomes durable with a change, what a bug or a kill leaves, and what a bundle may do to
// it.
#include <gmock/gmock.h>

#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

using antin::test::alone;
using antin::test::change_of;
using base::RosterAction;
using ::testing::HasSubstr;

class RosterInTheFlow : public ::testing::Test {
 protected:
  [[nodiscard]] base::Instant now() const { return bench.clock.reading.now; }
  [[nodiscard]] protocol::ChangeRoster suspension(const std::string& person) const {
    const auto policy = bench.life->in_force->policy().digest;
    const auto change = change_of(RosterAction::suspend, "79760001", person, policy, now() + std::chrono::hours(1));
    return alone(bench.folder, {"r-000003"}, change, now());
  }
  static std::string code_of(const protocol::ChangeRosterResult& result) {
    const auto* error = std::get_if<protocol::WireError>(&result.outcomes.at(0));
    return error == nullptr ? "done" : std::string(protocol::facts(error->code).name);
  }
  std::string last_entry() { return bench.life->entries().back(); }
  std::string teacher() { return test::code_of(bench.submit(bench.wish(), "p-000001")); }

  Bench bench;
};

TEST_F(RosterInTheFlow, a_change_is_an_entry_that_names_people_by_salted_ids) {
  const auto done = bench.changed(suspension("p-000001"));
  ASSERT_EQ(code_of(done), "done");
  const auto entry = last_entry();
  const auto& key = bench.life->identity.person_key;
  EXPECT_THAT(entry, HasSubstr(R"("type":"roster")"));
  EXPECT_THAT(entry, HasSubstr(R"("action":"suspend")"));
  EXPECT_THAT(entry, HasSubstr(R"("rule":"registration:suspend")"));
  EXPECT_THAT(entry, HasSubstr("\"person\":\"" + print_person(key, "p-000001") + "\""));
  EXPECT_THAT(entry, HasSubstr("\"id\":\"" + print_person(key, "r-000003") + "\""));
  EXPECT_THAT(entry, HasSubstr(R"("role":"school-registrar")"));
  EXPECT_EQ(entry.find("p-000001"), std::string::npos);
  EXPECT_EQ(std::get<protocol::RosterDone>(done.outcomes[0]).index, bench.life->entries().size() - 1);
}

TEST_F(RosterInTheFlow, a_reply_waits_for_the_checkpoint_over_its_entry_and_proves_the_last_new_one) {
  bench.keys.hold_checkpoints = true;
  const protocol::Request request{crypto::random_array<16>(), suspension("p-000001")};
  EXPECT_FALSE(bench.life->send(request, "department-79"));
  bench.keys.hold_checkpoints = false;
  bench.restart();
  const auto response = bench.life->send(request, "department-79");
  ASSERT_EQ(test::code_of(response), "done") << "it was durable";
}

TEST_F(RosterInTheFlow, what_was_changed_holds_after_a_kill) {
  ASSERT_EQ(code_of(bench.changed(suspension("p-000001"))), "done");
  EXPECT_EQ(teacher(), "PERSON_SUSPENDED");
  bench.restart();
  EXPECT_EQ(teacher(), "PERSON_SUSPENDED");
}

TEST_F(RosterInTheFlow, of_a_batch_that_meets_a_bug_nothing_has_changed) {
  const auto policy = bench.life->in_force->policy().digest;
  const auto of = [&](const std::string& person) {
    return change_of(RosterAction::suspend, "79760001", person, policy, now() + std::chrono::hours(1));
  };
  // The second append is the bug; the first item was done by then.
  auto both = antin::test::together(bench.folder, {"r-000003"}, {of("p-000001"), of("p-000004")}, now());
  unsigned appended = 0;
  bench.life->ledger.on_append = [&] {
    if (++appended == 2) throw std::logic_error("a bug that the test made");
  };
  EXPECT_EQ(test::code_of(bench.life->send({crypto::random_array<16>(), both}, "department-79")), "INTERNAL");
  bench.life->ledger.on_append = nullptr;
  EXPECT_EQ(teacher(), "done") << "p-000001 is suspended neither in memory nor in the ledger";
  EXPECT_EQ(code_of(bench.changed(both)), "done");
}

TEST_F(RosterInTheFlow, nobody_is_enrolled_while_the_clock_is_not_to_be_trusted) {
  bench.clock.reading.trusted = false;
  EXPECT_EQ(test::code_of(bench.life->send({crypto::random_array<16>(), suspension("p-000001")}, "department-79")),
            "CLOCK_UNTRUSTED");
}

TEST_F(RosterInTheFlow, a_denied_item_is_an_entry_with_its_unit_and_rule) {
  const auto policy = bench.life->in_force->policy().digest;
  const auto change = change_of(RosterAction::suspend, "79760001", "p-000007", policy, now() + std::chrono::hours(1));
  EXPECT_EQ(code_of(bench.changed(alone(bench.folder, {"r-000003"}, change, now()))), "UNKNOWN_PERSON");
  EXPECT_THAT(last_entry(), HasSubstr(R"("type":"denied")"));
  EXPECT_THAT(last_entry(), HasSubstr(R"("unit":"79760001")"));
  EXPECT_THAT(last_entry(), HasSubstr(R"("rule":"registration:suspend")"));
}

TEST_F(RosterInTheFlow, a_bundle_whose_registrar_is_somebody_else_is_refused) {
  bench.folder.tools().must_run(
      "cp dev/people/p-000001.crt dev/policy/people/ && sed -i 's#people/r-000004.crt#people/p-000001.crt#' "
      "dev/policy/registration.toml");
  bench.sign_next_policy();
  const auto refused = bench.take_policy();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("the registrar r-000004 is somebody else of the roster"));
}

TEST_F(RosterInTheFlow, a_role_of_the_bundles_own_registrar_is_not_given_without_their_certificate) {
  const auto policy = bench.life->in_force->policy().digest;
  auto made = change_of(RosterAction::enrol, "79760002", "r-000003", policy, now() + std::chrono::hours(1));
  made.change.role = "school-registrar";
  made.change.from = antin::test::day_from(now(), -9);
  made.change.until = antin::test::day_from(now(), 365);
  EXPECT_EQ(code_of(bench.changed(alone(bench.folder, {"r-000001", "r-000002"}, made, now()))), "IDENTITY_MISSING");
}

TEST_F(RosterInTheFlow, who_is_no_registrar_of_the_next_bundle_enrols_nobody_any_more) {
  bench.folder.tools().must_run("sed -i 's#^id = \"r-000003\"#id = \"r-000013\"#' dev/policy/registration.toml");
  bench.folder.tools().must_run("sed -i 's#people/r-000003.crt#people/r-000002.crt#' dev/policy/registration.toml");
  bench.sign_next_policy();
  EXPECT_FALSE(bench.take_policy()) << "two registrars with one certificate";
  bench.folder.tools().must_run(
      "awk '/^\\[\\[registrar\\]\\]/{n++} !(n==3){print}' dev/policy/registration.toml > r && cp r "
      "dev/policy/registration.toml");
  bench.sign_next_policy();
  const auto taken = bench.take_policy();
  ASSERT_TRUE(taken) << taken.error().text;
  EXPECT_EQ(code_of(bench.changed(suspension("p-000001"))), "NOT_IN_ROSTER");
  EXPECT_EQ(teacher(), "done") << "the people whom requests enrolled stay";
}

// Enrolled for a class after the other, and retired again and again: what was is longer than a frame.
TEST_F(RosterInTheFlow, of_somebody_with_a_long_past_as_much_is_told_as_fits_an_answer) {
  const auto policy = bench.life->in_force->policy().digest;
  for (unsigned year = 0; year < 20; ++year) {
    std::vector<antin::test::Enrolment> changes;
    for (unsigned group = 0; group < 30; ++group) {
      const auto scope = std::string(100, 'x') + std::to_string(100 * year + group);
      changes.push_back(antin::test::enrol(bench.folder, "79760001", "p-000001", "teacher", scope, policy, now()));
    }
    changes.push_back(change_of(RosterAction::retire, "79760001", "p-000001", policy, now() + std::chrono::hours(1)));
    const auto done = bench.changed(antin::test::together(bench.folder, {"r-000003"}, changes, now()));
    antin::test::expect_all_done(done);
    bench.clock.reading.now += std::chrono::seconds(1);
  }
  const auto now_held = antin::test::enrol(bench.folder, "79760001", "p-000001", "teacher", "1B", policy, now());
  ASSERT_EQ(code_of(bench.changed(alone(bench.folder, {"r-000003"}, now_held, now()))), "done");

  const protocol::ReadRoster read{"79760001", "", "", 100, std::nullopt};
  const auto response = bench.life->send({crypto::random_array<16>(), read});
  const auto told =
      std::get<protocol::ReadRosterResult>(protocol::parse_result(std::get<base::Bytes>(response->outcome)).value());
  ASSERT_FALSE(told.people.empty());
  const auto& roles = told.people.at(0).roles;
  EXPECT_GT(roles.size(), 100U);
  EXPECT_LT(roles.size(), 600U);
  EXPECT_TRUE(std::any_of(roles.begin(), roles.end(), [](const auto& role) { return role.scope == "1B"; }))
      << "what they are now is always told";
}

TEST_F(RosterInTheFlow, an_auditor_gets_what_registrars_signed) {
  const auto change = suspension("p-000001");
  ASSERT_EQ(code_of(bench.changed(change)), "done");
  const auto stored = *bench.life->ledger.roster_statement(crypto::sha256(change.statement));
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->statement, change.statement);
  EXPECT_EQ(stored->signatures, change.cms);
}

}  // namespace
}  // namespace antin::keeper::test
