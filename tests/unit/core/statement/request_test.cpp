#include "core/statement/request.hpp"

#include <gtest/gtest.h>

#include "core/base/bytes.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view example =
    "antin/request/v1\n"
    "log: seal.hcm.example/2026\n"
    "system: auditor-79\n"
    "action: read\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

std::string with(std::string_view from, std::string_view to) {
  std::string text(example);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(std::string_view text) {
  const auto parsed = parse_request(text);
  return parsed ? "" : parsed.error().text;
}

TEST(RequestStatement, parses_into_its_fields_and_prints_back_octet_by_octet) {
  const auto parsed = parse_request(example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->log, "seal.hcm.example/2026");
  EXPECT_EQ(parsed->system, "auditor-79");
  EXPECT_EQ(parsed->action, Action::read);
  EXPECT_EQ(base::to_hex(parsed->nonce), "abcdef1234567890abcdef1234567890");
  EXPECT_EQ(base::print_seconds(parsed->expires), "2026-06-30T16:59:59Z");
  EXPECT_EQ(print(*parsed), example);
}

TEST(RequestStatement, an_action_that_is_not_known_is_refused_even_when_it_was_printed) {
  auto statement = parse_request(example).value();
  statement.action = Action::unknown;
  EXPECT_EQ(refusal(print(statement)), "line 4: expected `action: ` and read, ending in LF");
}

TEST(RequestStatement, a_line_that_is_missing_twice_moved_or_cut_short_is_refused) {
  const std::string text(example);
  for (std::size_t from = 0; from < text.size();) {
    const auto to = text.find('\n', from) + 1;
    const auto line = text.substr(from, to - from);
    EXPECT_NE(refusal(text.substr(0, from) + text.substr(to)), "") << line;
    EXPECT_NE(refusal(text.substr(0, to) + line + text.substr(to)), "") << line;
    from = to;
  }
  EXPECT_NE(refusal(with("system: auditor-79\naction: read\n", "action: read\nsystem: auditor-79\n")), "");
  for (std::size_t length = 0; length < text.size(); ++length) EXPECT_NE(refusal(text.substr(0, length)), "") << length;
}

TEST(RequestStatement, an_approval_is_no_request_nor_a_request_an_approval) {
  EXPECT_NE(refusal(with("antin/request/v1", "antin/approve/v1")), "");
  EXPECT_NE(refusal(with("antin/request/v1", "antin/request/v2")), "");
  EXPECT_FALSE(parse_approve(example).ok());
}

TEST(RequestStatement, values_that_are_not_what_they_must_be_are_refused) {
  EXPECT_NE(refusal(with("seal.hcm", "seal hcm")), "");
  EXPECT_NE(refusal(with("auditor-79", "")), "");
  EXPECT_NE(refusal(with("auditor-79", "auditor 79")), "");
  EXPECT_NE(refusal(with("read", "write")), "");
  EXPECT_NE(refusal(with("read", "READ")), "");
  EXPECT_NE(refusal(with("kA==", "kA=")), "");
  EXPECT_NE(refusal(with("kA==", "kB==")), "") << "spare bits";
  EXPECT_NE(refusal(with("59Z", "59.000Z")), "");
  EXPECT_NE(refusal(with("06-30", "06-31")), "");
  EXPECT_NE(refusal(with("read\n", "read\r\n")), "");
}

TEST(RequestStatement, anything_after_the_last_line_or_over_the_limit_is_refused) {
  EXPECT_NE(refusal(std::string(example) + "\n"), "");
  EXPECT_NE(refusal(std::string(example) + '\0'), "");
  EXPECT_EQ(refusal(std::string(example) + std::string(size_limit, 'x')), "the statement is larger than 4096 octets");
}

}  // namespace
}  // namespace antin::statement
