// The roster's changes, decided again: what antind has logged holds, and whatever a forger puts there does not.
#include "tests/unit/client/governed/governed.hpp"

namespace antin::cli {
namespace {

class GovernedRosters : public Governed {
 protected:
  // What a forger puts behind the log is the last entry: what is found of it alone.
  std::string of_the_last() {
    const auto all = broken();
    const auto prefix = std::to_string(m_entries.size() - 1) + " ";
    std::string out;
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(prefix))
        out += line.substr(prefix.size()) + "\n";
      else
        EXPECT_EQ(line + "\n", sound);
    }
    return out;
  }
  [[nodiscard]] protocol::ChangeRoster by(const std::vector<std::string>& registrars,
                                          const test::Enrolment& enrolment) const {
    return test::alone(bench.folder, registrars, enrolment, now());
  }
};

TEST_F(GovernedRosters, all_that_antind_has_logged_holds) {
  const auto suspended = registered({"r-000003"}, suspension("p-000001"));
  read_log();
  EXPECT_EQ(broken(), sound);
  EXPECT_THAT(m_held, HasSubstr(std::to_string(suspended) + " rule: registration:suspend, on the word of r-000003\n"));
  EXPECT_THAT(m_held, HasSubstr(" rule: registration/principal, on the word of r-000001, r-000002\n"));
  EXPECT_THAT(m_held, HasSubstr(" statement: says just this, of p-000001\n"));
}

TEST_F(GovernedRosters, an_entry_that_says_anything_else_than_was_signed_is_found) {
  const auto suspended = registered({"r-000003"}, suspension("p-000001"));
  read_log();
  const auto& key = bench.life->identity.person_key;
  const std::pair<const char*, Json> altered[] = {{"action", "resume"},
                                                  {"unit", "79760002"},
                                                  {"person", keeper::print_person(key, "p-000002")},
                                                  {"role", "teacher"},
                                                  {"scope", "2026-2027.1A"},
                                                  {"from", "2026-01-01T00:00:00.000Z"},
                                                  {"until", "2036-01-01T00:00:00.000Z"},
                                                  {"acting_for", keeper::print_person(key, "p-000002")},
                                                  {"certificate", base::print(base::Sha256Hash{})}};
  for (const auto& [name, value] : altered) {
    spoil(suspended, name, value);
    EXPECT_THAT(of_the_last(), testing::StartsWith("statement: ")) << name;
    read_log();
  }
  spoil(suspended, "rule", "registration:resume");
  EXPECT_THAT(of_the_last(), HasSubstr("rule: by registration:suspend, entered registration:resume"));
}

TEST_F(GovernedRosters, an_entry_that_names_other_registrars_than_signed_is_found) {
  const auto suspended = registered({"r-000003"}, suspension("p-000001"));
  read_log();
  auto entry = Json::parse(m_entries[suspended]);
  entry["registrars"][0]["id"] = keeper::print_person(bench.life->identity.person_key, "r-000004");
  m_entries[suspended] = entry.dump();
  EXPECT_EQ(of_the_last(), "rule: the registrars that the entry names are not those who signed\n");
}

TEST_F(GovernedRosters, an_entry_decided_by_a_bundle_that_was_not_in_force_is_found) {
  const auto suspended = registered({"r-000003"}, suspension("p-000001"));
  read_log();
  spoil(suspended, "policy", base::print(base::Sha256Hash{}));
  EXPECT_EQ(of_the_last(), "rule: decided by a bundle that was not in force\n");
}

TEST_F(GovernedRosters, a_signature_over_another_text_is_found) {
  const auto suspended = registered({"r-000003"}, suspension("p-000001"));
  read_log();
  const auto other = by({"r-000003"}, suspension("p-000001"));
  const auto real = by({"r-000003"}, suspension("p-000001"));
  replace_signed(suspended, {real.statement, other.cms});
  EXPECT_THAT(of_the_last(), HasSubstr("rule: refused: APPROVAL_INVALID"));
}

TEST_F(GovernedRosters, one_registrar_where_two_are_needed_is_found) {
  read_log();
  forge(by({"r-000001"}, enrolment("p-000066", "p-000005", "principal")), {{"r-000001", "department-registrar"}},
        "registration/principal");
  EXPECT_EQ(of_the_last(), "rule: refused: APPROVALS_MISSING\n");
}

