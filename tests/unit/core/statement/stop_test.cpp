#include "core/statement/stop.hpp"

#include <gtest/gtest.h>

#include "core/base/bytes.hpp"
#include "core/statement/clear.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view stop_example =
    "antin/stop/v1\n"
    "log: seal.hcm.example/2026\n"
    "target: key seal/79760001/school/2026.1\n"
    "reason: key-suspected\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

constexpr std::string_view resume_example =
    "antin/resume/v1\n"
    "log: seal.hcm.example/2026\n"
    "target: system school-79760001\n"
    "previous: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

constexpr std::string_view clear_example =
    "antin/clear/v1\n"
    "log: seal.hcm.example/2026\n"
    "fault: clock\n"
    "last: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

std::string changed(std::string_view example, std::string_view from, std::string_view to) {
  std::string text(example);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Why none of the three parsers takes it; empty when one does.
std::string refusal(std::string_view text) {
  if (parse_stop(text) || parse_resume(text) || parse_clear(text)) return "";
  return parse_stop(text).error().text;
}

TEST(StopStatement, parses_into_its_fields_and_prints_back_octet_by_octet) {
  const auto parsed = parse_stop(stop_example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->log, "seal.hcm.example/2026");
  EXPECT_EQ(parsed->target, (base::Target{base::Stoppable::key, "seal/79760001/school/2026.1"}));
  EXPECT_EQ(parsed->reason, "key-suspected");
  EXPECT_EQ(base::to_hex(parsed->nonce), "abcdef1234567890abcdef1234567890");
  EXPECT_EQ(base::print_seconds(parsed->expires), "2026-06-30T16:59:59Z");
  EXPECT_EQ(print(*parsed), stop_example);
}

TEST(ResumeStatement, parses_into_its_fields_and_prints_back_octet_by_octet) {
  const auto parsed = parse_resume(resume_example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->target, (base::Target{base::Stoppable::system, "school-79760001"}));
  EXPECT_EQ(base::print(parsed->previous), "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
  EXPECT_EQ(print(*parsed), resume_example);
}

TEST(ClearStatement, parses_into_its_fields_and_prints_back_octet_by_octet) {
  const auto parsed = parse_clear(clear_example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->fault, StartFault::clock);
  EXPECT_EQ(print(*parsed), clear_example);
}

TEST(StopStatement, every_kind_of_target_is_read) {
  for (const auto* target : {"appliance", "unit 79760001", "key time/antin/tsa/2026.1", "system school-79760001"}) {
    const auto text = changed(stop_example, "key seal/79760001/school/2026.1", target);
    const auto parsed = parse_stop(text);
    ASSERT_TRUE(parsed.ok()) << target;
    EXPECT_EQ(base::print(parsed->target), target);
  }
}

TEST(StopStatement, a_target_that_is_none_is_refused) {
  for (const auto* target : {"appliance now", "appliance ", "unit", "unit ", "unit a/b", "unit 7 9", "key seal//2026",
                             "key /seal", "key seal/", "system a/b", "person p-000001", "Unit 79", "unit  79"})
    EXPECT_NE(refusal(changed(stop_example, "key seal/79760001/school/2026.1", target)), "") << target;
  EXPECT_NE(refusal(changed(stop_example, "seal/79760001/school/2026.1", std::string(256, 'k'))), "");
}

TEST(StopStatement, a_target_or_a_fault_of_no_kind_prints_nothing_that_parses) {
  auto stop = parse_stop(stop_example).value();
  stop.target = {};
  EXPECT_NE(refusal(print(stop)), "");
  auto clear = parse_clear(clear_example).value();
  clear.fault = StartFault::unknown;
  EXPECT_NE(refusal(print(clear)), "");
}

TEST(StopStatement, a_line_that_is_missing_twice_or_cut_short_is_refused) {
  for (const auto example : {stop_example, resume_example, clear_example}) {
    const std::string text(example);
    for (std::size_t from = 0; from < text.size();) {
      const auto to = text.find('\n', from) + 1;
      const auto line = text.substr(from, to - from);
      EXPECT_NE(refusal(text.substr(0, from) + text.substr(to)), "") << line;
      EXPECT_NE(refusal(text.substr(0, to) + line + text.substr(to)), "") << line;
      from = to;
    }
    for (std::size_t length = 0; length < text.size(); ++length)
      EXPECT_NE(refusal(text.substr(0, length)), "") << length;
  }
}

TEST(StopStatement, one_is_never_taken_for_another) {
  EXPECT_FALSE(parse_resume(stop_example).ok());
  EXPECT_FALSE(parse_stop(resume_example).ok());
  EXPECT_FALSE(parse_stop(clear_example).ok());
  EXPECT_NE(refusal(changed(stop_example, "antin/stop/v1", "antin/resume/v1")), "");
  EXPECT_NE(refusal(changed(resume_example, "antin/resume/v1", "antin/stop/v1")), "");
}

TEST(StopStatement, values_that_are_not_what_they_must_be_are_refused) {
  EXPECT_NE(refusal(changed(stop_example, "seal.hcm", "seal hcm")), "");
  EXPECT_NE(refusal(changed(stop_example, "key-suspected", "key suspected")), "");
  EXPECT_NE(refusal(changed(stop_example, "kA==", "kB==")), "") << "spare bits";
  EXPECT_NE(refusal(changed(stop_example, "59Z", "59.000Z")), "");
  EXPECT_NE(refusal(changed(resume_example, "sha256:2c", "sha256:2C")), "");
  EXPECT_NE(refusal(changed(resume_example,
                            "previous: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                            "previous: none")),
            "");
  EXPECT_NE(refusal(changed(clear_example, "clock", "disk")), "");
  EXPECT_NE(refusal(std::string(stop_example) + "\n"), "");
  EXPECT_EQ(refusal(std::string(stop_example) + std::string(size_limit, 'x')),
            "the statement is larger than 4096 octets");
}

}  // namespace
}  // namespace antin::statement
