// A class approved with one signature, and what becomes of every other use of that signature.
#include "client/lib/bulk.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "core/tlog/hash.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

using antin::test::Wish;

class Bulk : public ::testing::Test {
 protected:
  [[nodiscard]] Wish pupil(std::uint32_t number) const {
    auto wish = bench.wish();
    wish.record = "1.pupil" + std::to_string(number);
    wish.digest.value.assign(32, static_cast<std::uint8_t>(number));
    return wish;
  }
  [[nodiscard]] std::vector<Wish> pupils(std::uint32_t count) const {
    std::vector<Wish> all;
    for (std::uint32_t i = 0; i < count; ++i) all.push_back(pupil(i));
    return all;
  }
  // One signature of `person` over all, and each one's approval.
  [[nodiscard]] std::vector<protocol::Approval> sign(const std::vector<Wish>& wishes, const std::string& person) const {
    std::vector<statement::Approve> items;
    for (const auto& wish : wishes) items.push_back(statement::parse_approve(antin::test::statement_of(wish)).value());
    const auto draft = client::BulkDraft::make(items).value();
    auto key = bench.folder.person(person);
    const auto signed_text = client::sign_statement(draft.text(), key, bench.clock.reading.now).value();
    std::vector<protocol::Approval> approvals;
    for (std::size_t i = 0; i < items.size(); ++i) approvals.push_back(draft.approval(i, signed_text.cms));
    return approvals;
  }
  std::optional<protocol::Response> submit(const Wish& wish, const protocol::Approval& approval) {
    return bench.life->send({crypto::random_array<16>(), antin::test::submit_of(wish, {approval})});
  }
  std::string code(const Wish& wish, const protocol::Approval& approval) { return code_of(submit(wish, approval)); }

  Bench bench;
};

TEST_F(Bulk, a_class_goes_through_two_steps_with_one_signature_for_each) {
  auto wishes = pupils(5);
  const auto teachers = sign(wishes, "p-000001");
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const auto done = step_result(submit(wishes[i], teachers[i]));
    auto next = bench.principal_wish(tlog::leaf_hash(done.entry));
    next.record = wishes[i].record;
    next.digest = wishes[i].digest;
    wishes[i] = next;
  }
  const auto principals = sign(wishes, "p-000002");
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const auto done = step_result(submit(wishes[i], principals[i]));
    EXPECT_FALSE(done.seal.empty());
    const auto entry = std::string(base::text(done.entry));
    for (const auto& hash : {crypto::sha256(principals[i].single()), crypto::sha256(principals[i].statement)})
      EXPECT_NE(entry.find(base::print(hash)), std::string::npos) << entry;
    EXPECT_NE(entry.find("\"bulk\":\""), std::string::npos);
  }
  EXPECT_EQ(bench.keys.seals, 5U);
}

// Item, path, bulk statement, CMS: after a restart an auditor finds everything by the hash that the entry names.
TEST_F(Bulk, what_was_submitted_is_stored_for_auditors) {
  const auto wishes = pupils(3);
  const auto approvals = sign(wishes, "p-000001");
  for (std::size_t i = 0; i < wishes.size(); ++i) ASSERT_EQ(code(wishes[i], approvals[i]), "done");
  bench.restart();
  for (const auto& approval : approvals) {
    const auto stored = must(bench.life->ledger.approval(crypto::sha256(approval.single())));
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->statement, approval.statement);
    EXPECT_EQ(stored->cms, approval.cms);
    ASSERT_TRUE(stored->item);
    EXPECT_EQ(stored->item->statement, approval.single());
    EXPECT_EQ(stored->item->path, approval.bulk->path);
    EXPECT_EQ(stored->item->index, approval.bulk->index);
  }
}

