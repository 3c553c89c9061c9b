#include "client/lib/bulk.hpp"

#include <gtest/gtest.h>

namespace antin::client {
namespace {

statement::Approve item(std::uint32_t number) {
  statement::Approve item;
  item.log = "seal.example/2026";
  item.unit = "79760001";
  item.kind = "hoc-ba";
  item.record = "1.r" + std::to_string(number);
  item.revision = 1;
  item.step = "principal";
  item.role = "principal";
  item.digest = {base::DigestAlgorithm::sha256, base::Bytes(32, static_cast<std::uint8_t>(number))};
  item.nonce = {static_cast<std::uint8_t>(number)};
  item.expires = base::Instant(std::chrono::seconds(1'800'000'000));
  return item;
}

std::vector<statement::Approve> items(std::uint32_t count) {
  std::vector<statement::Approve> all;
  for (std::uint32_t i = 0; i < count; ++i) all.push_back(item(i));
  return all;
}

TEST(BulkDraft, every_items_approval_holds_and_says_what_the_item_said) {
  const auto draft = BulkDraft::make(items(35)).value();
  const auto bulk = statement::parse_approve_bulk(draft.text()).value();
  EXPECT_EQ(bulk.items, 35U);
  EXPECT_EQ(bulk.root, draft.root());
  for (std::uint32_t i = 0; i < 35; ++i) {
    const auto approval = draft.approval(i, base::view("cms"));
    EXPECT_EQ(base::text(approval.statement), draft.text());
    const auto said = approved_by(approval);
    ASSERT_TRUE(said) << said.error().text;
    EXPECT_EQ(*said, item(i));
  }
}

TEST(BulkDraft, two_drafts_of_the_same_items_differ_by_their_nonce) {
  EXPECT_NE(BulkDraft::make(items(3)).value().text(), BulkDraft::make(items(3)).value().text());
}

TEST(BulkDraft, refuses_what_is_no_class) {
  EXPECT_FALSE(BulkDraft::make({}));
  auto differs = items(3);
  differs[2].scope = "1B";
  EXPECT_NE(BulkDraft::make(differs).error().text.find("1.r2"), std::string::npos);
  auto twice = items(3);
  twice[2].record = twice[0].record;
  EXPECT_NE(BulkDraft::make(twice).error().text.find("1.r0 is there twice"), std::string::npos);
  twice[2].revision = 2;
  EXPECT_TRUE(BulkDraft::make(twice)) << "another revision is another item";
  auto unreadable = items(3);
  unreadable[1].record = "1 r";
  EXPECT_FALSE(BulkDraft::make(unreadable));
}

TEST(ApprovedBy, refuses_an_approval_that_does_not_hold_what_it_says) {
  const auto draft = BulkDraft::make(items(5)).value();
  const auto good = draft.approval(3, base::view("cms"));
  const auto other = BulkDraft::make(items(6)).value();
  const auto with = [&](auto change) {
    auto wrong = good;
    change(wrong, wrong.bulk.value());
    return approved_by(wrong).ok();
  };
  EXPECT_TRUE(with([](auto&, auto&) {}));
  EXPECT_FALSE(with([](auto&, auto& item) { item.index = 2; }));
  EXPECT_FALSE(with([](auto&, auto& item) { item.path.pop_back(); }));
  EXPECT_FALSE(with([&](auto& wrong, auto&) { wrong.statement = base::copy(base::view(other.text())); }));
  EXPECT_FALSE(with([](auto& wrong, auto& item) { wrong.statement = item.statement; })) << "single in place of bulk";
  EXPECT_TRUE(approved_by({good.single(), good.cms})) << "and alone it is what it is";
}

TEST(BulkItemFile, comes_back_as_it_was) {
  const auto draft = BulkDraft::make(items(35)).value();
  for (const std::size_t i : {0U, 17U, 34U}) EXPECT_EQ(parse_bulk_item(print(draft.item(i))).value(), draft.item(i));
  const auto only = BulkDraft::make(items(1)).value();
  EXPECT_EQ(parse_bulk_item(print(only.item(0))).value(), only.item(0));
}

TEST(BulkItemFile, that_is_not_as_it_is_printed_is_refused) {
  const auto good = print(BulkDraft::make(items(3)).value().item(0));
  ASSERT_TRUE(parse_bulk_item(good));
  const auto with = [&](std::string_view from, std::string_view to) {
    auto text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const auto& text :
       {std::string(), with("v1", "v2"), with("index: 0", "index: 00"), with("index: 0", "index: +0"),
        with("index: 0", "index: "), with("index: 0", "index: 4294967296"), with("index: 0\n", ""),
        with("path: ", "path:"), with("=\n", "\n"), with("\n\n", "\n"), with("\n", "\r\n"),
        good.substr(0, good.find("\n\n") + 2), good.substr(0, good.find("\n\n")), " " + good,
        good + std::string(8000, 'x')})
    EXPECT_FALSE(parse_bulk_item(text)) << text;
  std::string many = "antin/bulk-item/v1\nindex: 0\n";
  for (int i = 0; i < 20; ++i) many += "path: " + base::to_base64(base::Sha256Hash{}) + "\n";
  EXPECT_TRUE(parse_bulk_item(many + "\nx"));
  EXPECT_FALSE(parse_bulk_item(many + "path: " + base::to_base64(base::Sha256Hash{}) + "\n\nx"));
}

}  // namespace
}  // namespace antin::client
