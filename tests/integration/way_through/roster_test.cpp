// The roster changes by what registrars sign, and by nothing else: over the real programs and the real wire.
#include <gmock/gmock.h>

#include "tests/support/appliance.hpp"
#include "tests/support/enrolment.hpp"
#include "tests/support/office.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {
namespace {

using base::RosterAction;
using ::testing::HasSubstr;

const std::string first_school = "79760001", second_school = "79760002";

class TheRoster : public ::testing::Test {
 protected:
  static base::Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }
  [[nodiscard]] const DevelopmentFolder& folder() const { return appliance.folder(); }

  // "done", or the code, of the one item or of the whole.
  std::string code_of(const protocol::ChangeRoster& change, const std::string& system = "department-79") {
    auto connection = appliance.connect(system);
    const auto completion = connection.complete({client::Connection::new_request_id(), change});
    if (const auto* failure = std::get_if<client::Failure>(&completion.outcome)) return failure->code;
    const auto result = must(protocol::parse_result(std::get<base::Bytes>(completion.outcome)));
    const auto& outcome = std::get<protocol::ChangeRosterResult>(result).outcomes.at(0);
    const auto* error = std::get_if<protocol::WireError>(&outcome);
    return error == nullptr ? "done" : std::string(protocol::facts(error->code).name);
  }
  std::string code_of(const std::vector<std::string>& registrars, const Enrolment& enrolment) {
    return code_of(alone(folder(), registrars, enrolment, now()));
  }

  Enrolment teacher(const std::string& person, const std::string& unit = first_school) {
    return enrol(folder(), unit, person, "teacher", Wish().scope, policy, now());
  }
  Enrolment principal(const std::string& person) {
    return enrol(folder(), first_school, person, "principal", std::nullopt, policy, now());
  }
  Enrolment about(RosterAction action, const std::string& person) {
    return change_of(action, first_school, person, policy, now() + std::chrono::hours(1));
  }

  // Another certificate by the development authority: people/<file>.crt and .key.
  void issue(const std::string& file, const std::string& subject) const {
    const auto& tools = folder().tools();
    tools.write("person.ext",
                "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n");
    tools.must_run("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -utf8 -subj '" + subject +
                   "' -keyout dev/people/" + file +
                   ".key -out csr && openssl x509 -req -in csr -CA dev/ca/people-ca.crt "
                   "-CAkey dev/ca/people-ca.key -CAcreateserial -days 30 -extfile person.ext -out dev/people/" +
                   file + ".crt");
  }

  // What becomes of the teacher's step, approved by this person.
  std::string approval_of(const std::string& person, const std::string& record,
                          const std::optional<std::string>& scope = Wish().scope) {
    Wish wish;
    wish.record = record;
    wish.scope = scope;
    wish.policy = policy;
    wish.expires = std::chrono::floor<std::chrono::seconds>(now()) + std::chrono::hours(1);
    auto key = folder().person(person);
    auto connection = appliance.connect("school-79760001");
    const auto result = client::submit(connection, submit_of(wish, {approve(wish, key, now())}));
    return result ? "done" : result.error().code;
  }

  Appliance appliance;
  base::Sha256Hash policy = [this] {
    auto connection = appliance.connect("department-79");
    return must(client::about(connection)).policy;
  }();
};

TEST_F(TheRoster, is_not_changed_by_registrars_who_may_not) {
  issue("p-000020", "/C=VN/CN=Mai/serialNumber=DEV-p-000020");
  EXPECT_EQ(code_of({"r-000003"}, teacher("p-000020", second_school)), "NOT_A_REGISTRAR") << "outside their unit";
  EXPECT_EQ(code_of({"r-000001"}, principal("p-000020")), "APPROVALS_MISSING") << "alone where two are needed";
  EXPECT_EQ(code_of({"r-000001", "r-000001-renewed"}, principal("p-000020")), "SAME_PERSON");
  EXPECT_EQ(code_of({"r-000003", "r-000001"}, principal("p-000020")), "NOT_A_REGISTRAR");
  EXPECT_EQ(code_of({"p-000002"}, teacher("p-000020")), "NOT_A_REGISTRAR");
  EXPECT_EQ(code_of({"r-000005"}, teacher("p-000020")), "CERTIFICATE_REVOKED");
  EXPECT_EQ(code_of({"p-000009"}, teacher("p-000020")), "CERTIFICATE_UNTRUSTED");
  EXPECT_EQ(code_of({"so-1"}, teacher("p-000020")), "NOT_IN_ROSTER") << "an officer is no registrar";
  EXPECT_EQ(code_of({"r-000003"}, teacher("r-000003")), "OWN_REGISTRATION");

  const auto by_school = alone(folder(), {"r-000003"}, teacher("p-000020"), now());
  EXPECT_EQ(code_of(by_school, "school-79760002"), "NO_GRANT");
  EXPECT_EQ(code_of(by_school, "auditor-79"), "NO_GRANT");
  auto swapped = by_school;
  swapped.statement = alone(folder(), {"r-000003"}, teacher("p-000020"), now()).statement;
  EXPECT_EQ(code_of(swapped), "APPROVAL_INVALID") << "another statement than was signed";
  EXPECT_EQ(code_of(by_school), "done");
}

