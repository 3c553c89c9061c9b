#include "daemon/keeper/approvals/bulk_approvals.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "core/statement/bulk.hpp"
#include "core/tlog/small_tree.hpp"
#include "tests/support/pki.hpp"

namespace antin::test {
namespace {

using evidence::Revocation;
using evidence::Trust;
using keeper::BulkApprovals;
using keeper::VerifiedApproval;
using policy::Verification;

constexpr std::uint32_t class_size = 35;

// A teacher's signature over a class, and the items of it.
class BulkApproval : public testing::Test {
 protected:
  BulkApproval() : pki(directory) {
    pki.root("root", "Root");
    pki.certificate("person", "root");
    pki.list("root", "01");
    for (std::uint32_t i = 0; i < class_size; ++i) items.push_back(item(i));
    sign();
  }

  [[nodiscard]] static statement::Approve item(std::uint32_t number) {
    statement::Approve item;
    item.log = "seal.example/2026";
    item.unit = "79760001";
    item.kind = "hoc-ba";
    item.record = "1.r" + std::to_string(number);
    item.revision = 1;
    item.step = "teacher";
    item.role = "teacher";
    item.scope = "2025-2026.1A";
    item.digest = base::sha256_digest(crypto::sha256(base::view(item.record)));
    item.policy = crypto::sha256(base::view("policy"));
    item.nonce = {static_cast<std::uint8_t>(number)};
    item.expires = instant("2026-06-30T16:59:59Z");
    return item;
  }

  // What the tree is made of, and the statement over it: as `items` and `bulk` are then.
  void sign() {
    tlog::Path leaves;
    for (const auto& each : items) leaves.push_back(tlog::leaf_hash(base::view(statement::print(each))));
    tree.emplace(leaves);
    const auto common = item(0);
    statement::ApproveBulk bulk{common.log, common.unit,  common.kind,   common.step,  common.role,   common.scope,
                                class_size, tree->root(), common.policy, {1, 2, 3, 4}, common.expires};
    if (change) change(bulk);
    text = statement::print(bulk);
    cms = signature_over(text);
  }

  [[nodiscard]] base::Bytes signature_over(const std::string& signed_text) const {
    directory.write("statement", signed_text);
    directory.must_run(
        "openssl cms -sign -cades -binary -in statement -signer person.crt -inkey person.key -outform DER -out p7s");
    return directory.read("p7s");
  }
  [[nodiscard]] protocol::Approval approval(std::uint32_t index) const {
    return {
        base::copy(base::view(text)), cms,
        protocol::BulkItem{base::copy(base::view(statement::print(items.at(index)))), index, tree->inclusion(index)}};
  }
  [[nodiscard]] Trust trust() const { return {{pki.read("root")}, {}, {pki.read_list("root")}, Revocation::required}; }
  [[nodiscard]] VerifiedApproval verify(const protocol::Approval& what) {
    return approvals.verify(what, {trust(), trust()}, 1, test_now());
  }
  void expect_mismatch(const protocol::Approval& what, const std::string& why) {
    const auto verified = verify(what);
    EXPECT_EQ(verified.approval.verification, Verification::valid);
    EXPECT_FALSE(verified.approval.statement) << why;
    EXPECT_NE(verified.problem.find(why), std::string::npos) << verified.problem;
  }
  void expect_not_covered(const protocol::Approval& what, const std::string& why) {
    const auto verified = verify(what);
    EXPECT_EQ(verified.approval.verification, Verification::signature_invalid) << why;
    EXPECT_FALSE(verified.approval.statement) << why;
    EXPECT_NE(verified.problem.find(why), std::string::npos) << verified.problem;
  }

