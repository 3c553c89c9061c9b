#include "core/statement/bundle.hpp"

#include <gtest/gtest.h>

#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view example =
    "antin/bundle/v1\n"
    "log: seal.hcm.example/2026\n"
    "version: 7\n"
    "bundle: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"
    "previous: sha256:5d41402abc4b2a76b9719d911017c592ae1f5b9b2f3c8e0f5d41402abc4b2a76\n";

std::string with(std::string_view from, std::string_view to) {
  std::string text(example);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(std::string_view text) {
  const auto parsed = parse_bundle(text);
  return parsed ? "" : parsed.error().text;
}

TEST(BundleStatement, parses_into_its_fields_and_prints_back_octet_by_octet) {
  const auto parsed = parse_bundle(example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->log, "seal.hcm.example/2026");
  EXPECT_EQ(parsed->version, 7U);
  EXPECT_EQ(base::print(parsed->bundle), "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  EXPECT_EQ(base::print(parsed->previous.value()),
            "sha256:5d41402abc4b2a76b9719d911017c592ae1f5b9b2f3c8e0f5d41402abc4b2a76");
  EXPECT_EQ(print(*parsed), example);
}

TEST(BundleStatement, the_first_has_nothing_before_it) {
  auto statement = parse_bundle(example).value();
  statement.previous.reset();
  const auto parsed = parse_bundle(print(statement));
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(*parsed, statement);
}

TEST(BundleStatement, a_line_that_is_missing_twice_or_cut_short_is_refused) {
  const std::string text(example);
  for (std::size_t from = 0; from < text.size();) {
    const auto to = text.find('\n', from) + 1;
    const auto line = text.substr(from, to - from);
    EXPECT_NE(refusal(text.substr(0, from) + text.substr(to)), "") << line;
    EXPECT_NE(refusal(text.substr(0, to) + line + text.substr(to)), "") << line;
    from = to;
  }
  for (std::size_t length = 0; length < text.size(); ++length) EXPECT_NE(refusal(text.substr(0, length)), "") << length;
}

TEST(BundleStatement, values_that_are_not_what_they_must_be_are_refused) {
  EXPECT_NE(refusal(with("bundle/v1", "approve/v1")), "");
  EXPECT_NE(refusal(with("seal.hcm", "seal hcm")), "");
  EXPECT_EQ(refusal(with(": 7", ": 0")),
            "line 3: expected `version: ` and a whole number from 1 to 9223372036854775807 without leading zeros, "
            "ending in LF");
  EXPECT_NE(refusal(with(": 7", ": 07")), "");
  EXPECT_NE(refusal(with(": 7", ": +7")), "");
  EXPECT_NE(refusal(with(": 7", ": 9223372036854775808")), "");
  EXPECT_NE(refusal(with("9f86", "9F86")), "");
  EXPECT_NE(refusal(with("sha256:9f86", "none")), "");
  EXPECT_NE(refusal(with("a76\n", "a7\n")), "");
  EXPECT_NE(refusal(with("a76\n", "a76\r\n")), "");
  EXPECT_NE(refusal(std::string(example) + "\n"), "");
  EXPECT_EQ(refusal(std::string(example) + std::string(size_limit, 'x')), "the statement is larger than 4096 octets");
}

}  // namespace
}  // namespace antin::statement
