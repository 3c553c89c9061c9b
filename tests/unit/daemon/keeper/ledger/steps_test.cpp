#include <functional>

#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

using Steps = LedgerTest;

Appended complete(Ledger& ledger, const StepName& name, int at, std::string_view reply) {
  const auto entry = ledger.append(base::view("{\"entry\":\"" + name.record + "\"}"), second(at));
  EXPECT_TRUE(ledger.complete_step(name, *entry, second(at), base::view(reply)));
  return *entry;
}

TEST_F(Steps, an_intent_is_read_as_it_was_written) {
  auto& ledger = open();
  auto made = intent(step_name("r1"));
  ASSERT_TRUE(ledger.open_step(made, hash_of("meaning")));
  ASSERT_TRUE(ledger.commit());
  auto& again = open();
  const auto intents = again.open_intents();
  ASSERT_EQ(intents->size(), 1U);
  const auto& read = intents->front();
  EXPECT_EQ(read.name, made.name);
  EXPECT_EQ(read.digest, made.digest);
  EXPECT_EQ(read.system, made.system);
  EXPECT_EQ(read.request, made.request);
  EXPECT_EQ(read.at, made.at);
  EXPECT_EQ(read.key, made.key);
  EXPECT_EQ(read.attributes, made.attributes);
  EXPECT_TRUE(read.stamped.empty());
  EXPECT_EQ(read.entry, made.entry);
  EXPECT_EQ(read.people, made.people);
  EXPECT_EQ(read.certificates, made.certificates);
  EXPECT_FALSE(read.signature);
}

TEST_F(Steps, an_intent_without_a_seal_keeps_what_is_stamped) {
  auto& ledger = open();
  auto made = intent(step_name("r1", "teacher"));
  made.key.clear();
  made.attributes.clear();
  made.stamped = base::copy(hash_of("cms"));
  made.people.clear();
  made.certificates.clear();
  ASSERT_TRUE(ledger.open_step(made, hash_of("meaning")));
  const auto read = ledger.open_intents();
  EXPECT_EQ(read->front().stamped, made.stamped);
  EXPECT_TRUE(read->front().key.empty());
  EXPECT_TRUE(read->front().people.empty());
}

TEST_F(Steps, intents_come_in_the_order_in_which_they_were_made) {
  auto& ledger = open();
  for (const auto number : std::vector<std::uint8_t>{7, 3, 9, 1})
    ASSERT_TRUE(ledger.open_step(intent(step_name("r" + std::to_string(number)), number), hash_of("meaning")));
  const auto intents = ledger.open_intents();
  ASSERT_EQ(intents->size(), 4U);
  EXPECT_EQ((*intents)[0].name.record, "r7");
  EXPECT_EQ((*intents)[3].name.record, "r1");
}

TEST_F(Steps, a_signature_is_kept_with_its_intent) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1")), hash_of("meaning")));
  ASSERT_TRUE(ledger.keep_signature(step_name("r1"), base::view("signature")));
  ASSERT_TRUE(ledger.commit());
  EXPECT_EQ(open().open_intents()->front().signature, octets("signature"));
}

TEST_F(Steps, a_done_step_has_its_entry_and_its_stored_reply) {
  auto& ledger = open();
  const auto name = step_name("r1");
  ASSERT_TRUE(ledger.open_step(intent(name), hash_of("meaning")));
  const auto entry = complete(ledger, name, 5, "reply");
  ASSERT_TRUE(ledger.commit());
  auto& again = open();
  EXPECT_TRUE(again.open_intents()->empty());
  const auto steps = again.steps(name.unit, name.kind, name.record, 1);
  ASSERT_EQ(steps->size(), 1U);
  const auto& step = steps->front();
  EXPECT_EQ(step.name, name);
  EXPECT_EQ(step.status, StepStatus::done);
  EXPECT_EQ(step.index, entry.index);
  EXPECT_EQ(step.leaf, entry.leaf);
  EXPECT_EQ(step.at, second(5));
  EXPECT_EQ(step.result, octets("reply"));
  EXPECT_EQ(step.digest, intent(name).digest);
  EXPECT_EQ(step.people, intent(name).people);
  EXPECT_EQ(step.certificates, intent(name).certificates);
}

TEST_F(Steps, steps_are_those_of_one_revision_and_see_the_open_batch) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1")), hash_of("meaning")));
  complete(ledger, step_name("r1"), 5, "reply");
  auto ending = an_ending("r1");
  add_entry(ledger, ending);
  ASSERT_TRUE(ledger.end_revision(ending, request_id(9), hash_of("meaning 9")));
  auto other = intent(step_name("r1"), 2);
  other.name.revision = 2;
  ASSERT_TRUE(ledger.open_step(other, hash_of("meaning 2")));
  const auto steps = ledger.steps("79760001", "hoc-ba", "r1", 2);
  ASSERT_EQ(steps->size(), 1U);
  EXPECT_EQ(steps->front().status, StepStatus::open);
  EXPECT_EQ(steps->front().at, second(1));
  EXPECT_TRUE(ledger.steps("79760001", "hoc-ba", "r2", 1)->empty());
}

TEST_F(Steps, a_step_is_opened_once) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning 1")));
  const auto second_time = ledger.open_step(intent(step_name("r1"), 2), hash_of("meaning 2"));
  ASSERT_FALSE(second_time);
  EXPECT_EQ(second_time.error().fault, LedgerFault::write);
}

