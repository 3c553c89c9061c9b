// One security officer stops, a quorum resumes: what each kind of stop holds back, and what goes on.
#include "tests/support/endings.hpp"
#include "tests/unit/daemon/keeper/flow/stop_bench.hpp"

namespace antin::keeper::test {
namespace {

using antin::test::resume_of;
using antin::test::signed_resume;
using antin::test::signed_stop;
using antin::test::stop_of;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const std::optional<protocol::Response>& response) {
  return std::get<protocol::WireError>(response.value().outcome).text;
}

TEST_F(StoppedFlow, a_stop_is_an_entry_that_names_the_officer_and_what_is_stopped) {
  const auto response = stop(stop_of(school_key, now()), "so-2");
  ASSERT_EQ(code_of(response), "done");
  const auto entry = bench.life->entries().back();
  EXPECT_EQ(entry, base::text(order_of(response).entry));
  EXPECT_FALSE(response->proof.empty());
  for (const auto* part : {R"("type":"stop-order")", R"("target":"key seal/79760001/school/2026.1")",
                           R"("reason":"drill")", R"("officer":"so-2")", R"("system":"school-79760002")"})
    EXPECT_THAT(entry, HasSubstr(part));
}

TEST_F(StoppedFlow, a_stopped_key_seals_nothing_and_everything_else_goes_on) {
  const auto leaf = bench.teacher_done();
  stopped(school_key);
  const auto denied = bench.submit(bench.principal_wish(leaf), "p-000002");
  EXPECT_EQ(code_of(denied), "STOPPED");
  EXPECT_THAT(text_of(denied), HasSubstr("Stopped: key seal/79760001/school/2026.1."));
  EXPECT_EQ(bench.keys.seals, 0U);
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(R"("target":"key seal/79760001/school/2026.1")"));
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(R"("type":"denied")"));
  auto other = bench.wish();
  other.record += "2";
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "done");
}

TEST_F(StoppedFlow, a_stopped_appliance_does_nothing_new_and_can_still_be_read) {
  const auto first = bench.request(bench.wish(), {"p-000001"});
  ASSERT_EQ(code_of(bench.life->send(first)), "done");
  const auto leaf = tlog::leaf_hash(base::view(bench.life->entries().back()));
  stopped("appliance");
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "STOPPED");
  EXPECT_EQ(code_of(bench.life->send(timestamp_request())), "STOPPED");
  EXPECT_EQ(code_of(bench.life->send(first)), "done") << "what is done can be had";
  EXPECT_EQ(code_of(send(protocol::About{})), "done");
  EXPECT_EQ(code_of(send(protocol::Entries{0, 100, 0, {}}, "school-79760001")), "done");
  EXPECT_EQ(code_of(send(protocol::Lookup{"79760001", "hoc-ba", bench.wish().record, 1, "teacher"}, "school-79760001")),
            "done");
  EXPECT_THAT(types_since_the_stop(), Not(Contains("done")));
}

TEST_F(StoppedFlow, a_stopped_unit_is_stopped_alone) {
  stopped("unit 79760001");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "STOPPED");
  EXPECT_EQ(code_of(bench.life->send(timestamp_request())), "done");
}