  ToolDirectory directory;
  Pki pki;
  std::vector<statement::Approve> items;
  std::function<void(statement::ApproveBulk&)> change;
  std::optional<tlog::SmallTree> tree;
  std::string text;
  base::Bytes cms;
  BulkApprovals approvals;
};

TEST_F(BulkApproval, every_item_of_a_class_looks_like_an_approval_of_its_own) {
  for (std::uint32_t i = 0; i < class_size; ++i) {
    const auto verified = verify(approval(i));
    ASSERT_EQ(verified.approval.verification, Verification::valid);
    EXPECT_EQ(verified.problem, "");
    EXPECT_EQ(verified.approval.statement_hash, crypto::sha256(base::view(statement::print(items[i]))));
    EXPECT_EQ(verified.bulk, crypto::sha256(base::view(text)));
    EXPECT_EQ(verified.approval.certificate, pki.read("person").hash);
    EXPECT_EQ(verified.certificate, pki.read("person").der);
    ASSERT_TRUE(verified.approval.statement);
    EXPECT_EQ(verified.approval.statement->record, items[i].record);
    EXPECT_EQ(verified.approval.statement->digest, items[i].digest);
    EXPECT_EQ(verified.approval.statement->scope, items[i].scope);
  }
}

TEST_F(BulkApproval, an_approval_that_is_no_item_is_verified_as_ever) {
  const auto single = statement::print(item(0));
  const auto verified = verify({base::copy(base::view(single)), signature_over(single)});
  EXPECT_EQ(verified.approval.verification, Verification::valid);
  EXPECT_EQ(verified.approval.statement_hash, crypto::sha256(base::view(single)));
  EXPECT_TRUE(verified.approval.statement);
  EXPECT_EQ(verified.bulk, std::nullopt);
}

TEST_F(BulkApproval, an_item_that_was_changed_is_not_covered) {
  auto changed = approval(3);
  auto other = items[3];
  other.digest.value[0] ^= 1;
  changed.bulk->statement = base::copy(base::view(statement::print(other)));
  expect_not_covered(changed, "does not lead to the root");
}

TEST_F(BulkApproval, an_item_in_another_place_is_not_covered) {
  auto moved = approval(3);
  moved.bulk->index = 4;
  expect_not_covered(moved, "does not lead to the root");
  moved.bulk->index = class_size;
  expect_not_covered(moved, "item 35 of 35");
  moved.bulk->index = 0xFFFFFFFF;
  expect_not_covered(moved, "item 4294967295 of 35");
}

TEST_F(BulkApproval, a_path_that_is_too_short_too_long_or_of_another_root_is_not_covered) {
  auto wrong = approval(3);
  wrong.bulk->path.pop_back();
  expect_not_covered(wrong, "does not lead to the root");
  wrong = approval(3);
  wrong.bulk->path.push_back(wrong.bulk->path.back());
  expect_not_covered(wrong, "does not lead to the root");
  wrong = approval(3);
  const auto before = approval(3);
  items[20].nonce[5] ^= 1;  // another class, otherwise the same
  sign();
  wrong.statement = base::copy(base::view(text));
  wrong.cms = cms;
  expect_not_covered(wrong, "does not lead to the root");
  EXPECT_EQ(verify(before).approval.verification, Verification::valid);
}

// A node of the tree is no item: leaves and nodes are hashed apart.
TEST_F(BulkApproval, two_hashes_of_the_tree_are_no_item) {
  auto forged = approval(0);
  forged.bulk->statement = base::copy(tlog::leaf_hash(base::view(statement::print(items[0]))));
  base::append(forged.bulk->statement, forged.bulk->path.front());
  forged.bulk->path.erase(forged.bulk->path.begin());
  expect_not_covered(forged, "does not lead to the root");
}

TEST_F(BulkApproval, a_count_that_is_not_the_trees_is_not_covered) {
  change = [](auto& bulk) { bulk.items = 17; };
  sign();
  expect_not_covered(approval(3), "does not lead to the root");
}

TEST_F(BulkApproval, an_item_that_says_something_else_than_the_bulk_statement_is_a_mismatch) {
  void (*const differ[])(statement::Approve&) = {
      [](auto& one) { one.log = "seal.other/2026"; }, [](auto& one) { one.unit = "79760002"; },
      [](auto& one) { one.kind = "other"; },          [](auto& one) { one.step = "principal"; },
      [](auto& one) { one.role = "principal"; },      [](auto& one) { one.scope = "2025-2026.1B"; },
      [](auto& one) { one.policy[0] ^= 1; },          [](auto& one) { one.expires += std::chrono::hours(24); },
  };
  for (const auto& changes : differ) {
    items[3] = item(3);
    changes(items[3]);
    sign();
    expect_mismatch(approval(3), "does not agree");
    EXPECT_TRUE(verify(approval(4)).approval.statement) << "the others stand";
  }
}

TEST_F(BulkApproval, a_single_statement_is_not_used_as_a_bulk_one_nor_the_reverse) {
  const auto single = statement::print(items[3]);
  auto mixed = approval(3);
  mixed.statement = base::copy(base::view(single));
  mixed.cms = signature_over(single);
  expect_mismatch(mixed, "not a bulk statement");
  mixed.bulk->index = 0;
  mixed.bulk->path.clear();
  expect_mismatch(mixed, "not a bulk statement");

  const auto alone = verify({base::copy(base::view(text)), cms});
  EXPECT_EQ(alone.approval.verification, Verification::valid);
  EXPECT_FALSE(alone.approval.statement);
}

TEST_F(BulkApproval, an_item_that_is_no_single_statement_is_a_mismatch) {
  const auto inner = base::copy(base::view(text));  // a bulk statement within a bulk statement
  tree.emplace(tlog::Path{tlog::leaf_hash(inner)});
  auto parsed = statement::parse_approve_bulk(text).value();
  parsed.items = 1;
  parsed.root = tree->root();
  text = statement::print(parsed);
  expect_mismatch({base::copy(base::view(text)), signature_over(text), protocol::BulkItem{inner, 0, {}}},
                  "the item is no statement");
}

TEST_F(BulkApproval, a_signature_that_does_not_hold_covers_nothing) {
  auto forged = approval(3);
  forged.cms = signature_over("something else");
  EXPECT_EQ(verify(forged).approval.verification, Verification::signature_invalid);
  forged.cms = base::copy(base::view("no cms"));
  const auto verified = verify(forged);
  EXPECT_EQ(verified.approval.verification, Verification::malformed);
  EXPECT_FALSE(verified.approval.statement);
}

TEST_F(BulkApproval, one_signature_is_verified_once_for_the_whole_class) {
  for (std::uint32_t i = 0; i < class_size; ++i) (void)verify(approval(i));
  EXPECT_EQ(approvals.signatures_verified(), 1U);
}

TEST_F(BulkApproval, a_signature_is_verified_again_under_other_lists_after_a_while_and_when_the_clock_went_back) {
  const auto first = approval(0);
  (void)approvals.verify(first, {trust(), trust()}, 1, test_now());
  pki.list("root", "02", pki.revoked("person", ",keyCompromise"));
  EXPECT_EQ(approvals.verify(first, {trust(), trust()}, 2, test_now()).approval.verification,
            Verification::certificate_revoked);
  const auto judged = [&](base::Instant at) {
    return approvals.verify(first, {trust(), trust()}, 1, at).approval.verification;
  };
  EXPECT_EQ(judged(test_now() + BulkApprovals::life - std::chrono::milliseconds(1)), Verification::valid);
  EXPECT_EQ(judged(test_now() + BulkApprovals::life), Verification::certificate_revoked);
  EXPECT_EQ(judged(test_now() - std::chrono::milliseconds(1)), Verification::certificate_revoked);
}

TEST_F(BulkApproval, another_signature_over_the_same_statement_is_not_taken_for_the_one_that_is_known) {
  (void)verify(approval(0));
  auto forged = approval(1);
  forged.cms.back() ^= 1;
  EXPECT_NE(verify(forged).approval.verification, Verification::valid);
  EXPECT_EQ(verify(approval(1)).approval.verification, Verification::valid);
}

TEST_F(BulkApproval, no_more_signatures_are_remembered_than_the_limit) {
  approvals = BulkApprovals(1);
  const auto first = approval(0);
  change = [](auto& bulk) { bulk.nonce[0] ^= 1; };
  sign();
  const auto second = approval(0);
  for (const auto& each : {first, first, second, first}) (void)verify(each);
  EXPECT_EQ(approvals.signatures_verified(), 3U);
}

TEST_F(BulkApproval, what_did_not_hold_is_not_remembered) {
  auto forged = approval(0);
  forged.cms = signature_over("something else");
  (void)verify(forged);
  (void)verify(forged);
  EXPECT_EQ(approvals.signatures_verified(), 2U);
}

}  // namespace
}  // namespace antin::test