TEST_F(Steps, a_done_step_is_not_opened_again) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning 1")));
  complete(ledger, step_name("r1"), 5, "reply");
  ASSERT_TRUE(ledger.commit());
  EXPECT_FALSE(ledger.open_step(intent(step_name("r1"), 2), hash_of("meaning 2")));
}

TEST_F(Steps, an_abandoned_step_may_be_opened_again_with_the_same_request_id) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning")));
  ASSERT_TRUE(ledger.remember_request(step_name("r1"), "department-79", request_id(2), hash_of("other")));
  ASSERT_TRUE(ledger.commit());
  ASSERT_TRUE(ledger.abandon_step(step_name("r1")));
  ASSERT_TRUE(ledger.commit());
  EXPECT_TRUE(ledger.steps("79760001", "hoc-ba", "r1", 1)->empty());
  EXPECT_FALSE(ledger.used_request("school-79760001", request_id(1))->has_value());
  EXPECT_FALSE(ledger.used_request("department-79", request_id(2))->has_value());
  EXPECT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("another meaning")));
}

TEST_F(Steps, a_step_that_is_not_open_is_neither_signed_completed_nor_abandoned) {
  using Act = std::function<LedgerResult<void>(Ledger&)>;
  const auto name = step_name("r1");
  const std::vector<Act> acts = {
      [&](Ledger& ledger) { return ledger.keep_signature(name, base::view("signature")); },
      [&](Ledger& ledger) { return ledger.abandon_step(name); },
      [&](Ledger& ledger) {
        return ledger.complete_step(name, {0, {}}, second(1), base::view("reply"));
      },
  };
  for (const auto& act : acts) EXPECT_EQ(act(open()).error().fault, LedgerFault::write);
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(name), hash_of("meaning")));
  complete(ledger, name, 5, "reply");
  ASSERT_TRUE(ledger.commit());
  for (const auto& act : acts) EXPECT_EQ(act(open()).error().fault, LedgerFault::write);
  EXPECT_EQ(open().steps(name.unit, name.kind, name.record, 1)->front().result, octets("reply"));
}

TEST_F(Steps, a_step_is_not_completed_by_an_entry_that_is_not_in_the_log) {
  const auto name = step_name("r1");
  for (const bool wrong_leaf : {false, true}) {
    auto& ledger = open();
    ASSERT_TRUE(ledger.open_step(intent(name), hash_of("meaning")));
    auto entry = *ledger.append(base::view("{}"), second(5));
    if (wrong_leaf) entry.leaf = hash_of("another");
    if (!wrong_leaf) ++entry.index;
    EXPECT_FALSE(ledger.complete_step(name, entry, second(5), base::view("reply")));
  }
}

TEST_F(Steps, one_entry_completes_one_step) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1"), 1), hash_of("meaning 1")));
  ASSERT_TRUE(ledger.open_step(intent(step_name("r2"), 2), hash_of("meaning 2")));
  const auto entry = complete(ledger, step_name("r1"), 5, "reply");
  EXPECT_FALSE(ledger.complete_step(step_name("r2"), entry, second(5), base::view("reply")));
}

TEST_F(Steps, an_intent_is_signed_once) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1")), hash_of("meaning")));
  ASSERT_TRUE(ledger.keep_signature(step_name("r1"), base::view("signature")));
  EXPECT_FALSE(ledger.keep_signature(step_name("r1"), base::view("another")));
}

TEST_F(Steps, an_intent_that_does_not_add_up_is_refused) {
  auto no_digest = intent(step_name("r1"));
  no_digest.digest.value.pop_back();
  auto no_certificate = intent(step_name("r1"));
  no_certificate.certificates.pop_back();
  auto odd_person = intent(step_name("r1"));
  odd_person.people.front() = "p\n1";
  auto no_revision = intent(step_name("r1"));
  no_revision.name.revision = 0;
  for (const auto& odd : {no_digest, no_certificate, odd_person, no_revision})
    EXPECT_EQ(open().open_step(odd, hash_of("meaning")).error().fault, LedgerFault::write);
}

TEST_F(Steps, counting_takes_open_and_done_steps_by_time) {
  auto& ledger = open();
  for (const auto number : std::vector<std::uint8_t>{1, 2, 3}) {
    auto made = intent(step_name("r" + std::to_string(number)), number);
    made.at = second(number);
    ASSERT_TRUE(ledger.open_step(made, hash_of("meaning")));
  }
  ASSERT_TRUE(ledger.open_step(intent(step_name("r4", "department"), 4), hash_of("meaning")));
  complete(ledger, step_name("r1"), 9, "reply");
  EXPECT_EQ(*ledger.count("79760001", "hoc-ba", "principal", second(2), second(3)), 1U);
  EXPECT_EQ(*ledger.count("79760001", "hoc-ba", "principal", second(2), second(10)), 3U);
  EXPECT_EQ(*ledger.count("79760001", "hoc-ba", "principal", second(10), second(20)), 0U);
  EXPECT_EQ(*ledger.count("79", "hoc-ba", "principal", second(0), second(20)), 0U);
}

TEST_F(Steps, counting_reads_an_index_alone) {
  open();
  close();
  auto connection = Connection::open(file());
  auto plan = connection.query(
      "EXPLAIN QUERY PLAN SELECT count(*) FROM steps WHERE unit = ? AND kind = ? AND step = ? AND at >= ? AND at < ?");
  ASSERT_TRUE(plan.next());
  EXPECT_NE(plan.text(3).find("COVERING INDEX steps_by_time"), std::string::npos) << plan.text(3);
}

}  // namespace
}  // namespace antin::keeper::test