TEST_F(Bulk, an_item_is_refused_for_another_record_revision_step_unit_or_digest) {
  const auto wishes = pupils(3);
  const auto approvals = sign(wishes, "p-000001");
  EXPECT_EQ(code(pupil(9), approvals[1]), "STATEMENT_MISMATCH");
  EXPECT_EQ(code(wishes[0], approvals[1]), "STATEMENT_MISMATCH") << "another pupil of the same class";
  auto swapped = wishes[1];
  swapped.digest.value[0] ^= 1;
  EXPECT_EQ(code(swapped, approvals[1]), "STATEMENT_MISMATCH");
  auto later = wishes[1];
  later.revision = 2;
  EXPECT_EQ(code(later, approvals[1]), "OUT_OF_ORDER") << "no approval opens a revision";
  auto elsewhere = wishes[1];
  elsewhere.unit = "79760002";
  const auto there = bench.life->send({crypto::random_array<16>(), antin::test::submit_of(elsewhere, {approvals[1]})},
                                      "school-79760002");
  EXPECT_EQ(code_of(there), "STATEMENT_MISMATCH");
  const auto done = step_result(submit(wishes[1], approvals[1]));
  auto next = bench.principal_wish(tlog::leaf_hash(done.entry));
  next.record = wishes[1].record;
  next.digest = wishes[1].digest;
  EXPECT_EQ(code(next, approvals[1]), "STATEMENT_MISMATCH") << "the teacher's approval at the principal's step";
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(Bulk, a_path_for_another_root_or_place_or_a_changed_item_is_refused) {
  const auto wishes = pupils(5);
  const auto one = sign(wishes, "p-000001"), other = sign(wishes, "p-000001");
  auto mixed = one[2];
  mixed.bulk->path = other[2].bulk->path;
  EXPECT_EQ(code(wishes[2], mixed), "APPROVAL_INVALID");
  mixed = one[2];
  mixed.bulk->index = 3;
  EXPECT_EQ(code(wishes[2], mixed), "APPROVAL_INVALID");
  mixed.bulk->index = 5;
  EXPECT_EQ(code(wishes[2], mixed), "APPROVAL_INVALID");
  mixed = one[2];
  mixed.bulk->statement = other[2].single();
  EXPECT_EQ(code(wishes[2], mixed), "APPROVAL_INVALID") << "the same record, of another class list";
  mixed = one[2];
  mixed.statement = other[2].statement;
  EXPECT_EQ(code(wishes[2], mixed), "APPROVAL_INVALID") << "the signature is over another root";
  EXPECT_EQ(code(wishes[2], one[2]), "done");
}

TEST_F(Bulk, neither_form_is_taken_for_the_other) {
  const auto wish = pupil(0);
  const auto bulk = sign({wish}, "p-000001").front();
  auto key = bench.folder.person("p-000001");
  const auto single = antin::test::approve(wish, key, bench.clock.reading.now);
  EXPECT_EQ(code(wish, {bulk.statement, bulk.cms}), "STATEMENT_MISMATCH");
  EXPECT_EQ(code(wish, {single.statement, single.cms, protocol::BulkItem{single.statement, 0, {}}}),
            "STATEMENT_MISMATCH");
  EXPECT_EQ(code(wish, bulk), "done") << "a class of one";
}

TEST_F(Bulk, the_rules_see_an_item_as_an_approval_of_its_own) {
  auto wishes = pupils(2);
  EXPECT_EQ(code(wishes[0], sign(wishes, "p-000002")[0]), "WRONG_ROLE");
  for (auto& wish : wishes) wish.scope = "2026-2027.5E";
  EXPECT_EQ(code(wishes[0], sign(wishes, "p-000001")[0]), "WRONG_SCOPE");
  wishes = pupils(2);
  const auto approvals = sign(wishes, "p-000001");
  ASSERT_EQ(code(wishes[0], approvals[0]), "done");
  bench.clock.reading.now += std::chrono::hours(25);
  EXPECT_EQ(code(wishes[1], approvals[1]), "APPROVAL_EXPIRED") << "although the signature was good a moment ago";
}

TEST_F(Bulk, items_that_name_a_bundle_superseded_of_late_are_judged_by_it) {
  const auto wishes = pupils(2);
  const auto approvals = sign(wishes, "p-000001");
  bench.folder.tools().must_run(
      "sed -i 's/^role = .\"teacher\".*/role = [\"head-teacher\"]/' dev/policy/workflow.toml");
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy().ok());
  EXPECT_EQ(code(wishes[0], approvals[0]), "done");
  EXPECT_EQ(code(pupil(1), sign({pupil(1)}, "p-000001").front()), "WRONG_ROLE");
  bench.clock.reading.now += std::chrono::hours(24);
  EXPECT_EQ(code(wishes[1], approvals[1]), "STATEMENT_MISMATCH");
}

}  // namespace
}  // namespace antin::keeper::test
