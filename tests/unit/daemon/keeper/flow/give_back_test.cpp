// What a log that goes on after a loss takes back from its clients, what it makes of it, and what it refuses.
#include "tests/support/endings.hpp"
#include "tests/unit/daemon/keeper/flow/lost_bench.hpp"
#include "tests/unit/daemon/keeper/flow/revoked.hpp"

namespace antin::keeper::test {
namespace {

using protocol::ReceiptTaken;
using protocol::Taking;

class GiveBack : public LostFlow {
 protected:
  void begin_anew() {
    lose();
    name_the_next_log();
    sign(said());
    life.emplace(antin::test::must(begin(options())), bench.folder, bench.keys);
  }
  std::variant<ReceiptTaken, protocol::WireError> give(const protocol::GivenReceipt& receipt,
                                                       const std::string& system = "school-79760001") {
    const auto response = life->send(protocol::GiveBack{{receipt}}, system);
    EXPECT_EQ(code_of(response), "done");
    auto result = protocol::parse_result(std::get<base::Bytes>(response.value().outcome)).value();
    return std::get<protocol::GiveBackResult>(result).outcomes.at(0);
  }
  std::string given(const protocol::GivenReceipt& receipt, const std::string& system = "school-79760001") {
    const auto outcome = give(receipt, system);
    if (const auto* taken = std::get_if<ReceiptTaken>(&outcome)) return std::string(name_of(taken->outcome));
    const auto& error = std::get<protocol::WireError>(outcome);
    return std::string(protocol::facts(error.code).name) + ": " + error.text;
  }
  [[nodiscard]] antin::test::Wish next_wish(const std::string& record, const std::string& step,
                                            std::optional<base::Sha256Hash> previous = {}) {
    antin::test::Wish wish;
    wish.log = next_origin;
    wish.record = record;
    wish.policy = life->in_force().policy().digest;
    wish.expires = std::chrono::floor<std::chrono::seconds>(real_now()) + std::chrono::hours(20);
    if (step == "teacher") return wish;
    wish.step = step;
    wish.role = step == "principal" ? "principal" : "department-leader";
    wish.scope.reset();
    wish.previous = previous;
    return wish;
  }
  std::optional<protocol::Response> submit(const antin::test::Wish& wish, const std::string& person,
                                           const std::string& system = "school-79760001") {
    return life->send(bench.request(wish, {person}).body, system);
  }
  std::string resume() {
    auto order = antin::test::resume_of("appliance", must(life->ledger().stops()).at(0).leaf, real_now());
    order.log = next_origin;
    return code_of(life->send(antin::test::signed_resume(bench.folder, order, {"so-1", "so-2"}, real_now())));
  }
  [[nodiscard]] std::string last_entry() { return life->entries().back(); }
  // What the lost log did behind its last witnessed checkpoint.
  protocol::GivenReceipt unseen() {
    const auto made = give_out(wish_of("1.unseen", "teacher"), "p-000001");
    return made;
  }

