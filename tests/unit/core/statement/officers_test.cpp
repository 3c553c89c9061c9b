#include "core/statement/officers.hpp"

#include <gtest/gtest.h>

#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

const std::string hash_a = "sha256:" + std::string(64, 'a');
const std::string hash_b = "sha256:" + std::string(64, 'b');
const std::string hash_c = "sha256:" + std::string(64, 'c');
const std::string example =
    "antin/officers/v1\n"
    "log: seal.hcm.example/2026\n"
    "number: 2\n"
    "threshold: 2\n"
    "officer: so-1 " +
    hash_a + "\nofficer: so-2 " + hash_b + "\nofficer: so-3 " + hash_c + "\nprevious: " + hash_a + "\n";

std::string with(std::string_view from, std::string_view to) {
  auto text = example;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(std::string_view text) {
  const auto parsed = parse_officers(text);
  return parsed ? "" : parsed.error().text;
}

TEST(OfficersStatement, parses_into_its_fields_and_prints_back_octet_by_octet) {
  const auto parsed = parse_officers(example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->log, "seal.hcm.example/2026");
  EXPECT_EQ(parsed->number, 2U);
  EXPECT_EQ(parsed->threshold, 2U);
  ASSERT_EQ(parsed->officers.size(), 3U);
  EXPECT_EQ(base::print(parsed->officers.at("so-2")), hash_b);
  EXPECT_EQ(base::print(parsed->previous.value()), hash_a);
  EXPECT_EQ(print(*parsed), example);
}

TEST(OfficersStatement, one_officer_alone_never_decides) {
  EXPECT_EQ(refusal(with("threshold: 2", "threshold: 1")),
            "line 4: expected `threshold: ` and a whole number from 2 to 16 without leading zeros, ending in LF");
  EXPECT_NE(refusal(with("threshold: 2", "threshold: 0")), "");
}

TEST(OfficersStatement, more_signatures_than_officers_cannot_be_asked_for) {
  EXPECT_EQ(refusal(with("threshold: 2", "threshold: 4")), "the threshold is larger than the number of officers");
  EXPECT_EQ(refusal(with("threshold: 2", "threshold: 3")), "");
}

TEST(OfficersStatement, one_certificate_is_one_officer) {
  EXPECT_EQ(refusal(with(hash_b, hash_a)), "two officers have one certificate");
}

TEST(OfficersStatement, officers_stand_in_the_order_of_their_ids_each_once) {
  EXPECT_NE(refusal(with("so-1", "so-4")), "");
  EXPECT_NE(refusal(with("so-2", "so-1")), "");
  EXPECT_NE(refusal(with("so-2 ", "so 2 ")), "");
  EXPECT_NE(refusal(with("so-2 ", "so-2  ")), "");
  EXPECT_NE(refusal(with("so-2 sha256", "so-2 sha384")), "");
}

TEST(OfficersStatement, the_longest_set_stays_within_the_limit_and_one_more_is_refused) {
  Officers statement{std::string(128, 'l'), 1, 16, {}, base::Sha256Hash{}};
  for (std::uint8_t i = 0; i < officers_limit; ++i)
    statement.officers[std::string(127, 'o') + static_cast<char>('a' + i)] = {i};
  EXPECT_EQ(refusal(print(statement)), "");
  statement.officers["so"] = {99};
  EXPECT_EQ(refusal(print(statement)), "there are more than 16 officers");
}

TEST(OfficersStatement, a_line_that_is_missing_or_cut_short_is_refused) {
  for (std::size_t length = 0; length < example.size(); ++length)
    EXPECT_NE(refusal(example.substr(0, length)), "") << length;
  for (const auto* line : {"log: seal.hcm.example/2026\n", "number: 2\n", "threshold: 2\n"})
    EXPECT_NE(refusal(with(line, "")), "") << line;
  EXPECT_NE(refusal(with("number: 2", "number: 0")), "");
  EXPECT_NE(refusal(with("number: 2", "number: 4294967296")), "");
  EXPECT_NE(refusal(with("previous: " + hash_a + "\n", "")), "");
  EXPECT_NE(refusal(example + "\n"), "");
  EXPECT_EQ(refusal(example + std::string(size_limit, 'x')), "the statement is larger than 4096 octets");
}

}  // namespace
}  // namespace antin::statement
