#include "client/cli/roster_plan.hpp"

#include <gtest/gtest.h>

namespace antin::cli {
namespace {

using base::RosterAction;

const auto now = base::parse_instant("2026-11-01T00:00:00Z").value();

protocol::AboutResult about() {
  protocol::AboutResult about;
  about.log = "seal.dev.example/2026";
  about.units = {"u", "v"};
  about.registration = {{{"teacher", "principal"}, "own", "registrar", 2, {}},
                        {{"acting"}, "own", "registrar", 2, {"principal"}}};
  return about;
}

CertificatePointer certificate(std::uint8_t number) {
  HeldCertificate held;
  held.hash.fill(number);
  return std::make_shared<const HeldCertificate>(std::move(held));
}

protocol::RosterPerson person(const std::string& id, std::uint8_t number) {
  protocol::RosterPerson person{id, {certificate(number)->hash}, {}, {}};
  person.roles.push_back(
      {"u", "teacher", "1A", start_of(*parse_day("2026-09-01")), end_of(*parse_day("2027-08-31")), "", false});
  return person;
}

PersonRow row(const std::string& id, const std::string& certificate = "x.crt") {
  PersonRow row;
  row.line = 2;
  row.person = id;
  row.certificate = certificate;
  row.unit = "u";
  row.role = "teacher";
  row.scope = "1A";
  row.from = *parse_day("2026-09-01");
  row.until = *parse_day("2027-08-31");
  return row;
}

class Plan : public testing::Test {
 protected:
  std::vector<PlannedLine> plan(const std::vector<std::pair<PersonRow, CertificatePointer>>& rows) {
    RosterPlan plan(m_about, m_roster, now + std::chrono::hours(1), now);
    for (const auto& [each, held] : rows) plan.add(each, held);
    return plan.take();
  }
  std::string trouble(const PersonRow& row, const CertificatePointer& held = certificate(1)) {
    const auto lines = plan({{row, held}});
    return lines.size() == 1 && lines[0].expected == Expected::error && !lines[0].asks() ? lines[0].trouble : "none";
  }

  protocol::AboutResult m_about = about();
  Roster m_roster;
};

TEST_F(Plan, somebody_new_is_enrolled_with_their_certificate) {
  const auto lines = plan({{row("p"), certificate(1)}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].expected, Expected::new_person);
  const auto& change = lines[0].change;
  EXPECT_EQ(change.action, RosterAction::enrol);
  EXPECT_EQ(change.person, "p");
  EXPECT_EQ(change.certificate, certificate(1)->hash);
  EXPECT_EQ(change.log, m_about.log);
  EXPECT_TRUE(statement::fits(change));
  EXPECT_TRUE(lines[0].certificate);
}

TEST_F(Plan, who_stands_as_the_line_says_is_left_alone) {
  m_roster["p"] = person("p", 1);
  for (const auto& [named, held] : {std::pair("x.crt", certificate(1)), {"", CertificatePointer()}}) {
    const auto lines = plan({{row("p", named), held}});
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].expected, Expected::unchanged);
    EXPECT_FALSE(lines[0].asks());
  }
}

TEST_F(Plan, another_certificate_of_somebody_known_is_added_once) {
  m_roster["p"] = person("p", 1);
  const auto lines = plan({{row("p"), certificate(2)}, {row("p"), certificate(2)}});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].expected, Expected::new_certificate);
  EXPECT_EQ(lines[0].change.action, RosterAction::certificate);
  EXPECT_TRUE(statement::fits(lines[0].change));
  EXPECT_EQ(lines[1].expected, Expected::unchanged);
}

TEST_F(Plan, another_role_of_somebody_known_brings_no_certificate_that_is_there) {
  m_roster["p"] = person("p", 1);
  auto other = row("p");
  other.scope = "1B";
  const auto lines = plan({{other, certificate(1)}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].expected, Expected::new_role);
  EXPECT_FALSE(lines[0].change.certificate);
  EXPECT_TRUE(statement::fits(lines[0].change));
}

TEST_F(Plan, a_role_of_somebody_whom_the_bundle_names_brings_the_certificate_though_it_is_there) {
  m_roster["p"] = person("p", 1);
  auto& role = m_roster["p"].roles[0];
  role.founding = true;
  role.role = "school-registrar";
  role.unit = "v";
  const auto lines = plan({{row("p"), certificate(1)}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].change.certificate, certificate(1)->hash);
  EXPECT_EQ(trouble(row("p", ""), nullptr),
            "certificate is missing: the policy bundle names this person, and a role needs it then");
}