TEST_F(StoppedFlow, a_suspended_systems_every_message_is_refused_though_it_is_connected_and_others_go_on) {
  const auto waiting = bench.life->send(
      {crypto::random_array<16>(), protocol::Entries{must(bench.life->ledger.size()), 10, 30'000, {}}});
  ASSERT_FALSE(waiting) << "it follows the log";
  const auto said = stop_of("system school-79760001", now());
  const auto turned_away = stop(said);
  EXPECT_EQ(code_of(turned_away), "SYSTEM_SUSPENDED") << "the follower is answered first";
  EXPECT_EQ(code_of(send(protocol::About{}, "school-79760001")), "done") << "which is the reply to the stop";
  EXPECT_TRUE(bench.life->flow->stops().find(base::Stoppable::system, "school-79760001"));
}

TEST_F(StoppedFlow, a_suspended_system_may_not_even_stop_and_goes_on_with_the_resume) {
  const auto leaf = stopped("system school-79760001");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "SYSTEM_SUSPENDED");
  EXPECT_EQ(code_of(send(protocol::About{}, "school-79760001")), "SYSTEM_SUSPENDED");
  EXPECT_EQ(code_of(send(signed_stop(bench.folder, stop_of("appliance", now()), "so-1", now()), "school-79760001")),
            "SYSTEM_SUSPENDED");
  EXPECT_EQ(code_of(send(protocol::About{}, "auditor-79")), "done");
  EXPECT_EQ(resume("system school-79760001", leaf), "done");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST_F(StoppedFlow, one_officer_alone_resumes_nothing_and_the_quorum_does) {
  const auto leaf = stopped("unit 79760001");
  EXPECT_EQ(resume("unit 79760001", leaf, {"so-1"}), "QUORUM_MISSING");
  EXPECT_EQ(resume("unit 79760001", leaf, {"so-1", "so-1"}), "QUORUM_MISSING");
  EXPECT_EQ(resume("unit 79760001", leaf, {"so-1", "p-000001"}), "NOT_AN_OFFICER");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "STOPPED");
  EXPECT_EQ(resume("unit 79760001", leaf, {"so-3", "so-2"}), "done");
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(R"("previous":")" + base::print(leaf)));
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST_F(StoppedFlow, what_is_stopped_stays_so_over_a_restart) {
  const auto leaf = stopped("unit 79760001");
  bench.restart();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "STOPPED");
  EXPECT_EQ(resume("unit 79760001", leaf), "done");
  bench.restart();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST_F(StoppedFlow, one_stop_is_taken_once_and_never_again_after_its_resume) {
  const auto said = stop_of("unit 79760001", now());
  const auto first = order_of(stop(said));
  const auto again = order_of(stop(said));
  EXPECT_EQ(again.index, first.index) << "the same reply, no second entry";
  ASSERT_EQ(resume("unit 79760001", tlog::leaf_hash(first.entry)), "done");
  EXPECT_EQ(code_of(stop(said)), "ORDER_USED");
  bench.restart();
  EXPECT_EQ(code_of(stop(said)), "ORDER_USED");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST_F(StoppedFlow, one_resume_ends_the_stop_that_it_names_and_no_later_one) {
  const auto leaf = stopped("unit 79760001");
  const auto said = signed_resume(bench.folder, resume_of("unit 79760001", leaf, now()), {"so-1", "so-2"}, now());
  const auto first = order_of(send(said));
  EXPECT_EQ(order_of(send(said)).index, first.index);
  stopped("unit 79760001");
  EXPECT_EQ(code_of(send(said)), "ORDER_USED");
  EXPECT_EQ(resume("unit 79760001", leaf), "NOT_STOPPED");
  EXPECT_EQ(resume("unit 79760002", leaf), "NOT_STOPPED");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "STOPPED");
}

TEST_F(StoppedFlow, a_stop_that_says_or_shows_anything_wrong_is_refused_with_its_own_code) {
  const auto good = stop_of("unit 79760001", now());
  EXPECT_EQ(code_of(stop(good, "p-000001")), "NOT_AN_OFFICER");
  EXPECT_EQ(code_of(stop(stop_of("unit 79769999", now()))), "UNKNOWN_TARGET");
  EXPECT_EQ(code_of(stop(stop_of("key log/79/hcm/2026.1", now()))), "SIGNS_THE_LOG");
  auto said = good;
  said.log = "seal.other.example/2026";
  EXPECT_EQ(code_of(stop(said)), "STATEMENT_MISMATCH");
  said = good;
  said.expires = now() - std::chrono::seconds(1);
  EXPECT_EQ(code_of(stop(said)), "APPROVAL_EXPIRED");
  auto garbled = signed_stop(bench.folder, good, "so-1", now());
  garbled.cms.back() ^= 1;
  EXPECT_EQ(code_of(send(garbled)), "APPROVAL_INVALID");
  garbled.statement.push_back('x');
  EXPECT_EQ(code_of(send(garbled)), "STATEMENT_MISMATCH");
  EXPECT_TRUE(bench.life->flow->stops().empty());
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(R"("type":"denied")"));
}

TEST_F(StoppedFlow, a_revoked_officer_stops_nothing_and_counts_in_no_quorum) {
  const auto leaf = stopped("unit 79760001");
  bench.folder.tools().must_run(
      "cd dev/ca && touch db && echo 9000 > number && printf '[ca]\\ndefault_ca=x\\n[x]\\ndatabase=db\\n"
      "crlnumber=number\\ndefault_md=sha256\\n' > ca.cnf && openssl ca -config ca.cnf -cert people-ca.crt -keyfile "
      "people-ca.key -revoke ../people/so-1.crt && openssl ca -config ca.cnf -gencrl -crldays 30 -cert people-ca.crt "
      "-keyfile people-ca.key -out ../revocation/people-ca.crl");
  bench.clock.reading.now += std::chrono::seconds(10);
  bench.life->flow->tick();
  bench.life->settle();
  EXPECT_EQ(code_of(stop(stop_of("appliance", now()), "so-1")), "CERTIFICATE_REVOKED");
  EXPECT_EQ(resume("unit 79760001", leaf, {"so-1", "so-2"}), "CERTIFICATE_REVOKED");
  EXPECT_EQ(resume("unit 79760001", leaf, {"so-2", "so-3"}), "done");
}

TEST_F(StoppedFlow, who_is_unsure_of_the_time_may_stop_but_not_resume) {
  bench.clock.reading.trusted = false;
  const auto leaf = stopped("unit 79760001");
  EXPECT_EQ(resume("unit 79760001", leaf), "CLOCK_UNTRUSTED");
}

TEST_F(StoppedFlow, stale_revocation_lists_keep_nobody_from_stopping_but_from_resuming) {
  bench.clock.reading.now += std::chrono::days(40);
  const auto leaf = stopped("unit 79760001");
  EXPECT_EQ(resume("unit 79760001", leaf), "REVOCATION_STALE");
}

TEST_F(StoppedFlow, a_closed_log_takes_no_order) {
  bench.life->flow->close("seal.dev.example/2027");
  bench.life->settle();
  EXPECT_EQ(code_of(stop(stop_of("appliance", now()))), "LOG_CLOSED");
}

TEST_F(StoppedFlow, it_may_come_at_the_machine_itself) {
  const auto order = signed_stop(bench.folder, stop_of("appliance", now()), "so-3", now());
  const auto ordered = bench.life->flow->take_order(order, {});
  bench.life->settle();
  EXPECT_FALSE(ordered.refusal);
  EXPECT_THAT(ordered.said, HasSubstr("appliance is stopped, by entry "));
  EXPECT_THAT(bench.life->entries().back(), Not(HasSubstr(R"("system")")));
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "STOPPED");
}

TEST_F(StoppedFlow, a_seal_that_a_signer_was_asked_for_before_the_stop_is_asked_for_once) {
  const auto previous = bench.teacher_done();
  bench.keys.hold = true;
  EXPECT_FALSE(bench.submit(bench.principal_wish(previous), "p-000002")) << "the signer thinks";
  bench.keys.hold = false;
  const auto leaf = stopped("unit 79760001");
  EXPECT_EQ(resume("unit 79760001", leaf), "done");
  EXPECT_EQ(bench.keys.seals, 1U);
  bench.restart();
  EXPECT_EQ(bench.keys.seals, 2U) << "whether it was ever made nobody knows by then";
}

TEST_F(StoppedFlow, a_revision_is_not_ended_in_a_stopped_unit) {
  const auto leaf = bench.teacher_done();
  stopped("unit 79760001");
  auto key = bench.folder.person("p-000002");
  const auto ending = antin::test::ending_of(base::Act::returned, bench.principal_wish(leaf), "incomplete");
  EXPECT_EQ(code_of(send(antin::test::end_of(ending, {antin::test::sign(ending, key, now())}), "school-79760001")),
            "STOPPED");
}

}  // namespace
}  // namespace antin::keeper::test