TEST_F(TheRoster, holds_each_human_once_and_nobody_who_enrols_and_approves) {
  issue("again", "/C=VN/CN=Another name/serialNumber=DEV-p-000001");
  issue("nameless", "/C=VN/CN=Nobody");
  const auto as = [&](const std::string& person, const std::string& certificate) {
    auto made = teacher("p-000001");
    made.change.person = person;
    return with_certificate(std::move(made), folder(), certificate);
  };
  EXPECT_EQ(code_of({"r-000003"}, as("p-000021", "p-000001")), "IDENTITY_TAKEN") << "the same certificate";
  EXPECT_EQ(code_of({"r-000003"}, as("p-000021", "again")), "IDENTITY_TAKEN") << "another of the same human";
  EXPECT_EQ(code_of({"r-000003"}, as("p-000007", "again")), "IDENTITY_TAKEN");
  EXPECT_EQ(code_of({"r-000003"}, as("p-000021", "nameless")), "IDENTITY_MISSING");
  EXPECT_EQ(code_of({"r-000003"}, as("p-000021", "p-000005")), "CERTIFICATE_REVOKED");
  EXPECT_EQ(code_of({"r-000003"}, as("p-000021", "p-000009")), "CERTIFICATE_UNTRUSTED");

  auto registrar = about(RosterAction::enrol, "p-000002");
  registrar.change.role = "school-registrar";
  registrar.change.from = day_from(now(), -1);
  registrar.change.until = day_from(now(), 30);
  EXPECT_EQ(code_of({"r-000001", "r-000002"}, registrar), "REGISTRAR_APPROVES");
  auto approver = principal("r-000003");
  EXPECT_EQ(code_of({"r-000001", "r-000002"}, approver), "REGISTRAR_APPROVES");

  auto renewal = with_certificate(about(RosterAction::certificate, "p-000001"), folder(), "again");
  EXPECT_EQ(code_of({"r-000003"}, renewal), "done");
  EXPECT_EQ(approval_of("again", "1.by-the-renewed-certificate"), "done");
}

TEST_F(TheRoster, judges_approvals_from_a_change_on) {
  EXPECT_EQ(approval_of("p-000001", "1.before"), "done");
  EXPECT_EQ(approval_of("p-000001", "1.another-class", "2026-2027.1B"), "WRONG_SCOPE");
  EXPECT_EQ(code_of({"r-000003"}, about(RosterAction::suspend, "p-000001")), "done");
  EXPECT_EQ(approval_of("p-000001", "1.suspended"), "PERSON_SUSPENDED");
  EXPECT_EQ(code_of({"r-000003"}, about(RosterAction::suspend, "p-000001")), "NOT_APPLICABLE");
  EXPECT_EQ(code_of({"r-000003"}, about(RosterAction::resume, "p-000001")), "done");
  EXPECT_EQ(approval_of("p-000001", "1.resumed"), "done");

  issue("p-000020", "/C=VN/CN=Mai/serialNumber=DEV-p-000020");
  const auto enrolled = alone(folder(), {"r-000003"}, teacher("p-000020"), now());
  EXPECT_EQ(code_of(enrolled), "done");
  EXPECT_EQ(approval_of("p-000020", "1.enrolled"), "done");
  EXPECT_EQ(code_of({"r-000003"}, about(RosterAction::retire, "p-000020")), "done");
  EXPECT_EQ(approval_of("p-000020", "1.retired"), "WRONG_ROLE");
  // The old statement again is answered as it was, and enrols nobody.
  EXPECT_EQ(code_of(enrolled), "done");
  EXPECT_EQ(approval_of("p-000020", "1.replayed"), "WRONG_ROLE");

  appliance.stop();
  appliance.start();
  EXPECT_EQ(approval_of("p-000020", "1.after-a-restart"), "WRONG_ROLE");
  EXPECT_EQ(approval_of("p-000001", "1.after-a-restart-too"), "done");
  EXPECT_EQ(code_of(enrolled), "done");
}