TEST_F(Plan, each_role_of_somebody_new_brings_the_certificate_so_that_no_order_is_needed) {
  auto other = row("p");
  other.scope = "1B";
  const auto lines = plan({{row("p"), certificate(1)}, {other, certificate(1)}});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_TRUE(lines[0].change.certificate);
  EXPECT_TRUE(lines[1].change.certificate);
  EXPECT_EQ(lines[1].expected, Expected::new_role);
}

TEST_F(Plan, more_days_are_given_beside_those_that_are_there) {
  m_roster["p"] = person("p", 1);
  auto longer = row("p");
  longer.until = *parse_day("2028-08-31");
  const auto lines = plan({{longer, certificate(1)}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].expected, Expected::new_days);
  EXPECT_EQ(lines[0].change.action, RosterAction::enrol);
  m_roster["p"].roles.push_back({"u", "teacher", "1A", start_of(longer.from), end_of(longer.until), "", false});
  EXPECT_EQ(plan({{longer, certificate(1)}})[0].expected, Expected::unchanged) << "both are in the roster now";
}

TEST_F(Plan, fewer_days_end_the_role_and_give_it_again) {
  m_roster["p"] = person("p", 1);
  auto shorter = row("p");
  shorter.until = *parse_day("2026-12-31");
  const auto lines = plan({{shorter, certificate(1)}});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].change.action, RosterAction::retire);
  EXPECT_EQ(lines[1].change.action, RosterAction::enrol);
  for (const auto& line : lines) {
    EXPECT_EQ(line.expected, Expected::new_days);
    EXPECT_TRUE(statement::fits(line.change));
  }
  EXPECT_LT(turn_of(lines[0].change.action), turn_of(lines[1].change.action));
}

TEST_F(Plan, a_role_is_not_ended_when_that_ends_others_too) {
  m_roster["p"] = person("p", 1);
  auto everywhere = row("p");
  everywhere.scope.reset();
  m_roster["p"].roles.push_back(
      {"u", "teacher", "", start_of(*parse_day("2026-09-01")), end_of(*parse_day("2028-12-31")), "", false});
  EXPECT_EQ(trouble(everywhere),
            "role has other days, and ending it ends other roles of the person too: retire them first");
}

TEST_F(Plan, what_is_over_is_not_in_the_way) {
  m_roster["p"] = person("p", 1);
  m_roster["p"].roles[0].until = now;
  const auto lines = plan({{row("p"), certificate(1)}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].expected, Expected::new_role);
}

TEST_F(Plan, a_status_suspends_and_resumes_and_is_left_alone_when_unsaid) {
  m_roster["p"] = person("p", 1);
  auto wanted = row("p");
  wanted.status = Standing::suspended;
  auto lines = plan({{wanted, certificate(1)}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].change.action, RosterAction::suspend);
  EXPECT_TRUE(statement::fits(lines[0].change));
  m_roster["p"].suspended = {"u"};
  EXPECT_EQ(plan({{wanted, certificate(1)}})[0].expected, Expected::unchanged);
  EXPECT_EQ(plan({{row("p"), certificate(1)}})[0].expected, Expected::unchanged);
  wanted.status = Standing::active;
  lines = plan({{wanted, certificate(1)}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].change.action, RosterAction::resume);
}

TEST_F(Plan, somebody_acts_for_another_after_that_one_is_enrolled) {
  auto acting = row("p");
  acting.role = "acting";
  acting.acting_for = "q";
  const auto lines = plan({{acting, certificate(1)}});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].change.action, RosterAction::acting_for);
  EXPECT_TRUE(statement::fits(lines[0].change));
  EXPECT_GT(turn_of(RosterAction::acting_for), turn_of(RosterAction::enrol));
  EXPECT_GT(turn_of(RosterAction::suspend), turn_of(RosterAction::acting_for));
}

TEST_F(Plan, what_the_appliance_would_refuse_is_said_before_anybody_signs) {
  m_roster["known"] = person("known", 1);
  auto wrong = row("p");
  wrong.unit = "elsewhere";
  EXPECT_EQ(trouble(wrong), "unit is none that this system acts for: `antin about`");
  wrong = row("p");
  wrong.until = *parse_day("2026-10-31");
  EXPECT_EQ(trouble(wrong), "until is in the past");
  wrong = row("p");
  wrong.role = "registrar";
  EXPECT_EQ(trouble(wrong), "role is none that anybody may be enrolled into: `antin about`");
  wrong = row("p");
  wrong.acting_for = "q";
  EXPECT_EQ(trouble(wrong), "acting-for is left empty for this role: nobody is acted for in it");
  wrong = row("p");
  wrong.role = "acting";
  EXPECT_EQ(trouble(wrong), "acting-for is missing: this role is only had for somebody who is acted for");
  EXPECT_EQ(trouble(row("p", ""), nullptr), "certificate is missing: the roster does not know this person yet");
  EXPECT_EQ(trouble(row("known", base::print(certificate(9)->hash)), nullptr),
            "certificate is none that the roster has of this person: name its file");
  EXPECT_EQ(trouble(row("known", base::print(certificate(1)->hash)), nullptr), "none");
}