TEST_F(GovernedRosters, a_registrar_of_another_unit_is_found) {
  read_log();
  forge(by({"r-000004"}, suspension("p-000001")), {{"r-000004", "school-registrar"}}, "registration:suspend");
  EXPECT_EQ(of_the_last(), "rule: refused: NOT_A_REGISTRAR\n");
}

TEST_F(GovernedRosters, somebody_who_is_no_registrar_is_found) {
  read_log();
  forge(by({"p-000002"}, suspension("p-000001")), {{"p-000002", "principal"}}, "registration:suspend");
  EXPECT_EQ(of_the_last(), "rule: refused: NOT_A_REGISTRAR\n");
}

TEST_F(GovernedRosters, a_human_who_is_in_the_roster_already_is_found) {
  read_log();
  forge(by({"r-000003"}, enrolment("p-000066", "p-000001", "teacher")), {{"r-000003", "school-registrar"}},
        "registration/teacher");
  EXPECT_EQ(of_the_last(), "rule: refused: IDENTITY_TAKEN\n");
}

TEST_F(GovernedRosters, dates_that_are_over_are_found) {
  read_log();
  auto over = enrolment("p-000066", "p-000005", "teacher");
  over.change.from = test::day_from(now(), -90);
  over.change.until = test::day_from(now(), -9);
  forge(by({"r-000003"}, over), {{"r-000003", "school-registrar"}}, "registration/teacher");
  EXPECT_THAT(of_the_last(), HasSubstr("rule: refused: "));
}

TEST_F(GovernedRosters, a_statement_that_had_expired_is_found) {
  read_log();
  auto expired = suspension("p-000001");
  expired.change.expires = std::chrono::floor<std::chrono::seconds>(now()) - std::chrono::hours(1);
  forge(by({"r-000003"}, expired), {{"r-000003", "school-registrar"}}, "registration:suspend");
  EXPECT_EQ(of_the_last(), "rule: refused: APPROVAL_EXPIRED\n");
}

TEST_F(GovernedRosters, a_statement_that_is_used_twice_is_found) {
  const auto suspended = registered({"r-000003"}, suspension("p-000001"));
  read_log();
  m_entries.push_back(m_entries[suspended]);
  EXPECT_THAT(of_the_last(), HasSubstr("statement: it has changed the roster before\n"));
}

TEST_F(GovernedRosters, whose_registrar_no_root_vouches_for_is_found) {
  read_log();
  const auto& tools = bench.folder.tools();
  tools.must_run(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout dev/people/x.key"
      " -out dev/people/x.crt -subj /CN=X/serialNumber=1 -addext keyUsage=critical,digitalSignature");
  forge(by({"x"}, suspension("p-000001")), {{"r-000003", "school-registrar"}}, "registration:suspend");
  EXPECT_THAT(of_the_last(), HasSubstr("rule: refused: CERTIFICATE_UNTRUSTED\n"));
}

TEST_F(GovernedRosters, a_change_while_its_unit_is_stopped_is_found) {
  stopped("unit 79760001");
  read_log();
  forge(by({"r-000003"}, enrolment("p-000066", "p-000005", "teacher")), {{"r-000003", "school-registrar"}},
        "registration/teacher");
  EXPECT_EQ(of_the_last(), "rule: refused: STOPPED\n");
}

TEST_F(GovernedRosters, a_change_that_the_log_has_lost_leaves_those_that_rest_on_it_without_ground) {
  const auto suspended = registered({"r-000003"}, suspension("p-000001"));
  const auto resumed = registered({"r-000003"}, test::change_of(RosterAction::resume, "79760001", "p-000001", policy(),
                                                                now() + std::chrono::hours(1)));
  ASSERT_EQ(resumed, suspended + 1);
  read_log();
  EXPECT_EQ(broken(), sound);
  m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(suspended));
  EXPECT_EQ(of_the_last(), "rule: refused: NOT_APPLICABLE\n");
}

TEST_F(GovernedRosters, of_a_log_that_goes_on_are_left_open_and_their_signatures_checked) {
  registered({"r-000003"}, suspension("p-000001"));
  read_log();
  m_entries.insert(m_entries.begin(), R"({"log":"seal.dev.example/2025","size":9,"type":"succeeds"})");
  const auto found = broken();
  EXPECT_THAT(found, HasSubstr(std::to_string(m_entries.size() - 1) + " (rule)\n"));
  EXPECT_THAT(m_held, HasSubstr(std::to_string(m_entries.size() - 1) + " signature: by "));
}

}  // namespace
}  // namespace antin::cli
