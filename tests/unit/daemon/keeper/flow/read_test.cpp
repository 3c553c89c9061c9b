// The log's readers, each page verified as a client verifies it.
#include "client/lib/bulk.hpp"
#include "client/lib/log_view.hpp"
#include "tests/unit/daemon/keeper/flow/reader_bench.hpp"

namespace antin::keeper::test {
namespace {

TEST_F(LogReader, sees_its_own_entries_and_the_hashes_of_the_others_and_verifies_the_root) {
  bench.teacher_done();
  for (const auto& system : {school, other_school}) {
    const auto page = read(0, system);
    client::LogView view(trust());
    const auto taken =
        view.take(page, [](auto, auto) -> base::Result<tlog::Path, client::Failure> { return tlog::Path{}; });
    ASSERT_TRUE(taken) << taken.error().text;
    EXPECT_EQ(view.next(), must(bench.life->ledger.size()));
    const auto shown = std::count_if(page.items.begin(), page.items.end(), [](const protocol::Item& item) {
      return std::holds_alternative<base::Bytes>(item);
    });
    // How its people came into the roster, of the school the teacher's step, and never the start entry.
    EXPECT_EQ(shown, system == school ? 10 : 2);
  }
}

TEST_F(LogReader, without_the_grant_is_denied) {
  EXPECT_EQ(code_of(send(protocol::Entries{0, 10, 0, {}}, auditor)), "NO_GRANT");
  EXPECT_NE(bench.life->entries().back().find("NO_GRANT"), std::string::npos);
}

TEST_F(LogReader, beyond_the_end_finds_nothing) {
  EXPECT_EQ(code_of(send(protocol::Entries{1'000, 10, 0, {}}, school)), "NOT_FOUND");
}

TEST_F(LogReader, that_follows_is_answered_when_there_is_something_new) {
  const auto size = newest().size;
  const auto follow = asked(protocol::Entries{size, 10, 30'000, {}});
  EXPECT_EQ(code_of(bench.life->send(follow)), "nothing");
  const auto first = bench.life->send(bench.request(bench.wish(), {"p-000001"}));
  ASSERT_EQ(first->id, follow.id);
  EXPECT_EQ(result_of<protocol::EntriesResult>(first).items.size(), 1U);
}

TEST_F(LogReader, that_follows_is_answered_with_nothing_when_its_time_is_over) {
  const auto size = newest().size;
  const auto follow = asked(protocol::Entries{size, 10, 1'000, {}});
  EXPECT_EQ(code_of(bench.life->send(follow)), "nothing");
  bench.clock.reading.now += std::chrono::seconds(2);
  bench.life->settle();
  const auto first = send(protocol::Checkpoint{}, school);
  ASSERT_EQ(first->id, follow.id);
  EXPECT_TRUE(result_of<protocol::EntriesResult>(first).items.empty());
}

TEST_F(LogReader, gets_proofs_of_inclusion_by_index_and_by_step) {
  bench.teacher_done();
  const auto wish = bench.wish();
  const protocol::StepName step{wish.unit, wish.kind, wish.record, wish.revision, wish.step};
  const auto proven = result_of<protocol::InclusionResult>(send(protocol::Inclusion{step, 0, {}}, school));
  const auto checkpoint = tlog::open_checkpoint(proven.note, bench.life->in_force->log_keys().in_force).value();
  EXPECT_TRUE(
      tlog::verify_inclusion(client::leaf_of(proven.item), proven.index, proven.size, proven.path, checkpoint.root));
  const auto hidden =
      result_of<protocol::InclusionResult>(send(protocol::Inclusion{proven.index, 0, {}}, other_school));
  EXPECT_TRUE(std::holds_alternative<base::Sha256Hash>(hidden.item));
  EXPECT_EQ(client::leaf_of(hidden.item), client::leaf_of(proven.item));
  EXPECT_EQ(code_of(send(protocol::Inclusion{step, 0, {}}, other_school)), "NOT_FOUND");
  EXPECT_EQ(code_of(send(protocol::Inclusion{std::uint64_t{1'000}, 0, {}}, school)), "NOT_FOUND");
}

TEST_F(LogReader, gets_proofs_that_the_log_only_grew) {
  const auto before = newest();
  bench.teacher_done();
  const auto after = newest();
  const auto proof =
      result_of<protocol::ConsistencyResult>(send(protocol::Consistency{before.size, after.size}, other_school));
  EXPECT_TRUE(tlog::verify_consistency(before.size, before.root, after.size, after.root, proof.path));
  EXPECT_EQ(code_of(send(protocol::Consistency{1, 1'000}, school)), "NOT_FOUND");
}

TEST_F(LogReader, who_audits_sees_everything_and_both_ends_of_it_are_entries) {
  bench.teacher_done();
  const auto opened = open();
  const auto page = read(0, auditor, opened.reading);
  for (const auto& item : page.items) EXPECT_TRUE(std::holds_alternative<base::Bytes>(item));
  EXPECT_EQ(page.items.size(), newest().size);
  EXPECT_EQ(base::copy(opened.person_key), bench.life->identity.person_key);

  const auto closed = result_of<protocol::CloseReadingResult>(send(protocol::CloseReading{opened.reading}, auditor));
  const auto entries = bench.life->entries();
  EXPECT_NE(entries.at(opened.index).find("\"type\":\"read-open\""), std::string::npos);
  EXPECT_NE(entries.at(closed.index).find("\"why\":\"closed\""), std::string::npos);
  EXPECT_NE(entries.at(closed.index).find("\"items\":" + std::to_string(page.items.size())), std::string::npos);
  EXPECT_EQ(code_of(send(protocol::Entries{0, 10, 0, opened.reading}, auditor)), "NO_READING");
  EXPECT_EQ(code_of(send(protocol::CloseReading{opened.reading}, auditor)), "NO_READING");
}

TEST_F(LogReader, who_audits_gets_approvals_seals_and_certificates_by_their_hashes) {
  const auto leaf = bench.teacher_done();
  const auto done = bench.done(bench.principal_wish(leaf), "p-000002");
  const auto opened = open();
  const auto seal =
      result_of<protocol::StoredResult>(send(protocol::Stored{opened.reading, crypto::sha256(done.seal)}, auditor));
  EXPECT_EQ(std::get<base::Bytes>(seal.what), done.seal);
  const auto entry = std::string(base::text(done.entry));
  const auto at = entry.find("\"statement\":\"") + 13;
  const auto statement = base::parse_sha256(entry.substr(at, 71)).value();
  const auto approval = result_of<protocol::StoredResult>(send(protocol::Stored{opened.reading, statement}, auditor));
  EXPECT_EQ(crypto::sha256(std::get<protocol::Approval>(approval.what).statement), statement);
  EXPECT_EQ(code_of(send(protocol::Stored{opened.reading, {}}, auditor)), "NOT_FOUND");
  EXPECT_EQ(code_of(send(protocol::Stored{opened.reading, statement}, school)), "NO_GRANT");
}

TEST_F(LogReader, who_audits_gets_an_item_of_a_bulk_approval_as_it_was_submitted) {
  auto one = bench.wish(), two = bench.wish();
  two.record = "1.other";
  const auto draft = client::BulkDraft::make({statement::parse_approve(antin::test::statement_of(one)).value(),
                                              statement::parse_approve(antin::test::statement_of(two)).value()})
                         .value();
  auto teacher = bench.folder.person("p-000001");
  const auto cms = client::sign_statement(draft.text(), teacher, bench.clock.reading.now).value().cms;
  const auto approval = draft.approval(1, cms);
  ASSERT_EQ(code_of(send(antin::test::submit_of(two, {approval}), school)), "done");
  const auto hash = crypto::sha256(approval.single());
  const auto stored = result_of<protocol::StoredResult>(send(protocol::Stored{open().reading, hash}, auditor));
  const auto& given = std::get<protocol::Approval>(stored.what);
  EXPECT_EQ(given.statement, approval.statement);
  EXPECT_EQ(given.cms, approval.cms);
  EXPECT_EQ(given.bulk, approval.bulk);
}

TEST_F(LogReader, without_the_auditors_grant_opens_nothing) {
  EXPECT_EQ(code_of(send(signed_wish(school, wish(school)), school)), "NO_GRANT");
}

TEST_F(LogReader, opens_nothing_with_a_statement_that_is_not_about_it) {
  auto said = wish(auditor);
  said.log = "other.example/2026";
  EXPECT_EQ(code_of(send(signed_wish(auditor, said), auditor)), "STATEMENT_MISMATCH");
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(school)), auditor)), "STATEMENT_MISMATCH");
}

TEST_F(LogReader, opens_nothing_with_a_statement_that_expired_or_lasts_too_long) {
  auto said = wish(auditor);
  said.expires -= std::chrono::hours(1);
  EXPECT_EQ(code_of(send(signed_wish(auditor, said), auditor)), "APPROVAL_EXPIRED");
  said.expires += std::chrono::hours(48);
  EXPECT_EQ(code_of(send(signed_wish(auditor, said), auditor)), "APPROVAL_EXPIRED");
}

TEST_F(LogReader, opens_nothing_with_another_systems_signature) {
  EXPECT_EQ(code_of(send(signed_wish(school, wish(auditor)), auditor)), "SYSTEM_SIGNATURE_INVALID");
  auto changed = signed_wish(auditor, wish(auditor));
  changed.cms.back() ^= 1;
  EXPECT_EQ(code_of(send(changed, auditor)), "SYSTEM_SIGNATURE_INVALID");
}

TEST_F(LogReader, is_given_what_one_frame_does_not_hold_in_parts) {
  base::Bytes large;
  while (large.size() < 2 * protocol::frame_limit) base::append(large, crypto::random_array<32>());
  const auto hash = crypto::sha256(large);
  ASSERT_TRUE(bench.life->ledger.put_blob(hash, large));
  const auto reading = open().reading;
  base::Bytes given;
  for (int part = 0; part < 3; ++part) {
    const auto next = result_of<protocol::StoredResult>(send(protocol::Stored{reading, hash, given.size()}, auditor));
    EXPECT_EQ(next.size, large.size());
    base::append(given, std::get<base::Bytes>(next.what));
  }
  EXPECT_EQ(given, large);
  EXPECT_EQ(code_of(send(protocol::Stored{reading, hash, large.size()}, auditor)), "NOT_FOUND");
}

// Invariant 5: a done reply leaves only with a checkpoint that covers its entry.
TEST_F(LogReader, nothing_is_told_before_its_checkpoint) {
  bench.keys.hold_checkpoints = true;
  const auto request = bench.request(bench.wish(), {"p-000001"});
  EXPECT_EQ(code_of(bench.life->send(request)), "nothing");
  const auto wish = bench.wish();
  EXPECT_EQ(code_of(send(protocol::Lookup{wish.unit, wish.kind, wish.record, wish.revision, wish.step}, school)),
            "nothing");
  EXPECT_EQ(code_of(send(protocol::Lookup{wish.unit, wish.kind, wish.record, wish.revision, ""}, school)), "nothing");
}

TEST_F(LogReader, is_shown_no_checkpoint_that_is_not_durable) {
  const auto published = [&] { return bench.folder.read("state/log/checkpoint"); };
  const auto before = published();
  bench.keys.on_order = [&, known = bench.keys.checkpoints] {
    if (bench.keys.checkpoints > known)
      bench.life->ledger.next_commit_fails = LedgerError{LedgerFault::commit, "the test's disk"};
  };
  EXPECT_THROW(bench.submit(bench.wish(), "p-000001"), LedgerFailure);
  EXPECT_GT(must(bench.life->ledger.size()), 1U);
  EXPECT_EQ(published(), before);
}

TEST_F(LogReader, a_reply_proves_that_its_entry_is_logged) {
  const auto response = bench.submit(bench.wish(), "p-000001");
  const auto result = step_result(response);
  const auto proof = tlog::parse_proof(response->proof).value();
  EXPECT_EQ(proof.index, result.index);
  EXPECT_TRUE(tlog::verify(proof, tlog::leaf_hash(result.entry), bench.life->in_force->log_keys().in_force));
}

TEST_F(LogReader, without_a_key_that_signs_checkpoints_hears_that_the_hsm_is_unavailable_and_a_repeat_finds_it) {
  bench.keys.checkpoint_failure = SigningFailure::hsm;
  const auto request = bench.request(bench.wish(), {"p-000001"});
  EXPECT_EQ(code_of(bench.life->send(request)), "HSM_UNAVAILABLE");
  bench.keys.checkpoint_failure.reset();
  bench.life->flow->tick();
  EXPECT_EQ(code_of(bench.life->send(request)), "done");
  EXPECT_EQ(bench.keys.stamps, 1U);
}

TEST_F(LogReader, finds_unexplained_use_of_the_hsm_in_the_log) {
  bench.life->flow->receive(UnexplainedUse{"seals", 7, 5});
  bench.life->settle();
  EXPECT_NE(bench.life->entries().back().find("\"type\":\"hsm-use\""), std::string::npos);
  EXPECT_NE(bench.life->entries().back().find("\"used\":7"), std::string::npos);
}

TEST_F(LogReader, is_told_that_a_log_is_closed_and_a_reading_ends_with_it) {
  const auto reading = open().reading;
  bench.life->flow->close("seal.dev.example/2027");
  bench.life->settle();
  const auto entries = bench.life->entries();
  EXPECT_NE(entries.at(entries.size() - 2).find(R"("why":"log-closed")"), std::string::npos);
  EXPECT_EQ(code_of(send(protocol::Entries{0, 10, 0, reading}, auditor)), "NO_READING");
  EXPECT_EQ(code_of(send(protocol::CloseReading{reading}, auditor)), "NO_READING");
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(auditor)), auditor)), "LOG_CLOSED");
  EXPECT_EQ(read(0, school).items.size(), entries.size()) << "what is public, and a unit's own, is read as ever";
  EXPECT_EQ(bench.life->entries().size(), entries.size());
}

}  // namespace
}  // namespace antin::keeper::test
