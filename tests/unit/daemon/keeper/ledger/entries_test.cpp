#include <functional>

#include "core/tlog/hash.hpp"
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

using Entries = LedgerTest;
using Blobs = LedgerTest;
using Requests = LedgerTest;
using Values = LedgerTest;

TEST_F(Entries, are_numbered_from_zero_and_hashed_as_leaves) {
  auto& ledger = open();
  EXPECT_EQ(*ledger.size(), 0U);
  EXPECT_FALSE(ledger.last_entry_time()->has_value());
  const auto first = ledger.append(base::view("{\"a\":1}"), second(1));
  const auto next = ledger.append(base::view("{\"b\":1}"), second(2));
  EXPECT_EQ(first->index, 0U);
  EXPECT_EQ(next->index, 1U);
  EXPECT_EQ(next->leaf, tlog::leaf_hash(base::view("{\"b\":1}")));
  EXPECT_EQ(*ledger.size(), 2U);
  ASSERT_TRUE(ledger.commit());
  auto& again = open();
  EXPECT_EQ(*again.size(), 2U);
  EXPECT_EQ(*again.entry(1), octets("{\"b\":1}"));
  EXPECT_FALSE(again.entry(2)->has_value());
  EXPECT_EQ(*again.last_entry_time(), second(2));
  EXPECT_EQ(again.append(base::view("{}"), second(3))->index, 2U);
}

TEST_F(Entries, that_were_not_committed_are_gone) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
  auto& again = open();
  EXPECT_EQ(*again.size(), 0U);
  EXPECT_EQ(again.append(base::view("{}"), second(1))->index, 0U);
}

TEST_F(Entries, of_no_octets_or_too_many_are_refused) {
  EXPECT_FALSE(open().append({}, second(1)));
  EXPECT_FALSE(open().append(base::Bytes(16 * 1024 + 1), second(1)));
  EXPECT_TRUE(open().append(base::Bytes(16 * 1024), second(1)));
}

TEST_F(Entries, a_commit_of_nothing_is_fine) { EXPECT_TRUE(open().commit()); }

TEST_F(Blobs, are_found_by_their_hash) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.put_blob(hash_of("blob"), base::view("blob")));
  ASSERT_TRUE(ledger.put_blob(hash_of("blob"), base::view("blob")));
  ASSERT_TRUE(ledger.put_blob(hash_of(""), {}));
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(*open().blob(hash_of("blob")), octets("blob"));
  EXPECT_EQ(*open().blob(hash_of("")), base::Bytes());
  EXPECT_FALSE(open().blob(hash_of("other"))->has_value());
}

TEST_F(Blobs, with_another_hash_are_refused) {
  EXPECT_EQ(open().put_blob(hash_of("blob"), base::view("other")).error().fault, LedgerFault::write);
}

TEST_F(Blobs, approvals_are_found_by_their_statement_and_the_first_stays) {
  auto& ledger = open();
  const auto hash = hash_of("statement");
  ASSERT_TRUE(ledger.put_approval(hash, {octets("statement"), octets("cms")}));
  ASSERT_TRUE(ledger.put_approval(hash, {octets("statement"), octets("varied cms")}));
  ASSERT_TRUE(ledger.commit());
  const auto found = open().approval(hash);
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->statement, octets("statement"));
  EXPECT_EQ((*found)->cms, octets("cms"));
  EXPECT_FALSE(open().approval(hash_of("other"))->has_value());
  EXPECT_FALSE(open().put_approval(hash, {octets("another statement"), octets("cms")}));
}

TEST_F(Values, are_replaced) {
  auto& ledger = open();
  EXPECT_FALSE(ledger.value("crl")->has_value());
  ASSERT_TRUE(ledger.set_value("crl", base::view("1")));
  ASSERT_TRUE(ledger.set_value("crl", base::view("2")));
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(*open().value("crl"), octets("2"));
}

TEST_F(Requests, of_a_step_are_known_without_a_reply) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning")));
  const auto used = ledger.used_request("school-79760001", request_id(1));
  ASSERT_TRUE(used->has_value());
  EXPECT_EQ((*used)->meaning, hash_of("meaning"));
  EXPECT_FALSE((*used)->result);
  EXPECT_FALSE(ledger.used_request("department-79", request_id(1))->has_value());
}

TEST_F(Requests, of_a_timestamp_have_their_reply_and_the_first_stays) {
  auto& ledger = open();
  const auto meaning = hash_of("meaning");
  ASSERT_TRUE(ledger.keep_timestamp("school", request_id(1), meaning, second(1), base::view("reply")));
  ASSERT_TRUE(ledger.keep_timestamp("school", request_id(1), meaning, second(2), base::view("later reply")));
  ASSERT_TRUE(ledger.commit());
  const auto used = open().used_request("school", request_id(1));
  EXPECT_EQ((*used)->result, octets("reply"));
}

TEST_F(Requests, keep_their_meaning) {
  open();
  const std::vector<std::function<LedgerResult<void>(Ledger&)>> acts = {
      [](Ledger& l) { return l.open_step(intent(step_name("r2"), 1), hash_of("other")); },
      [](Ledger& l) { return l.remember_request(step_name("r1"), "school-79760001", request_id(1), hash_of("other")); },
      [](Ledger& l) {
        return l.keep_timestamp("school-79760001", request_id(1), hash_of("other"), second(1), base::view("reply"));
      }};
  for (const auto& act : acts) {
    auto& ledger = open();
    ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning")));
    EXPECT_EQ(act(ledger).error().fault, LedgerFault::write);
  }
}

TEST_F(Requests, of_a_repeat_are_remembered_with_the_step) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning")));
  ASSERT_TRUE(ledger.remember_request(step_name("r1"), "department-79", request_id(2), hash_of("meaning 2")));
  ASSERT_TRUE(ledger.remember_request(step_name("r1"), "department-79", request_id(2), hash_of("meaning 2")));
  EXPECT_EQ((*ledger.used_request("department-79", request_id(2)))->meaning, hash_of("meaning 2"));
  EXPECT_FALSE(ledger.remember_request(step_name("r9"), "department-79", request_id(3), hash_of("meaning 3")));
}

TEST_F(Requests, of_timestamps_are_forgotten_by_time_and_those_of_steps_are_not) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning")));
  ASSERT_TRUE(ledger.keep_timestamp("school", request_id(2), hash_of("2"), second(1), base::view("reply")));
  ASSERT_TRUE(ledger.keep_timestamp("school", request_id(3), hash_of("3"), second(5), base::view("reply")));
  ASSERT_TRUE(ledger.forget_timestamps(second(5)));
  EXPECT_TRUE(ledger.used_request("school-79760001", request_id(1))->has_value());
  EXPECT_FALSE(ledger.used_request("school", request_id(2))->has_value());
  EXPECT_TRUE(ledger.used_request("school", request_id(3))->has_value());
}

}  // namespace
}  // namespace antin::keeper::test
