// A revision ends: returned at a step, superseded or withdrawn when it is complete; and what follows it.
#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "core/tlog/hash.hpp"
#include "core/tlog/proof.hpp"
#include "tests/support/endings.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

using antin::test::end_of;
using antin::test::ending_of;
using antin::test::Wish;
using base::Act;

protocol::EndResult end_result(const std::optional<protocol::Response>& response) {
  auto result = protocol::parse_result(std::get<base::Bytes>(response.value().outcome));
  if (!result) throw std::runtime_error(result.error().text);
  return std::get<protocol::EndResult>(std::move(*result));
}

class End : public ::testing::Test {
 protected:
  protocol::Request request(const statement::Ending& ending, const std::string& person) {
    auto key = bench.folder.person(person);
    return {crypto::random_array<16>(), end_of(ending, {antin::test::sign(ending, key, bench.clock.reading.now)})};
  }
  std::optional<protocol::Response> send(const statement::Ending& ending, const std::string& person,
                                         const std::string& system = "school-79760001") {
    return bench.life->send(request(ending, person), system);
  }
  // Must be done: the leaf of its entry.
  base::Sha256Hash ended(const statement::Ending& ending, const std::string& person) {
    const auto response = send(ending, person);
    EXPECT_EQ(code_of(response), "done");
    return tlog::leaf_hash(end_result(response).entry);
  }
  statement::Ending a_return() {
    return ending_of(Act::returned, bench.principal_wish(bench.teacher_done()), "incomplete");
  }
  Wish after(const base::Sha256Hash& leaf, std::uint32_t revision) const {
    auto wish = bench.wish();
    wish.revision = revision;
    wish.previous = leaf;
    return wish;
  }
  // All steps of one revision; the leaf of the last one's entry.
  base::Sha256Hash complete(Wish teacher) {
    const auto first = tlog::leaf_hash(bench.done(teacher, "p-000001").entry);
    auto principal = bench.principal_wish(first);
    principal.revision = teacher.revision;
    const auto second = tlog::leaf_hash(bench.done(principal, "p-000002").entry);
    auto department = bench.department_wish(second);
    department.revision = teacher.revision;
    return tlog::leaf_hash(bench.done(department, "p-000003").entry);
  }
  statement::Ending whole(Act act, const base::Sha256Hash& leaf, std::uint32_t revision = 1) {
    auto wish = act == Act::withdrawn ? bench.department_wish(leaf) : bench.principal_wish(leaf);
    wish.revision = revision;
    return ending_of(act, wish, act == Act::withdrawn ? "issued-in-error" : "wrong-grade");
  }
  protocol::LookupResult lookup(std::uint32_t revision) {
    const auto wish = bench.wish();
    const auto response = bench.life->send(
        {crypto::random_array<16>(), protocol::Lookup{wish.unit, wish.kind, wish.record, revision, {}}});
    return std::get<protocol::LookupResult>(protocol::parse_result(std::get<base::Bytes>(response->outcome)).value());
  }
  std::string last_entry() { return bench.life->entries().back(); }

  Bench bench;
};

TEST_F(End, a_return_is_an_entry_of_its_own_that_the_log_proves) {
  const auto ending = a_return();
  const auto response = send(ending, "p-000002");
  ASSERT_EQ(code_of(response), "done");
  const auto result = end_result(response);
  const auto entry = std::string(base::text(result.entry));
  for (const auto* part :
       {R"("type":"returned")", R"("reason":"incomplete")", R"("step":"principal")", R"("revision":1)",
        R"("rule":"hoc-ba/principal:return")", R"("system":"school-79760001")", R"("role":"principal")"})
    EXPECT_NE(entry.find(part), std::string::npos) << part << " is not in " << entry;
  EXPECT_EQ(entry.find("p-000002"), std::string::npos);
  const auto proof = tlog::parse_proof(response->proof);
  ASSERT_TRUE(proof.ok());
  EXPECT_EQ(proof->index, result.index);
  EXPECT_EQ(must(bench.life->ledger.entry(result.index)), result.entry);
}

TEST_F(End, what_was_signed_for_it_is_kept_with_the_certificate) {
  const auto ending = a_return();
  const auto text = statement::print(ending);
  ended(ending, "p-000002");
  EXPECT_EQ(base::text(must(bench.life->ledger.approval(crypto::sha256(base::view(text))))->statement), text);
  const auto known = must(bench.life->ledger.ending({ending.unit, ending.kind, ending.record, 1}));
  EXPECT_EQ(known->people, std::vector<std::string>{"p-000002"});
  EXPECT_TRUE(must(bench.life->ledger.blob(known->certificates.at(0))));
}