  std::optional<NextLife> life;
};

TEST_F(GiveBack, makes_what_was_done_known_before_anything_is_sealed) {
  begin_anew();
  EXPECT_EQ(code_of(submit(next_wish("1.new", "teacher"), "p-000001")), "STOPPED");
  EXPECT_EQ(given(lost_teacher), "taken");
  EXPECT_EQ(given(lost_principal), "taken");
  EXPECT_THAT(last_entry(), HasSubstr(R"("type":"given-back")"));
  EXPECT_THAT(last_entry(), HasSubstr(R"("approvers":true)"));
  EXPECT_THAT(last_entry(), HasSubstr(R"("seen":"witnessed")"));
  EXPECT_THAT(last_entry(), HasSubstr("\"leaf\":\"" + base::print(leaf_of(lost_principal))));
  EXPECT_THAT(last_entry(), HasSubstr("\"log\":\"" + lost_origin));
  EXPECT_EQ(last_entry().find("p-000002"), std::string::npos);
  EXPECT_EQ(code_of(submit(next_wish("1.new", "teacher"), "p-000001")), "STOPPED") << "what came back resumes nothing";
}

TEST_F(GiveBack, gives_a_repeat_the_octets_of_then_and_refuses_another_document) {
  begin_anew();
  ASSERT_EQ(given(lost_teacher), "taken");
  ASSERT_EQ(given(lost_principal), "taken");
  ASSERT_EQ(resume(), "done");
  const auto seals = bench.keys.seals;
  const auto again = submit(next_wish("1.lost", "principal", leaf_of(lost_teacher)), "p-000002");
  ASSERT_EQ(code_of(again), "done");
  EXPECT_EQ(std::get<base::Bytes>(again->outcome), lost_principal.result);
  EXPECT_EQ(again->proof, lost_principal.proof);
  auto other = next_wish("1.lost", "principal", leaf_of(lost_teacher));
  other.digest.value[0] ^= 1;
  EXPECT_EQ(code_of(submit(other, "p-000002")), "DIGEST_DIFFERS");
  EXPECT_EQ(bench.keys.seals, seals) << "no key was used";
  const auto next = next_wish("1.lost", "department", leaf_of(lost_principal));
  EXPECT_EQ(code_of(submit(next, "p-000003", "department-79")), "done") << "and the record goes on";
}

TEST_F(GiveBack, holds_people_apart_over_steps_of_both_logs) {
  begin_anew();
  ASSERT_EQ(given(lost_teacher), "taken");
  const auto name = StepName{"79760001", "hoc-ba", "1.lost", 1, "teacher"};
  const auto steps = must(life->ledger().steps(name.unit, name.kind, name.record, name.revision));
  EXPECT_EQ(steps.at(0).people, std::vector<std::string>{"p-000001"});
  EXPECT_EQ(steps.at(0).certificates.size(), 1U);
}

TEST_F(GiveBack, knows_for_whom_a_system_vouched) {
  change_policy(bench, "workflow.toml", "0,/\"certificate\"/s//\"vouched\"/");
  back_up();
  auto wish = wish_of("1.word", "teacher");
  wish.vouched = statement::Vouching{"school-79760001", "p-000001"};
  auto key = bench.folder.system(wish.vouched->system);
  const auto asked = antin::test::submit_of(wish, {antin::test::approve(wish, key, real_now())});
  const auto response = bench.life->send({crypto::random_array<16>(), asked});
  ASSERT_EQ(code_of(response), "done");
  checkpoint = must(bench.life->ledger.last_checkpoint()).value();
  witnessed = seen_by(witness, checkpoint.note);
  begin_anew();
  ASSERT_EQ(given({std::get<base::Bytes>(response->outcome), response->proof, asked.approvals}), "taken");
  EXPECT_THAT(last_entry(), HasSubstr(R"("approvers":true)"));
  const auto steps = must(life->ledger().steps("79760001", "hoc-ba", "1.word", 1));
  EXPECT_EQ(steps.at(0).people, std::vector<std::string>{"p-000001"});
}

TEST_F(GiveBack, is_done_once_for_each_receipt_and_knows_what_the_backup_has) {
  begin_anew();
  const auto taken = std::get<ReceiptTaken>(give(lost_teacher));
  const auto size = life->entries().size();
  const auto again = std::get<ReceiptTaken>(give(lost_teacher));
  EXPECT_EQ(again.outcome, Taking::known);
  EXPECT_EQ(again.index, taken.index);
  const auto in_backup = std::get<ReceiptTaken>(give(kept));
  EXPECT_EQ(in_backup.outcome, Taking::known);
  EXPECT_EQ(in_backup.index, 0U);
  EXPECT_EQ(life->entries().size(), size);
}

TEST_F(GiveBack, without_approvals_stops_a_step_from_being_sealed_twice_and_its_revision_from_going_on) {
  begin_anew();
  auto bare = lost_teacher;
  bare.approvals.clear();
  EXPECT_EQ(given(bare), "taken");
  EXPECT_THAT(last_entry(), HasSubstr(R"("approvers":false)"));
  ASSERT_EQ(resume(), "done");
  EXPECT_EQ(code_of(submit(next_wish("1.lost", "teacher"), "p-000001")), "done") << "the repeat";
  const auto principal = next_wish("1.lost", "principal", leaf_of(lost_teacher));
  EXPECT_EQ(code_of(submit(principal, "p-000002")), "APPROVERS_UNKNOWN");
  const auto ending = antin::test::ending_of(base::Act::returned, principal, "incomplete");
  auto key = bench.folder.person("p-000002");
  const auto returned = life->send(antin::test::end_of(ending, {antin::test::sign(ending, key, real_now())}));
  ASSERT_EQ(code_of(returned), "done");
  auto second = next_wish("1.lost", "teacher");
  second.revision = 2;
  second.previous = tlog::leaf_hash(
      std::get<protocol::EndResult>(protocol::parse_result(std::get<base::Bytes>(returned->outcome)).value()).entry);
  EXPECT_EQ(code_of(submit(second, "p-000001")), "done");
}

TEST_F(GiveBack, believes_no_approval_by_somebody_else_over_the_same_statement) {
  begin_anew();
  auto forged = lost_teacher;
  auto other = bench.folder.person("p-000002");
  const std::string text(base::text(forged.approvals.at(0).statement));
  forged.approvals.at(0).cms = client::sign_statement(text, other, real_now()).value().cms;
  EXPECT_EQ(given(forged), "taken");
  EXPECT_THAT(last_entry(), HasSubstr(R"("approvers":false)"));
}

TEST_F(GiveBack, refuses_what_was_forged_or_tampered_with) {
  begin_anew();
  const auto refused = [&](const protocol::GivenReceipt& receipt) { return given(receipt); };
  auto step = std::get<protocol::StepResult>(protocol::parse_result(lost_principal.result).value());
  const auto with = [&](protocol::StepResult changed) {
    auto receipt = lost_principal;
    receipt.result = protocol::encode(changed);
    return receipt;
  };
  const auto size = must(life->ledger().given_back_counts()).taken;
  auto changed = step;
  changed.entry.at(changed.entry.size() / 2) ^= 1;
  EXPECT_THAT(refused(with(changed)), HasSubstr("its proof does not hold"));
  changed = step;
  changed.seal.back() ^= 1;
  EXPECT_THAT(refused(with(changed)), HasSubstr("its seal is not the one that the entry names"));
  changed = step;
  changed.seal.clear();
  EXPECT_THAT(refused(with(changed)), HasSubstr("its seal is not the one that the entry names"));
  changed = step;
  changed.token.back() ^= 1;
  EXPECT_THAT(refused(with(changed)), HasSubstr("its timestamp is not the one that the entry names"));
  changed = step;
  changed.index += 1;
  EXPECT_THAT(refused(with(changed)), HasSubstr("its proof is of another entry"));
  auto receipt = lost_principal;
  receipt.proof = lost_teacher.proof;
  EXPECT_THAT(refused(receipt), HasSubstr("RECEIPT_INVALID"));
  receipt = lost_principal;
  receipt.proof.replace(receipt.proof.find(lost_origin), lost_origin.size(), next_origin);
  EXPECT_THAT(refused(receipt), HasSubstr("it is of no log that was lost"));
  receipt = lost_principal;
  receipt.result = protocol::encode(protocol::EndResult{step.index, step.entry});
  EXPECT_THAT(refused(receipt), HasSubstr("not of the kind of its entry"));
  receipt.result = protocol::encode(protocol::ChunkResult{1});
  EXPECT_THAT(refused(receipt), HasSubstr("neither a step's nor an ending's"));
  receipt.result = {1, 2, 3};
  EXPECT_THAT(refused(receipt), HasSubstr("its result cannot be read"));
  receipt = lost_principal;
  receipt.proof = "c2sp.org/tlog-proof@v1\n";
  EXPECT_THAT(refused(receipt), HasSubstr("its proof cannot be read"));
  EXPECT_EQ(must(life->ledger().given_back_counts()).taken, size);
  EXPECT_THAT(last_entry(), HasSubstr(R"("code":"RECEIPT_INVALID")"));
}

TEST_F(GiveBack, refuses_receipts_signed_by_any_other_key) {
  begin_anew();
  const auto step = std::get<protocol::StepResult>(protocol::parse_result(lost_teacher.result).value());
  const auto stranger = crypto::PrivateKey::from_pem(crypto::new_ed25519_pem().value().expose_secret(), base::Secret());
  const auto vkey = tlog::verifier_key(lost_origin, tlog::KeyType::ed25519, stranger->spki()).value();
  const auto text = tlog::print(tlog::Checkpoint{lost_origin, 1, leaf_of(lost_teacher)});
  const auto signature = stranger->sign(base::DigestAlgorithm::sha256, base::view(text)).value();
  auto receipt = lost_teacher;
  receipt.result = protocol::encode(protocol::StepResult{0, step.entry, step.seal, step.token});
  receipt.proof = tlog::print(tlog::Proof{0, {}, tlog::print(tlog::Note{text, {{vkey.name, vkey.id(), signature}}})});
  EXPECT_THAT(given(receipt), HasSubstr("its proof does not hold"));
}

TEST_F(GiveBack, refuses_receipts_of_units_that_the_system_does_not_act_for) {
  begin_anew();
  EXPECT_THAT(given(lost_teacher, "school-79760002"), HasSubstr("NO_GRANT"));
  EXPECT_EQ(must(life->ledger().given_back_counts()).taken, 0U);
}

TEST_F(GiveBack, marks_a_receipt_that_no_witness_has_seen) {
  const auto late = unseen();
  begin_anew();
  EXPECT_EQ(given(late), "taken");
  EXPECT_THAT(last_entry(), HasSubstr(R"("seen":"unseen")"));
}

TEST_F(GiveBack, after_the_resume_is_taken_too_but_is_no_second_seal_where_this_log_has_sealed) {
  begin_anew();
  ASSERT_EQ(resume(), "done");
  const auto ours = submit(next_wish("1.lost", "teacher"), "p-000001");
  ASSERT_EQ(code_of(ours), "done") << "nobody had told us";
  EXPECT_EQ(given(lost_teacher), "conflict");
  const auto entry = last_entry();
  EXPECT_THAT(entry, HasSubstr(R"("outcome":"conflict")"));
  EXPECT_THAT(entry, HasSubstr("\"instead\":\"" + base::print(tlog::leaf_hash(step_result(ours).entry))));
  EXPECT_TRUE(must(life->ledger().blob(crypto::sha256(entry_of(lost_teacher)))).has_value()) << "evidence";
  EXPECT_EQ(given(lost_teacher), "conflict");
  EXPECT_EQ(last_entry(), entry) << "told once";
  const auto again = submit(next_wish("1.lost", "teacher"), "p-000001");
  EXPECT_EQ(std::get<base::Bytes>(again->outcome), std::get<base::Bytes>(ours->outcome));
  EXPECT_EQ(given(lost_principal), "taken") << "what is free is taken";
}

// The log's key signed two futures: a step that was done twice.
TEST_F(GiveBack, keeps_two_receipts_for_one_step_and_the_later_one_seals_nothing) {
  bench.life.reset();
  bench.folder.tools().must_run("cp backup dev/state/ledger/test.sqlite && rm -rf dev/state/log dev/state/log-entries");
  bench.restart();
  const auto twin = give_out(wish_of("1.lost", "teacher"), "p-000001");
  ASSERT_NE(leaf_of(twin), leaf_of(lost_teacher));
  begin_anew();
  EXPECT_EQ(given(lost_teacher), "taken");
  EXPECT_EQ(given(twin), "conflict");
  EXPECT_THAT(last_entry(), HasSubstr("\"instead\":\"" + base::print(leaf_of(lost_teacher))));
  const auto counts = must(life->ledger().given_back_counts());
  EXPECT_EQ(counts.taken, 1U);
  EXPECT_EQ(counts.evidence, 1U);
}

TEST_F(GiveBack, takes_back_how_a_revision_ended) {
  const auto principal = wish_of("1.back", "principal", leaf_of(give_out(wish_of("1.back", "teacher"), "p-000001")));
  const auto ending = antin::test::ending_of(base::Act::returned, principal, "incomplete");
  auto key = bench.folder.person("p-000002");
  const auto approval = antin::test::sign(ending, key, real_now());
  const auto response = bench.life->send({crypto::random_array<16>(), antin::test::end_of(ending, {approval})});
  ASSERT_EQ(code_of(response), "done");
  const protocol::GivenReceipt receipt{std::get<base::Bytes>(response->outcome), response->proof, {approval}};
  begin_anew();
  auto bare = receipt;
  bare.approvals.clear();
  EXPECT_THAT(given(bare), HasSubstr("an ending comes with what people signed for it"));
  EXPECT_EQ(given(receipt), "taken");
  EXPECT_EQ(given(receipt), "known");
  ASSERT_EQ(resume(), "done");
  EXPECT_EQ(code_of(submit(next_wish("1.back", "teacher"), "p-000001")), "REVISION_ENDED");
}

TEST_F(GiveBack, is_refused_by_a_log_that_succeeds_none_that_was_lost) {
  const auto response = bench.life->send({crypto::random_array<16>(), protocol::GiveBack{{lost_teacher}}});
  ASSERT_EQ(code_of(response), "done");
  const auto result = protocol::parse_result(std::get<base::Bytes>(response->outcome)).value();
  const auto& outcome = std::get<protocol::GiveBackResult>(result).outcomes.at(0);
  EXPECT_EQ(std::get<protocol::WireError>(outcome).code, protocol::Code::receipt_invalid);
}

// The log's own key, over another beginning than the backup's.
TEST_F(GiveBack, of_a_receipt_from_the_backups_part_that_the_backup_has_not_is_a_fork) {
  const auto pem = bench.folder.tools().read("log.key");
  const auto log_key = crypto::PrivateKey::from_pem(pem, base::Secret()).value();
  const auto text = tlog::print(tlog::Checkpoint{lost_origin, 1, leaf_of(lost_teacher)});
  const auto signature = log_key.sign(base::DigestAlgorithm::sha256, base::view(text)).value();
  const tlog::Note note{text, {{old_key.name, old_key.id(), signature}}};
  auto step = std::get<protocol::StepResult>(protocol::parse_result(lost_teacher.result).value());
  step.index = 0;
  auto forked = lost_teacher;
  forked.result = protocol::encode(step);
  forked.proof = tlog::print(tlog::Proof{0, {}, tlog::print(note)});
  begin_anew();
  EXPECT_EQ(given(forked), "taken") << "there is a seal, so there must be no other";
  EXPECT_THAT(last_entry(), HasSubstr(R"("seen":"forked")"));
}

}  // namespace
}  // namespace antin::keeper::test
