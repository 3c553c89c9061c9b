#include "tests/unit/daemon/witness/a_witness.hpp"

namespace antin::witness {
namespace {

TEST_F(AWitness, cosigns_a_first_checkpoint_and_each_that_grows_from_the_last) {
  for (const auto& [from, to] : {std::pair<std::uint64_t, std::uint64_t>{0, 5}, {5, 8}, {8, 64}, {64, 99}}) {
    const auto request = m_log.request(from, to);
    const auto judgement = judge(request);
    ASSERT_EQ(judgement.verdict, Verdict::cosigned) << judgement.reason;
    const auto line = tlog::parse_signature_line(judgement.cosignature);
    ASSERT_TRUE(line);
    EXPECT_EQ(tlog::cosigned_at({request.note.text, {*line}}, m_vkey), m_now);
  }
}

TEST_F(AWitness, cosigns_the_last_checkpoint_again) {
  ASSERT_EQ(verdict(m_log.request(0, 8)), Verdict::cosigned);
  EXPECT_EQ(verdict(m_log.request(8, 8)), Verdict::cosigned);
}

TEST_F(AWitness, cosigns_an_empty_log_only_with_the_root_of_nothing) {
  EXPECT_EQ(verdict(m_log.request(0, {}, m_log.fork(0))), Verdict::wrong_proof);
  EXPECT_EQ(verdict(m_log.request(0, 0)), Verdict::cosigned);
  EXPECT_EQ(verdict(m_log.request(0, 0)), Verdict::cosigned);
  EXPECT_EQ(verdict(m_log.request(0, 5)), Verdict::cosigned);
}

TEST_F(AWitness, refuses_a_log_that_it_does_not_watch) {
  EXPECT_EQ(verdict(ALog("other.example/2026").request(0, 5)), Verdict::unknown_log);
}

TEST_F(AWitness, refuses_a_checkpoint_that_the_log_has_not_signed) {
  EXPECT_EQ(verdict(ALog(log_name).request(0, 5)), Verdict::unsigned_);  // the name is right, the key is another
  auto request = m_log.request(0, 5);
  request.note.signatures[0].signature[10] ^= 1;
  EXPECT_EQ(verdict(request), Verdict::unsigned_);
  auto other_text = m_log.request(0, 5);
  other_text.note.text = tlog::print(m_log.checkpoint(6));
  EXPECT_EQ(verdict(other_text), Verdict::unsigned_);
}

TEST_F(AWitness, passes_over_signatures_that_say_nothing_to_it) {
  auto request = m_log.request(0, 5);
  const auto good = request.note.signatures[0];
  const auto strange = ALog(log_name).request(0, 5).note.signatures[0];
  request.note.signatures = {strange, good, strange};
  EXPECT_EQ(verdict(request), Verdict::cosigned);
  const auto kept = tlog::parse_note(*m_witness->latest(name_of_log(log_name)));
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->signatures.size(), 2U);
  EXPECT_EQ(kept->signatures[0], good);
  EXPECT_EQ(kept->signatures[1].name, witness_name);
}

TEST_F(AWitness, refuses_an_old_size_that_is_larger_than_the_checkpoint) {
  EXPECT_EQ(verdict(m_log.request(6, {}, m_log.checkpoint(5))), Verdict::malformed);
}

TEST_F(AWitness, tells_who_has_another_old_size_the_one_it_knows) {
  EXPECT_EQ(verdict(m_log.request(5, 8)), Verdict::conflict);  // it has seen nothing yet
  ASSERT_EQ(verdict(m_log.request(0, 8)), Verdict::cosigned);
  for (const std::uint64_t old_size : {0U, 5U, 9U}) {
    const auto judgement = judge(m_log.request(old_size, 20));
    EXPECT_EQ(judgement.verdict, Verdict::conflict);
    EXPECT_EQ(judgement.known_size, 8U);
  }
  EXPECT_EQ(verdict(m_log.request(5, 5)), Verdict::conflict);  // a log that was rolled back
}

TEST_F(AWitness, refuses_another_root_at_the_size_it_knows) {
  ASSERT_EQ(verdict(m_log.request(0, 8)), Verdict::cosigned);
  const auto judgement = judge(m_log.request(8, {}, m_log.fork(8)));
  EXPECT_EQ(judgement.verdict, Verdict::conflict);
  EXPECT_EQ(judgement.known_size, 8U);
}

TEST_F(AWitness, refuses_a_proof_that_does_not_lead_there) {
  EXPECT_EQ(verdict(m_log.request(0, {base::Sha256Hash{}}, m_log.checkpoint(8))), Verdict::wrong_proof);
  ASSERT_EQ(verdict(m_log.request(0, 8)), Verdict::cosigned);
  auto changed = m_log.request(8, 21);
  changed.proof[0][0] ^= 1;
  EXPECT_EQ(verdict(changed), Verdict::wrong_proof);
  EXPECT_EQ(verdict(m_log.request(8, {}, m_log.checkpoint(21))), Verdict::wrong_proof);
  EXPECT_EQ(verdict(m_log.request(8, m_log.request(8, 21).proof, m_log.fork(21))), Verdict::wrong_proof);
  EXPECT_EQ(verdict(m_log.request(8, {base::Sha256Hash{}}, m_log.checkpoint(8))), Verdict::wrong_proof);
}

TEST_F(AWitness, answers_with_the_statuses_of_the_specification) {
  EXPECT_EQ(get_latest().status, 404U);
  const auto made = post(m_log.request(0, 8));
  EXPECT_EQ(made.status, 200U);
  EXPECT_TRUE(tlog::parse_signature_line(made.body));
  EXPECT_EQ(get_latest().status, 200U);
  EXPECT_TRUE(get_latest().body.ends_with(made.body));

  const auto conflict = post(m_log.request(5, 20));
  EXPECT_EQ(conflict.status, 409U);
  EXPECT_EQ(conflict.content_type, "text/x.tlog.size");
  EXPECT_EQ(conflict.body, "8\n");
  EXPECT_EQ(post(m_log.request(8, {}, m_log.fork(8))).status, 409U);
  EXPECT_EQ(post(m_log.request(9, {}, m_log.checkpoint(8))).status, 400U);
  EXPECT_EQ(post(ALog(log_name).request(8, 9)).status, 403U);
  EXPECT_EQ(post(ALog("other.example").request(0, 9)).status, 404U);
  EXPECT_EQ(post(m_log.request(8, {}, m_log.checkpoint(9))).status, 422U);
}

TEST_F(AWitness, has_two_paths_and_no_more) {
  EXPECT_EQ(answer(HttpMethod::post, "/w/add-checkpoint", "nonsense").status, 400U);
  EXPECT_EQ(answer(HttpMethod::get, "/w/add-checkpoint").status, 405U);
  EXPECT_EQ(answer(HttpMethod::post, "/w/checkpoint/" + name_of_log(log_name)).status, 405U);
  for (const std::string target : {"/", "", "/add-checkpoint", "/w/add-checkpoint/", "/w/add-checkpoint?x",
                                   "/w/checkpoint", "/w/checkpoint/", "/w/checkpoint/../lock"})
    EXPECT_EQ(answer(HttpMethod::get, target).status, 404U) << target;
}

}  // namespace
}  // namespace antin::witness