TEST_F(End, a_repeat_gets_the_stored_octets_under_any_request_id_and_after_a_restart) {
  const auto asked = request(a_return(), "p-000002");
  const auto first = bench.life->send(asked);
  ASSERT_EQ(code_of(first), "done");
  auto again = asked;
  again.id = crypto::random_array<16>();
  const auto second = bench.life->send(again);
  EXPECT_EQ(std::get<base::Bytes>(second->outcome), std::get<base::Bytes>(first->outcome));
  const auto entries = bench.life->entries().size();
  bench.restart();
  const auto third = bench.life->send(asked);
  EXPECT_EQ(std::get<base::Bytes>(third->outcome), std::get<base::Bytes>(first->outcome));
  EXPECT_EQ(bench.life->entries().size(), entries + 1);  // the start
  EXPECT_EQ(code_of(bench.life->send(asked, "school-79760002")), "NO_GRANT");
}

TEST_F(End, another_statement_or_act_is_no_repeat) {
  auto ending = a_return();
  ended(ending, "p-000002");
  ending.nonce = crypto::random_array<16>();
  EXPECT_EQ(code_of(send(ending, "p-000002")), "REVISION_ENDED");
  EXPECT_EQ(code_of(send(whole(Act::superseded, ending.previous), "p-000002")), "REVISION_ENDED");
  EXPECT_NE(last_entry().find(R"("code":"REVISION_ENDED")"), std::string::npos);
  EXPECT_NE(last_entry().find(R"("rule":"hoc-ba:supersede")"), std::string::npos);
}

TEST_F(End, after_a_return_nothing_more_is_done_but_what_is_done_is_given_again) {
  const auto teacher = bench.request(bench.wish(), {"p-000001"});
  const auto done = bench.life->send(teacher);
  const auto leaf = tlog::leaf_hash(step_result(done).entry);
  ended(ending_of(Act::returned, bench.principal_wish(leaf), "wrong-grade"), "p-000002");
  const auto seals = bench.keys.seals;
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "REVISION_ENDED");
  auto other = bench.wish();
  other.digest.value[0] ^= 1;
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "REVISION_ENDED");
  EXPECT_EQ(bench.keys.seals, seals);
  EXPECT_EQ(std::get<base::Bytes>(bench.life->send(teacher)->outcome), std::get<base::Bytes>(done->outcome));
}

TEST_F(End, the_next_revision_names_what_ended_the_one_before) {
  const auto leaf = ended(a_return(), "p-000002");
  auto silent = after(leaf, 2);
  silent.previous.reset();
  EXPECT_EQ(code_of(bench.submit(silent, "p-000001")), "STATEMENT_MISMATCH");
  EXPECT_EQ(code_of(bench.submit(after(base::Sha256Hash{9}, 2), "p-000001")), "STATEMENT_MISMATCH");
  EXPECT_EQ(code_of(bench.submit(after(leaf, 3), "p-000001")), "OUT_OF_ORDER");
  EXPECT_EQ(code_of(bench.submit(after(leaf, 2), "p-000001")), "done");
}

TEST_F(End, a_record_goes_from_return_to_supersession_to_withdrawal) {
  const auto returned = ended(a_return(), "p-000002");
  const auto second = complete(after(returned, 2));
  const auto superseded = ended(whole(Act::superseded, second, 2), "p-000002");
  auto known = lookup(2);
  ASSERT_TRUE(known.ending);
  EXPECT_EQ(known.ending->act, Act::superseded);
  EXPECT_EQ(known.ending->reason, "wrong-grade");
  EXPECT_EQ(known.ending->leaf, superseded);
  EXPECT_EQ(known.newest_revision, 2U);
  EXPECT_EQ(known.steps.size(), 3U);

  const auto third = complete(after(superseded, 3));
  const auto withdrawn = ended(whole(Act::withdrawn, third, 3), "p-000003");
  EXPECT_EQ(code_of(bench.submit(after(withdrawn, 4), "p-000001")), "OUT_OF_ORDER");
  known = lookup(3);
  EXPECT_EQ(known.ending->act, Act::withdrawn);
  known = lookup(1);
  EXPECT_EQ(known.ending->act, Act::returned);
  EXPECT_EQ(known.newest_revision, 3U);
}

TEST_F(End, a_lookup_of_a_step_waits_for_the_ending_that_it_tells_of) {
  ended(a_return(), "p-000002");
  const auto wish = bench.wish();
  const auto response =
      bench.life->send({crypto::random_array<16>(), protocol::Lookup{wish.unit, wish.kind, wish.record, 1, "teacher"}});
  const auto found =
      std::get<protocol::LookupResult>(protocol::parse_result(std::get<base::Bytes>(response->outcome)).value());
  ASSERT_TRUE(found.result && found.ending);
  EXPECT_EQ(tlog::parse_proof(response->proof)->index, found.result->index);
  // And while nobody signs checkpoints, the newest ending is not told.
  auto next = bench.wish();
  next.record = "1.another";
  auto at = bench.principal_wish(tlog::leaf_hash(bench.done(next, "p-000001").entry));
  at.record = next.record;
  bench.keys.hold_checkpoints = true;
  EXPECT_EQ(code_of(send(ending_of(Act::returned, at, "incomplete"), "p-000002")), "nothing");
  EXPECT_EQ(code_of(bench.life->send(
                {crypto::random_array<16>(), protocol::Lookup{next.unit, next.kind, next.record, 1, "teacher"}})),
            "nothing");
}

