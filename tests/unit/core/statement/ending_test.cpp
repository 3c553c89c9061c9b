#include "core/statement/ending.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/base/bytes.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

// The worked example that integrators are shown, octet by octet.
constexpr std::string_view a_return =
    "antin/return/v1\n"
    "log: seal.hcm.example/2026\n"
    "unit: 79760001\n"
    "kind: hoc-ba\n"
    "record: 1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3\n"
    "revision: 1\n"
    "step: principal\n"
    "role: principal\n"
    "scope: -\n"
    "digest: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    "previous: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
    "reason: wrong-grade\n"
    "policy: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Whole revisions are superseded and withdrawn: no step.
std::string of_a_revision(std::string_view verb) {
  return replaced(replaced(std::string(a_return), "step: principal\n", ""), "return", verb);
}

const std::vector<std::string> examples{std::string(a_return), of_a_revision("supersede"), of_a_revision("withdraw")};

std::string refusal(std::string_view text) {
  const auto parsed = parse_ending(text);
  return parsed ? "" : parsed.error().text;
}

TEST(EndingStatement, a_return_parses_into_its_fields) {
  const auto parsed = parse_ending(a_return);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->act, base::Act::returned);
  EXPECT_EQ(parsed->log, "seal.hcm.example/2026");
  EXPECT_EQ(parsed->unit, "79760001");
  EXPECT_EQ(parsed->kind, "hoc-ba");
  EXPECT_EQ(parsed->record, "1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3");
  EXPECT_EQ(parsed->revision, 1U);
  EXPECT_EQ(parsed->step, "principal");
  EXPECT_EQ(parsed->role, "principal");
  EXPECT_EQ(parsed->scope, std::nullopt);
  EXPECT_EQ(base::print(parsed->digest), "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
  EXPECT_EQ(base::print(parsed->previous), "sha256:" + std::string(64, 'a'));
  EXPECT_EQ(parsed->reason, "wrong-grade");
  EXPECT_EQ(base::print(parsed->policy), "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  EXPECT_EQ(base::to_hex(parsed->nonce), "abcdef1234567890abcdef1234567890");
  EXPECT_EQ(base::print_seconds(parsed->expires), "2026-06-30T16:59:59Z");
}

TEST(EndingStatement, each_of_the_three_prints_back_octet_by_octet) {
  const base::Act acts[] = {base::Act::returned, base::Act::superseded, base::Act::withdrawn};
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const auto parsed = parse_ending(examples[i]);
    ASSERT_TRUE(parsed.ok()) << parsed.error().text;
    EXPECT_EQ(parsed->act, acts[i]);
    EXPECT_EQ(parsed->step, i == 0 ? "principal" : "");
    EXPECT_EQ(print(*parsed), examples[i]);
  }
}

TEST(EndingStatement, a_line_that_is_missing_twice_or_cut_short_is_refused) {
  for (const auto& text : examples) {
    for (std::size_t from = 0; from < text.size();) {
      const auto to = text.find('\n', from) + 1;
      const auto line = text.substr(from, to - from);
      EXPECT_NE(refusal(text.substr(0, from) + text.substr(to)), "") << line;
      EXPECT_NE(refusal(text.substr(0, to) + line + text.substr(to)), "") << line;
      from = to;
    }
    for (std::size_t length = 0; length < text.size(); ++length) EXPECT_NE(refusal(text.substr(0, length)), "");
    EXPECT_NE(refusal(text + "\n"), "");
  }
}

TEST(EndingStatement, only_a_return_names_a_step) {
  EXPECT_EQ(refusal(replaced(of_a_revision("withdraw"), "role:", "step: principal\nrole:")),
            "line 7: expected `role: ` and an identifier: 1 to 128 of A-Z a-z 0-9 . _ -, ending in LF");
}

// Nothing can be ended before something was approved, so there is always an entry to name.
TEST(EndingStatement, always_names_the_entry_that_it_follows) {
  EXPECT_EQ(refusal(replaced(std::string(a_return), "sha256:" + std::string(64, 'a'), "none")),
            "line 11: expected `previous: ` and sha256: and 64 lower-case hex digits, ending in LF");
}

TEST(EndingStatement, a_reason_is_a_code_and_no_prose) {
  EXPECT_EQ(refusal(replaced(std::string(a_return), "wrong-grade", "the grade is wrong")),
            "line 12: expected `reason: ` and an identifier: 1 to 128 of A-Z a-z 0-9 . _ -, ending in LF");
}

TEST(EndingStatement, other_purposes_and_versions_are_refused) {
  const std::string expected =
      "line 1: expected `antin/return/v1`, `antin/supersede/v1` or `antin/withdraw/v1`, ending in LF";
  for (const auto* title : {"antin/approve/v1", "antin/return/v2", "antin/Return/v1", "antin//v1", "return", ""})
    EXPECT_EQ(refusal(replaced(std::string(a_return), "antin/return/v1", title)), expected) << title;
  EXPECT_NE(refusal(replaced(std::string(a_return), "v1\n", "v1\r\n")), "");
}

// Nobody's signature under the one can be used for the other.
TEST(EndingStatement, no_text_is_both_an_approval_and_an_ending) {
  for (const auto& text : examples) EXPECT_FALSE(parse_approve(text));
}

TEST(EndingStatement, one_that_is_too_large_is_refused) {
  EXPECT_NE(refusal(std::string(a_return) + std::string(size_limit, 'a')), "");
}

TEST(EndingStatement, what_parses_after_a_change_of_octets_prints_back_to_it) {
  std::mt19937 random(20261125);
  for (int i = 0; i < 20'000; ++i) {
    auto text = examples[random() % examples.size()];
    for (auto changes = 1 + random() % 3; changes > 0; --changes)
      text[random() % text.size()] = static_cast<char>(random() % 128);
    const auto parsed = parse_ending(text);
    if (!parsed) continue;
    EXPECT_EQ(print(*parsed), text);
  }
}

}  // namespace
}  // namespace antin::statement
