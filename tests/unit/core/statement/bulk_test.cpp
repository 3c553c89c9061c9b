#include "core/statement/bulk.hpp"

#include <gtest/gtest.h>

namespace antin::statement {
namespace {

// The worked example that integrators are shown, octet by octet.
constexpr std::string_view example =
    "antin/approve/v1\n"
    "log: seal.hcm.example/2026\n"
    "unit: 79760001\n"
    "kind: hoc-ba\n"
    "step: principal\n"
    "role: principal\n"
    "scope: -\n"
    "items: 35\n"
    "root: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    "policy: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

std::string with(std::string_view from, std::string_view to) {
  std::string text(example);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(std::string_view text) {
  const auto parsed = parse_approve_bulk(text);
  return parsed ? "" : parsed.error().text;
}

// An item of the example.
Approve item() {
  const auto bulk = parse_approve_bulk(example).value();
  Approve item;
  item.log = bulk.log;
  item.unit = bulk.unit;
  item.kind = bulk.kind;
  item.record = "1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3";
  item.revision = 1;
  item.step = bulk.step;
  item.role = bulk.role;
  item.scope = bulk.scope;
  item.digest = {base::DigestAlgorithm::sha256, base::Bytes(32, 7)};
  item.policy = bulk.policy;
  item.expires = bulk.expires;
  return item;
}

TEST(BulkStatement, no_item_of_one_is_vouched_for) {
  const auto bulk = parse_approve_bulk(example).value();
  auto one = item();
  EXPECT_TRUE(agrees(bulk, one));
  one.vouched = Vouching{"school-79760001", "p-1"};
  EXPECT_FALSE(agrees(bulk, one));
}

TEST(BulkStatement, the_worked_example_parses_into_its_fields_and_prints_back_octet_by_octet) {
  const auto parsed = parse_approve_bulk(example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->log, "seal.hcm.example/2026");
  EXPECT_EQ(parsed->unit, "79760001");
  EXPECT_EQ(parsed->kind, "hoc-ba");
  EXPECT_EQ(parsed->step, "principal");
  EXPECT_EQ(parsed->role, "principal");
  EXPECT_EQ(parsed->scope, std::nullopt);
  EXPECT_EQ(parsed->items, 35U);
  EXPECT_EQ(base::print(parsed->root), "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
  EXPECT_EQ(base::print(parsed->policy), "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  EXPECT_EQ(base::to_hex(parsed->nonce), "abcdef1234567890abcdef1234567890");
  EXPECT_EQ(base::print_seconds(parsed->expires), "2026-06-30T16:59:59Z");
  EXPECT_EQ(print(*parsed), example);
}

TEST(BulkStatement, each_line_is_refused_when_it_is_not_as_it_should_be_and_the_error_names_it) {
  const std::pair<std::string, const char*> wrong[] = {
      {with("approve/v1", "approve/v2"), "line 1:"},
      {with("seal.hcm.example/2026", "a b"), "line 2:"},
      {with("79760001", "7976/0001"), "line 3:"},
      {with("kind: hoc-ba", "kind: "), "line 4:"},
      {with("step: principal", "step:principal"), "line 5:"},
      {with("role: principal", "role: princi pal"), "line 6:"},
      {with("scope: -", "scope: a/b"), "line 7:"},
      {with("root: sha256", "root: sha384"), "line 9:"},
      {with("policy: sha256:9", "policy: sha256:"), "line 10:"},
      {with("q83v", "q83"), "line 11:"},
      {with("59Z", "59.5Z"), "line 12:"},
      {std::string(example) + "\n", "line 13:"},
      {std::string(example.substr(0, example.size() - 1)), "line 12:"},
  };
  for (const auto& [text, where] : wrong) EXPECT_EQ(refusal(text).find(where), 0U) << where << " " << text;
}

TEST(BulkStatement, holds_one_to_a_million_items) {
  for (const auto* count : {"1", "999999", "1000000"})
    EXPECT_EQ(refusal(with("items: 35", "items: " + std::string(count))), "");
  for (const auto* count : {"0", "01", "1000001", "4294967296", "-1", "+1", "1 ", "1e3", "35,"})
    EXPECT_EQ(refusal(with("items: 35", "items: " + std::string(count))).find("line 8:"), 0U) << count;
}

TEST(BulkStatement, lines_in_another_order_or_twice_are_refused) {
  EXPECT_NE(refusal(with("step: principal\nrole: principal\n", "role: principal\nstep: principal\n")), "");
  EXPECT_NE(refusal(with("items: 35\n", "items: 35\nitems: 35\n")), "");
  EXPECT_NE(refusal(with("items: 35\n", "")), "");
  EXPECT_NE(refusal(with("kind: hoc-ba\n", "kind: hoc-ba\r\n")), "");
  EXPECT_NE(refusal(std::string(5000, 'x')), "");
}

TEST(BulkStatement, neither_form_is_taken_for_the_other) {
  EXPECT_EQ(refusal(print(item())).find("line 5:"), 0U) << refusal(print(item()));
  const auto single = parse_approve(example);
  ASSERT_FALSE(single);
  EXPECT_EQ(single.error().text.find("line 5:"), 0U) << single.error().text;
}

TEST(BulkStatement, agrees_with_an_item_that_says_the_same_and_with_no_other) {
  const auto bulk = parse_approve_bulk(example).value();
  EXPECT_TRUE(agrees(bulk, item()));
  void (*const change[])(Approve&) = {
      [](Approve& one) { one.log += "x"; },      [](Approve& one) { one.unit = "79760002"; },
      [](Approve& one) { one.kind = "other"; },  [](Approve& one) { one.step = "teacher"; },
      [](Approve& one) { one.role = "acting"; }, [](Approve& one) { one.scope = "1A"; },
      [](Approve& one) { one.policy[0] ^= 1; },  [](Approve& one) { one.expires += std::chrono::seconds(1); },
  };
  for (const auto& changes : change) {
    auto other = item();
    changes(other);
    EXPECT_FALSE(agrees(bulk, other)) << print(other);
  }
  auto own = item();  // what is an item's own is its own affair
  own.record = "1.other";
  own.revision = 2;
  own.digest.value[0] ^= 1;
  own.previous = base::Sha256Hash{};
  own.nonce[0] ^= 1;
  EXPECT_TRUE(agrees(bulk, own));
}

}  // namespace
}  // namespace antin::statement