TEST_F(End, a_step_that_is_open_is_not_returned) {
  const auto leaf = bench.teacher_done();
  bench.keys.hold = true;
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "nothing");
  bench.keys.hold = false;
  bench.keys.hold_checkpoints = false;
  EXPECT_EQ(code_of(send(ending_of(Act::returned, bench.principal_wish(leaf), "incomplete"), "p-000002")),
            "OUT_OF_ORDER");
}

// The ledger would not take it either, and that would end antind.
TEST_F(End, a_step_that_is_open_and_that_the_workflow_has_no_more_is_waited_for) {
  const auto leaf = bench.principal_done();
  bench.keys.seal_failure = SigningFailure::hsm;
  EXPECT_EQ(code_of(bench.submit(bench.department_wish(leaf), "p-000003", "department-79")), "HSM_UNAVAILABLE");
  bench.folder.tools().must_run(
      "perl -0pi -e 's/\\[\\[workflow\\.step\\]\\]\\nname = \"department\".*?\\n\\n//s' dev/policy/workflow.toml");
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy());
  EXPECT_EQ(code_of(send(ending_of(Act::superseded, bench.principal_wish(leaf), "wrong-grade"), "p-000002")),
            "OUT_OF_ORDER");
}

TEST_F(End, what_is_complete_is_not_returned_and_what_is_not_is_neither_superseded_nor_withdrawn) {
  const auto principal = bench.principal_done();
  EXPECT_EQ(code_of(send(whole(Act::superseded, principal), "p-000002")), "OUT_OF_ORDER");
  EXPECT_EQ(code_of(send(whole(Act::withdrawn, principal), "p-000003")), "OUT_OF_ORDER");
  const auto last = tlog::leaf_hash(bench.done(bench.department_wish(principal), "p-000003").entry);
  EXPECT_EQ(code_of(send(ending_of(Act::returned, bench.department_wish(principal), "wrong-grade"), "p-000003")),
            "OUT_OF_ORDER");
  EXPECT_EQ(code_of(send(whole(Act::superseded, last), "p-000002")), "done");
}

TEST_F(End, a_statement_ends_nothing_but_what_it_names) {
  auto ending = a_return();
  auto key = bench.folder.person("p-000002");
  const auto approval = antin::test::sign(ending, key, bench.clock.reading.now);
  auto other = bench.wish();
  other.record = "1.other";
  const auto leaf = tlog::leaf_hash(bench.done(other, "p-000001").entry);
  auto replayed = end_of(ending, {approval});
  replayed.record = "1.other";
  EXPECT_EQ(code_of(bench.life->send({crypto::random_array<16>(), replayed})), "STATEMENT_MISMATCH");
  // Nor is it an approval of the step, nor the approval one of these.
  auto step = bench.principal_wish(ending.previous);
  EXPECT_EQ(code_of(bench.life->send({crypto::random_array<16>(), antin::test::submit_of(step, {approval})})),
            "STATEMENT_MISMATCH");
  step = bench.principal_wish(leaf);
  step.record = "1.other";
  const auto approving = antin::test::approve(step, key, bench.clock.reading.now);
  auto shown = end_of(ending_of(Act::returned, step, "incomplete"), {approving});
  EXPECT_EQ(code_of(bench.life->send({crypto::random_array<16>(), shown})), "STATEMENT_MISMATCH");
}

TEST_F(End, who_may_not_is_refused_and_the_revision_goes_on) {
  const auto ending = a_return();
  EXPECT_EQ(code_of(send(ending, "p-000003")), "WRONG_ROLE");
  EXPECT_EQ(code_of(send(ending, "p-000002", "school-79760002")), "NO_GRANT");
  auto unlisted = ending;
  unlisted.reason = "issued-in-error";
  EXPECT_EQ(code_of(send(unlisted, "p-000002")), "REASON_NOT_ALLOWED");
  auto late = ending;
  late.expires = std::chrono::floor<std::chrono::seconds>(bench.clock.reading.now) - std::chrono::seconds(1);
  EXPECT_EQ(code_of(send(late, "p-000002")), "APPROVAL_EXPIRED");
  EXPECT_EQ(code_of(bench.life->send({crypto::random_array<16>(), end_of(ending, {})})), "APPROVALS_MISSING");
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(ending.previous), "p-000002")), "done");
}