TEST_F(TheRoster, takes_from_a_batch_only_what_was_signed_in_time) {
  issue("p-000020", "/C=VN/CN=Mai/serialNumber=DEV-p-000020");
  issue("p-000022", "/C=VN/CN=Bình/serialNumber=DEV-p-000022");
  const auto first = teacher("p-000020");
  auto second = teacher("p-000022");
  second.change.expires = first.change.expires;
  const auto one = together(folder(), {"r-000003"}, {first, second}, now());
  const auto other = together(folder(), {"r-000003"}, {second, first}, now());
  auto mixed = one;
  mixed.items = {other.items[0]};
  EXPECT_EQ(code_of(mixed), "APPROVAL_INVALID") << "an item of another batch";
  mixed = one;
  mixed.items = {one.items[0]};
  mixed.items[0].path = one.items[1].path;
  EXPECT_EQ(code_of(mixed), "APPROVAL_INVALID") << "a path for another place";
  mixed = one;
  mixed.items = {one.items[0]};
  mixed.items[0].certificate = one.items[1].certificate;
  EXPECT_EQ(code_of(mixed), "STATEMENT_MISMATCH") << "another certificate than was signed for";

  auto late = teacher("p-000020");
  late.change.expires = std::chrono::floor<std::chrono::seconds>(now()) - std::chrono::seconds(1);
  EXPECT_EQ(code_of({"r-000003"}, late), "APPROVAL_EXPIRED");
  auto of_another_log = teacher("p-000020");
  of_another_log.change.log = "other.example/2026";
  EXPECT_EQ(code_of({"r-000003"}, of_another_log), "STATEMENT_MISMATCH");

  auto connection = appliance.connect("department-79");
  const auto done = change_roster(connection, one);
  expect_all_done(done);
  const auto again = change_roster(connection, one);
  for (std::size_t i = 0; i < done.outcomes.size(); ++i)
    EXPECT_EQ(std::get<protocol::RosterDone>(again.outcomes.at(i)), std::get<protocol::RosterDone>(done.outcomes[i]))
        << "the same again is answered as before";
}

TEST_F(TheRoster, lets_a_deputy_act_for_a_principal_by_two_registrars) {
  issue("p-000020", "/C=VN/CN=Mai/serialNumber=DEV-p-000020");
  auto acting = with_certificate(about(RosterAction::acting_for, "p-000020"), folder(), "p-000020");
  acting.change.role = "acting-principal";
  acting.change.acting_for = "p-000001";
  acting.change.from = day_from(now(), -1);
  acting.change.until = day_from(now(), 30);
  EXPECT_EQ(code_of({"r-000001", "r-000002"}, acting), "WRONG_ROLE") << "for a teacher";
  acting.change.acting_for = "p-000002";
  EXPECT_EQ(code_of({"r-000001"}, acting), "APPROVALS_MISSING");
  EXPECT_EQ(code_of({"r-000001", "r-000002"}, acting), "done");
}

TEST_F(TheRoster, is_read_by_a_system_for_its_own_units) {
  auto school = appliance.connect("school-79760001");
  const auto read = [&](const protocol::ReadRoster& asked) {
    const auto completion = school.complete({client::Connection::new_request_id(), asked});
    if (const auto* failure = std::get_if<client::Failure>(&completion.outcome))
      throw std::runtime_error(failure->code);
    return std::get<protocol::ReadRosterResult>(
        must(protocol::parse_result(std::get<base::Bytes>(completion.outcome))));
  };
  const auto all = read({first_school, "", "", 100, std::nullopt});
  ASSERT_EQ(all.people.size(), 8U);  // two registrars, one of whom is revoked
  EXPECT_FALSE(all.more);
  EXPECT_EQ(all.people[0].id, "p-000001");
  EXPECT_EQ(all.people[2].id, "p-000004");
  EXPECT_EQ(all.people[2].roles.size(), 2U);
  EXPECT_TRUE(all.people[6].roles.at(0).founding);
  const auto page = read({first_school, "", "p-000001", 1, std::nullopt});
  ASSERT_EQ(page.people.size(), 1U);
  EXPECT_EQ(page.people[0].id, "p-000002");
  EXPECT_TRUE(page.more);
  EXPECT_EQ(read({first_school, "p-000004", "", 1, std::nullopt}).people.size(), 1U);
  EXPECT_TRUE(read({first_school, "p-000007", "", 1, std::nullopt}).people.empty());
  EXPECT_THROW(read({second_school, "", "", 100, std::nullopt}), std::runtime_error);
}

TEST_F(TheRoster, of_a_bundle_is_refused_and_says_what_to_do) {
  folder().tools().write("dev/policy/roster.toml", "[[person]]\nid = \"p-1\"\n");
  sign_next_policy(folder());
  const auto refused = folder().tools().run(std::string(ANTIN_BINARY_DIR) +
                                            "/bin/antin-control take-bundle --config dev/antin-control.conf");
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.output, HasSubstr("roster.toml: people stand in no bundle"));
  EXPECT_THAT(refused.output, HasSubstr("antin roster import"));
}

}  // namespace
}  // namespace antin::test
