#include "client/cli/people_csv.hpp"

#include <gtest/gtest.h>

namespace antin::cli {
namespace {

const std::string header = "person,certificate,unit,role,scope,from,until,acting-for,status\n";

std::vector<PersonRow> rows(const std::string& csv) {
  auto read = parse_people(csv);
  return read ? std::move(*read) : std::vector<PersonRow>();
}

// Of the last line.
std::string trouble(const std::string& lines) {
  const auto all = rows(header + lines);
  if (all.empty()) return parse_people(header + lines).error().text;
  std::string text;
  for (const auto& each : all.back().troubles) text += (text.empty() ? "" : "; ") + print(each);
  return text;
}

std::string refusal(const std::string& csv) {
  const auto read = parse_people(csv);
  return read ? "" : read.error().text;
}

TEST(PeopleCsv, a_line_is_a_role_of_a_person) {
  const auto all = rows(
      "\xEF\xBB\xBFrole,person,until,from,unit,scope,certificate,acting-for,status\r\n"
      "teacher,p-1,2027-08-31,2026-09-01,79760001,2026-2027.1A,people/p-1.crt,,\r\n"
      "acting,p-2,2026-09-30,2026-09-01,79760001,,,p-1,suspended\r\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].good());
  EXPECT_EQ(all[0].line, 2U);
  EXPECT_EQ(all[0].person, "p-1");
  EXPECT_EQ(all[0].certificate, "people/p-1.crt");
  EXPECT_EQ(all[0].scope, "2026-2027.1A");
  EXPECT_EQ(print(all[0].from), "2026-09-01");
  EXPECT_EQ(print(all[0].until), "2027-08-31");
  EXPECT_EQ(all[0].status, Standing::unsaid);
  EXPECT_TRUE(all[1].good());
  EXPECT_FALSE(all[1].scope);
  EXPECT_EQ(all[1].acting_for, "p-1");
  EXPECT_EQ(all[1].status, Standing::suspended);
}

TEST(PeopleCsv, a_field_that_is_wrong_is_named_and_the_other_lines_can_be_used) {
  const std::pair<const char*, const char*> wrong[] = {
      {"p 1,,u,r,,2026-09-01,2026-09-01,,", "person is 1 to 128 of A-Z a-z 0-9 . _ -"},
      {",,u,r,,2026-09-01,2026-09-01,,", "person is 1 to 128 of A-Z a-z 0-9 . _ -"},
      {"p,,Trường,r,,2026-09-01,2026-09-01,,", "unit is 1 to 128 of A-Z a-z 0-9 . _ -"},
      {"p,,u,,,2026-09-01,2026-09-01,,", "role is 1 to 128 of A-Z a-z 0-9 . _ -"},
      {"p,,u,r,1/A,2026-09-01,2026-09-01,,", "scope is 1 to 128 of A-Z a-z 0-9 . _ -, or left empty for none"},
      {"p,,u,r,-,2026-09-01,2026-09-01,,", "scope is 1 to 128 of A-Z a-z 0-9 . _ -, or left empty for none"},
      {"p,,u,r,,1/9/2026,2026-09-01,,", "from is a day like 2026-09-01"},
      {"p,,u,r,,2026-02-30,2026-09-01,,", "from is a day like 2026-09-01"},
      {"p,,u,r,,2026-09-01,,,", "until is a day like 2026-09-01"},
      {"p,,u,r,,2026-09-02,2026-09-01,,", "until is before `from`: it is the role's last day"},
      {"p,,u,r,,2026-09-01,2026-09-01,a b,", "acting-for is 1 to 128 of A-Z a-z 0-9 . _ -, or left empty for none"},
      {"p,,u,r,,2026-09-01,2026-09-01,p,", "acting-for is the person: it names who is acted for"},
      {"p,,u,r,,2026-09-01,2026-09-01,,gone", "status is active, suspended, or left empty"},
      {"p,sha256:12,u,r,,2026-09-01,2026-09-01,,", "certificate is a file, or sha256: and 64 lower-case hex digits"},
      {"p,,u,r,,2026-09-01,2026-09-01",
       "7 fields, the first line names 9: a comma within a field needs quotes around that field"},
      {"p 1,,u,r,,x,2026-09-01,,", "person is 1 to 128 of A-Z a-z 0-9 . _ -; from is a day like 2026-09-01"},
  };
  for (const auto& [line, what] : wrong) {
    EXPECT_EQ(trouble(std::string(line) + "\n"), what) << line;
    const auto all = rows(header + line + "\ngood,,u,r,,2026-09-01,2026-09-01,,\n");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_FALSE(all[0].good());
    EXPECT_TRUE(all[1].good());
  }
}

TEST(PeopleCsv, of_two_lines_that_repeat_or_contradict_each_other_the_later_one_is_in_error) {
  const std::string first = "p,a.crt,u,r,s,2026-09-01,2027-08-31,,\n";
  EXPECT_EQ(trouble(first + first), "person has this role in line 2 already");
  EXPECT_EQ(trouble(first + "p,a.crt,u,r,s,2027-08-31,2028-08-31,,\n"),
            "from and until overlap with the days of this role in line 2");
  EXPECT_EQ(trouble(first + "p,a.crt,u,r,s,2026-09-01,2027-08-31,q,\n"), "acting-for is another one in line 2");
  EXPECT_EQ(trouble("p,a.crt,u,r,s,2026-09-01,2027-08-31,,active\np,,u,r2,,2026-09-01,2027-08-31,,suspended\n"),
            "status is another one in line 2");
}

TEST(PeopleCsv, a_person_may_hold_many_roles_and_certificates_and_a_role_again_in_another_year) {
  const std::string first = "p,a.crt,u,r,s,2026-09-01,2027-08-31,,\n";
  for (const auto* other : {"p,a.crt,u,r,s,2027-09-01,2028-08-31,,\n", "p,a.crt,u,r,t,2026-09-01,2027-08-31,,\n",
                            "p,b.crt,u,r,s,2026-09-01,2027-08-31,,\n", "p,a.crt,v,r,s,2026-09-01,2027-08-31,,\n"})
    EXPECT_EQ(trouble(first + other), "") << other;
}

TEST(PeopleCsv, a_table_that_is_none_is_refused_as_a_whole) {
  EXPECT_EQ(refusal(""), "line 1: the list is empty");
  EXPECT_EQ(refusal(header), "line 1: no line follows the names of the columns");
  EXPECT_EQ(refusal("person,unit,role,from\n"), "line 1: there is no column `until`");
  EXPECT_EQ(refusal("person,name\n").find("line 1: the first line names the columns: person, certificate"), 0U);
  EXPECT_EQ(refusal("person,person\n"), "line 1: a column is named twice");
  EXPECT_EQ(refusal(header + "\"p"), "line 2: a quote that is never closed");
  EXPECT_EQ(refusal(header + "Nguy\xEA\n"), "line 2: not UTF-8: save the table as `CSV UTF-8`");
}

TEST(PeopleCsv, what_a_spreadsheet_would_take_for_a_formula_is_guarded_and_read_back) {
  PersonRow row;
  row.person = "-p";
  row.unit = "u";
  row.role = "r";
  row.from = row.until = *parse_day("2026-09-01");
  const auto line = print_line(row);
  EXPECT_EQ(line, "'-p,,u,r,,2026-09-01,2026-09-01,,\n");
  const auto all = rows(people_header() + line);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].good());
  EXPECT_EQ(all[0].person, "-p");
}

TEST(Day, is_written_in_one_way) {
  for (const auto* text :
       {"2026-9-1", "2026-09-01 ", "20260901", "2026-09-01T00:00:00Z", "", "0000-01-01", "1969-12-31"})
    EXPECT_FALSE(parse_day(text)) << text;
  EXPECT_EQ(print(parse_day("2028-02-29").value()), "2028-02-29");
}

}  // namespace
}  // namespace antin::cli