TEST_F(End, a_request_id_that_was_used_for_an_ending_is_used_for_nothing_else) {
  const auto asked = request(a_return(), "p-000002");
  ASSERT_EQ(code_of(bench.life->send(asked)), "done");
  auto other = bench.request(bench.wish(), {"p-000001"});
  other.id = asked.id;
  EXPECT_EQ(code_of(bench.life->send(other)), "REQUEST_ID_REUSED");
  bench.restart();
  EXPECT_EQ(code_of(bench.life->send(other)), "REQUEST_ID_REUSED");
  auto stamp = protocol::Request{asked.id, protocol::Timestamp{{0x30, 0x03}}};
  EXPECT_EQ(code_of(bench.life->send(stamp)), "REQUEST_ID_REUSED");
}

// Invariant 5.
TEST_F(End, no_reply_leaves_before_a_checkpoint_covers_the_entry) {
  const auto asked = request(a_return(), "p-000002");
  bench.keys.hold_checkpoints = true;
  EXPECT_EQ(code_of(bench.life->send(asked)), "nothing");
  bench.keys.hold_checkpoints = false;
  bench.restart();
  EXPECT_EQ(code_of(bench.life->send(asked)), "done");
}

TEST_F(End, a_commit_that_fails_ends_the_process_and_nothing_was_told) {
  const auto asked = request(a_return(), "p-000002");
  bench.life->ledger.next_commit_fails = LedgerError{LedgerFault::commit, "the test's"};
  EXPECT_THROW(bench.life->send(asked), LedgerFailure);
  for (const auto& answer : bench.life->flow->refuse_all_waiting()) {
    const auto response = protocol::parse_response(answer.response);
    EXPECT_EQ(std::get<protocol::WireError>(response->outcome).code, protocol::Code::ledger_unavailable);
  }
}

TEST_F(End, a_bug_on_the_way_leaves_no_ending_behind) {
  const auto asked = request(a_return(), "p-000002");
  bench.life->ledger.next_append_throws = true;
  EXPECT_EQ(code_of(bench.life->send(asked)), "INTERNAL");
  EXPECT_FALSE(must(bench.life->ledger.ending({"79760001", "hoc-ba", bench.wish().record, 1})));
  EXPECT_EQ(code_of(bench.life->send(asked)), "done");
}

TEST_F(End, a_clock_that_is_not_trusted_ends_nothing) {
  const auto asked = request(a_return(), "p-000002");
  bench.clock.reading.trusted = false;
  EXPECT_EQ(code_of(bench.life->send(asked)), "CLOCK_UNTRUSTED");
  bench.clock.reading.trusted = true;
  EXPECT_EQ(code_of(bench.life->send(asked)), "done");
}

TEST_F(End, about_says_who_may_end_what_and_why) {
  const auto response = bench.life->send({crypto::random_array<16>(), protocol::About{}});
  const auto about =
      std::get<protocol::AboutResult>(protocol::parse_result(std::get<base::Bytes>(response->outcome)).value());
  const auto& endings = about.workflows.at(1).endings;
  ASSERT_EQ(endings.size(), 4U);
  EXPECT_EQ(endings[0].act, Act::returned);
  EXPECT_EQ(endings[0].step, "principal");
  EXPECT_EQ(endings[1].step, "department");
  EXPECT_EQ(endings[2].act, Act::superseded);
  EXPECT_EQ(endings[3].act, Act::withdrawn);
  EXPECT_EQ(endings[3].reasons, std::vector<std::string>{"issued-in-error"});
}

TEST_F(End, that_names_a_bundle_superseded_of_late_is_judged_by_it) {
  const auto named_before = a_return();
  bench.folder.tools().must_run("sed -i 's/\"incomplete\"/\"unreadable\"/' dev/policy/workflow.toml");
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy().ok());
  auto named_now = named_before;
  named_now.policy = bench.wish().policy;
  EXPECT_EQ(code_of(send(named_now, "p-000002")), "REASON_NOT_ALLOWED");
  EXPECT_EQ(code_of(send(named_before, "p-000002")), "done");
  EXPECT_NE(last_entry().find(base::print(named_before.policy)), std::string::npos);
}

TEST_F(End, asked_for_by_a_system_without_a_grant_any_more_is_refused_whatever_bundle_it_names) {
  const auto named_before = a_return();
  bench.folder.tools().must_run(
      "sed -i '/^name = \"school-79760001\"/,/^grants/s/^grants = .*/grants = [\"timestamp\"]/' "
      "dev/policy/systems.toml");
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy().ok());
  EXPECT_EQ(code_of(send(named_before, "p-000002")), "NO_GRANT");
}

}  // namespace
}  // namespace antin::keeper::test