TEST_F(Plan, a_role_of_the_policy_bundle_is_not_changed_here) {
  m_roster["p"] = person("p", 1);
  m_roster["p"].roles[0].founding = true;
  auto longer = row("p");
  longer.until = *parse_day("2028-08-31");
  EXPECT_EQ(trouble(longer), "role stands in the policy bundle with other days: officers change it there");
}

TEST(Days, are_those_of_ho_chi_minh_city) {
  const auto day = *parse_day("2026-09-01");
  EXPECT_EQ(base::print(start_of(day)), "2026-08-31T17:00:00.000Z");
  EXPECT_EQ(base::print(end_of(day)), "2026-09-01T17:00:00.000Z");
  EXPECT_EQ(first_day(start_of(day)), day);
  EXPECT_EQ(last_day(end_of(day)), day);
}

TEST(RosterChanges, come_back_from_their_table_as_they_were) {
  const auto shape = about();
  RosterPlan plan(shape, {}, now + std::chrono::hours(1), now);
  plan.add(row("-p"), certificate(1));
  auto bad = row("q");
  bad.troubles.push_back({"until", "is, \"quoted\""});
  plan.add(bad, nullptr);
  const auto lines = plan.take();
  const statement::RosterBatch common{shape.log, 1, {}, shape.policy, {}, now + std::chrono::hours(1)};
  const auto csv = print_changes(lines);
  const auto read = parse_changes(csv, common);
  ASSERT_TRUE(read) << read.error().text << csv;
  ASSERT_EQ(read->size(), lines.size());
  EXPECT_EQ((*read)[0].change, lines[0].change);
  EXPECT_EQ((*read)[1].trouble, "until is, \"quoted\"");
  EXPECT_FALSE((*read)[1].asks());
  EXPECT_EQ(print_changes(*read), csv);
}

TEST(RosterChanges, with_quotes_that_guard_nothing_keep_them_however_often_the_table_is_written_again) {
  const statement::RosterBatch common{"l", 1, {}, {}, {}, now};
  const auto csv = print_changes({}) + "3,error,,''u,'p,,,,,,,,''=x\n4,error,,'=u,p,,,,,,,,'\n";
  const auto read = parse_changes(csv, common);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ((*read)[0].change.unit, "''u");
  EXPECT_EQ((*read)[1].change.unit, "=u");
  EXPECT_EQ(print_changes(*read), csv);
}

TEST(RosterChanges, a_table_that_this_command_does_not_write_is_refused) {
  const statement::RosterBatch common{"l", 1, {}, {}, {}, now};
  const auto header = print_changes({});
  for (const auto& line : {std::string("x,new role,enrol,u,p,,r,,2026-09-01,2026-09-01,,AAAAAAAAAAAAAAAAAAAAAA==,\n"),
                           std::string("2,better,enrol,u,p,,r,,2026-09-01,2026-09-01,,AAAAAAAAAAAAAAAAAAAAAA==,\n"),
                           std::string("2,new role,enroll,u,p,,r,,2026-09-01,2026-09-01,,AAAAAAAAAAAAAAAAAAAAAA==,\n"),
                           std::string("2,new role,enrol,u,p,,,,2026-09-01,2026-09-01,,AAAAAAAAAAAAAAAAAAAAAA==,\n"),
                           std::string("2,new role,enrol,u,p,,r,,2026-09-02,2026-09-01,,AAAAAAAAAAAAAAAAAAAAAA==,\n"),
                           std::string("2,new role,enrol,u,'p,,r,,2026-09-01,2026-09-01,,AAAAAAAAAAAAAAAAAAAAAA==,\n"),
                           std::string("2,new role,enrol,u,p,,r,,2026-09-01,2026-09-01,,AAAA,\n")})
    EXPECT_EQ(parse_changes(header + line, common).error().text, "line 2: not a change as this command writes it")
        << line;
}

}  // namespace
}  // namespace antin::cli
