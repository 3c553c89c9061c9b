#include "core/statement/roster.hpp"

#include <gtest/gtest.h>

#include "core/statement/bulk.hpp"

namespace antin::statement {
namespace {

using base::RosterAction;
using namespace std::chrono;

constexpr std::string_view enrolment =
    "antin/roster/v1\n"
    "log: seal.hcm.example/2026\n"
    "action: enrol\n"
    "unit: 79760001\n"
    "person: p-000017\n"
    "certificate: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"
    "role: teacher\n"
    "scope: 2025-2026.1A\n"
    "from: 2025-09-01\n"
    "until: 2026-08-31\n"
    "acting-for: -\n"
    "policy: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

constexpr std::string_view batch =
    "antin/roster/v1\n"
    "log: seal.hcm.example/2026\n"
    "items: 40\n"
    "root: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"
    "policy: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

std::string changed(std::string_view from, std::string_view to) {
  std::string text(enrolment);
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::logic_error(std::string(from));
  return text.replace(at, from.size(), to);
}

std::string error_of(const std::string& text) {
  const auto parsed = parse_roster_change(text);
  return parsed ? "" : parsed.error().text;
}

TEST(RosterStatement, of_a_person_parses_and_prints_back) {
  const auto parsed = parse_roster_change(enrolment);
  ASSERT_TRUE(parsed) << parsed.error().text;
  EXPECT_EQ(parsed->action, RosterAction::enrol);
  EXPECT_EQ(parsed->person, "p-000017");
  EXPECT_EQ(parsed->role, "teacher");
  EXPECT_EQ(parsed->scope, "2025-2026.1A");
  EXPECT_EQ(parsed->from, 2025y / September / 1);
  EXPECT_EQ(parsed->until, 2026y / August / 31);
  EXPECT_FALSE(parsed->acting_for);
  EXPECT_EQ(print(*parsed), enrolment);
}

TEST(RosterStatement, of_many_people_parses_and_prints_back) {
  const auto parsed = parse_roster_batch(batch);
  ASSERT_TRUE(parsed) << parsed.error().text;
  EXPECT_EQ(parsed->items, 40U);
  EXPECT_EQ(print(*parsed), batch);
}

TEST(RosterStatement, of_one_is_never_taken_for_one_of_many) {
  EXPECT_EQ(parse_roster_batch(enrolment).error().text.substr(0, 8), "line 3: ");
  EXPECT_EQ(parse_roster_change(batch).error().text.substr(0, 8), "line 3: ");
}

TEST(RosterStatement, that_differs_by_an_octet_from_its_printed_form_is_refused) {
  EXPECT_NE(error_of(std::string(enrolment) + "\n"), "");
  EXPECT_NE(error_of(std::string(enrolment.substr(0, enrolment.size() - 1))), "");
  EXPECT_NE(error_of(changed("2025-09-01", "2025-9-1")), "");
  EXPECT_NE(error_of(changed("2025-09-01", "2025-02-29")), "");
  EXPECT_NE(error_of(changed("2025-09-01", "2025-09-01T00:00:00Z")), "");
  EXPECT_NE(error_of(changed("action: enrol", "action: enroll")), "");
  EXPECT_NE(error_of(changed("acting-for: -", "acting-for:")), "");
  EXPECT_NE(error_of(changed("person: p-000017", "person: p 17")), "");
}

TEST(RosterStatement, says_what_its_action_needs_and_nothing_else) {
  EXPECT_NE(error_of(changed("role: teacher", "role: -")), "");
  EXPECT_NE(error_of(changed("until: 2026-08-31", "until: -")), "");
  EXPECT_NE(error_of(changed("until: 2026-08-31", "until: 2025-08-31")), "");
  EXPECT_NE(error_of(changed("acting-for: -", "acting-for: p-2")), "");
  EXPECT_NE(error_of(changed("action: enrol", "action: suspend")), "");
  EXPECT_NE(error_of(changed("action: enrol", "action: acting-for")), "");
  auto statement = *parse_roster_change(enrolment);
  statement.scope.reset();
  statement.certificate.reset();
  EXPECT_TRUE(fits(statement));
  statement.action = RosterAction::acting_for;
  statement.acting_for = "p-000002";
  EXPECT_TRUE(fits(statement));
  statement.action = RosterAction::retire;
  EXPECT_FALSE(fits(statement)) << "dates";
  statement.from = statement.until = std::nullopt;
  statement.acting_for.reset();
  EXPECT_TRUE(fits(statement));
  statement.role.reset();
  EXPECT_TRUE(fits(statement));
  statement.scope = "2025-2026.1A";
  EXPECT_FALSE(fits(statement)) << "a scope of no role";
  statement.scope.reset();
  statement.action = RosterAction::certificate;
  EXPECT_FALSE(fits(statement)) << "without the certificate";
  statement.certificate = base::Sha256Hash{1};
  EXPECT_TRUE(fits(statement));
  statement.action = RosterAction::resume;
  EXPECT_FALSE(fits(statement));
}

TEST(RosterStatement, of_an_item_agrees_with_its_batch_in_log_policy_and_expiry) {
  const auto item = *parse_roster_change(enrolment);
  const auto all = *parse_roster_batch(batch);
  EXPECT_TRUE(agrees(all, item));
  auto other = all;
  other.log = "other";
  EXPECT_FALSE(agrees(other, item));
  other = all;
  other.policy = {};
  EXPECT_FALSE(agrees(other, item));
  other = all;
  other.expires += seconds(1);
  EXPECT_FALSE(agrees(other, item));
}

TEST(RosterStatement, of_more_than_a_million_items_is_refused) {
  std::string text(batch);
  const auto of = [&](const std::string& count) {
    return parse_roster_batch(text.substr(0, text.find("items: ")) + "items: " + count +
                              text.substr(text.find("\nroot")))
        .ok();
  };
  EXPECT_TRUE(of("1000000"));
  EXPECT_FALSE(of("1000001"));
  EXPECT_FALSE(of("0"));
  EXPECT_FALSE(of("040"));
}

}  // namespace
}  // namespace antin::statement
