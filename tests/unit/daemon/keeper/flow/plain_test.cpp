#include <gtest/gtest.h>

#include "core/tlog/hash.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

protocol::Request timestamp_request(const Bench& bench, const std::string& options) {
  const auto& tools = bench.folder.tools();
  tools.write("data", std::string_view("to be stamped"));
  tools.must_run("openssl ts -query -data data -cert -out q.tsq " + options);
  return {crypto::random_array<16>(), protocol::Timestamp{tools.read("q.tsq")}};
}

protocol::TimestampResult timestamp_result(const std::optional<protocol::Response>& response) {
  return std::get<protocol::TimestampResult>(
      protocol::parse_result(std::get<base::Bytes>(response.value().outcome)).value());
}

TEST(Flow, a_plain_timestamp_is_what_openssl_accepts) {
  Bench bench;
  const auto result = timestamp_result(bench.life->send(timestamp_request(bench, "-sha256")));
  const auto& tools = bench.folder.tools();
  tools.write("r.tsr", result.response);
  const auto said = tools.run(
      "openssl ts -verify -queryfile q.tsq -in r.tsr -CAfile dev/ca/root.crt -untrusted "
      "dev/ca/intermediate.crt");
  EXPECT_EQ(said.status, 0) << said.output;
  EXPECT_NE(tools.run("openssl ts -reply -in r.tsr -text").output.find("Status: Granted"), std::string::npos);
  EXPECT_NE(base::text(result.entry).find("\"type\":\"timestamp\""), std::string_view::npos);
}

TEST(Flow, a_timestamp_asked_for_again_is_the_stored_one_and_its_id_serves_nothing_else) {
  Bench bench;
  const auto request = timestamp_request(bench, "-sha256");
  const auto first = bench.life->send(request);
  EXPECT_EQ(std::get<base::Bytes>(first->outcome), std::get<base::Bytes>(bench.life->send(request)->outcome));
  EXPECT_EQ(bench.keys.stamps, 1U);
  auto other = timestamp_request(bench, "-sha384");
  other.id = request.id;
  EXPECT_EQ(code_of(bench.life->send(other)), "REQUEST_ID_REUSED");
}

TEST(Flow, a_step_cannot_take_the_request_id_of_a_timestamp_that_is_under_way) {
  Bench bench;
  const auto timestamp = timestamp_request(bench, "-sha256");
  auto step = bench.request(bench.wish(), {"p-000001"});
  step.id = timestamp.id;
  const auto receive = [&](const protocol::Request& request) {
    bench.life->flow->receive(local::Forward{bench.life->in_force->policy().systems.at("school-79760001").curve,
                                             {0, 1, 2, 3, 4},
                                             protocol::encode(request)});
  };
  receive(timestamp);
  receive(step);
  const auto answers = bench.life->flow->finish_batch();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(code_of(protocol::parse_response(answers[0].response).value()), "REQUEST_ID_REUSED");
  bench.life->settle();
  EXPECT_EQ(code_of(bench.life->send(timestamp)), "done");
}

TEST(Flow, a_timestamp_over_sha1_or_under_another_policy_is_rejected_in_rfc_3161s_own_words) {
  Bench bench;
  const auto& tools = bench.folder.tools();
  for (const auto& [options, word] :
       {std::pair{"-sha1", "unrecognized or unsupported algorithm"}, std::pair{"-sha256 -tspolicy 1.2.3", "policy"}}) {
    const auto result = timestamp_result(bench.life->send(timestamp_request(bench, options)));
    tools.write("r.tsr", result.response);
    const auto text = tools.run("openssl ts -reply -in r.tsr -text").output;
    EXPECT_NE(text.find("Rejected"), std::string::npos) << text;
    EXPECT_NE(text.find(word), std::string::npos) << text;
  }
  EXPECT_EQ(bench.keys.stamps, 0U);
}

TEST(Flow, a_failing_time_key_is_hsm_unavailable_and_the_same_request_id_may_be_tried_again) {
  Bench bench;
  bench.keys.stamp_failure = SigningFailure::hsm;
  const auto request = timestamp_request(bench, "-sha256");
  EXPECT_EQ(code_of(bench.life->send(request)), "HSM_UNAVAILABLE");
  bench.keys.stamp_failure.reset();
  EXPECT_EQ(code_of(bench.life->send(request)), "done");
}

TEST(Flow, no_more_than_a_limit_wait_for_one_timestamp) {
  Bench bench({1024, 600, 2});
  bench.keys.hold = true;
  const auto request = timestamp_request(bench, "-sha256");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(code_of(bench.life->send(request)), "nothing");
  EXPECT_EQ(code_of(bench.life->send(request)), "OVERLOADED");
}

TEST(Flow, a_time_key_that_signs_wrongly_is_hsm_unavailable_with_an_entry) {
  Bench bench;
  bench.keys.corrupt = true;
  EXPECT_EQ(code_of(bench.life->send(timestamp_request(bench, "-sha256"))), "HSM_UNAVAILABLE");
  EXPECT_NE(bench.life->entries().back().find("\"type\":\"failed\""), std::string::npos);
}

TEST(Flow, a_bug_while_recording_a_timestamp_is_answered) {
  Bench bench;
  bench.keys.on_order = [&] { bench.life->ledger.next_append_throws = true; };
  EXPECT_EQ(code_of(bench.life->send(timestamp_request(bench, "-sha256"))), "INTERNAL");
}

protocol::LookupResult lookup(Bench& bench, const std::string& step) {
  const auto wish = bench.wish();
  const auto response = bench.life->send(
      {crypto::random_array<16>(), protocol::Lookup{wish.unit, wish.kind, wish.record, wish.revision, step}});
  return std::get<protocol::LookupResult>(
      protocol::parse_result(std::get<base::Bytes>(response.value().outcome)).value());
}

TEST(Flow, a_lookup_shows_each_steps_state_and_the_stored_result_of_one) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.keys.hold = true;
  bench.submit(bench.principal_wish(leaf), "p-000002");
  const auto found = lookup(bench, "teacher");
  ASSERT_EQ(found.steps.size(), 2U);
  EXPECT_EQ(found.steps[0].status, "done");
  EXPECT_EQ(found.steps[0].leaf, leaf);
  EXPECT_EQ(found.steps[1].status, "open");
  ASSERT_TRUE(found.result);
  EXPECT_EQ(tlog::leaf_hash(found.result->entry), leaf);
}

TEST(Flow, a_lookup_of_an_unknown_record_is_not_found_and_of_another_unit_is_denied) {
  Bench bench;
  const auto wish = bench.wish();
  const auto ask = [&](const std::string& unit) {
    return code_of(bench.life->send({crypto::random_array<16>(), protocol::Lookup{unit, wish.kind, "1.none", 1, ""}}));
  };
  EXPECT_EQ(ask("79760001"), "NOT_FOUND");
  EXPECT_EQ(ask("79760002"), "NO_GRANT");
}

TEST(Flow, about_tells_a_system_what_it_needs_to_make_statements) {
  Bench bench;
  const auto response = bench.life->send({crypto::random_array<16>(), protocol::About{}});
  const auto about =
      std::get<protocol::AboutResult>(protocol::parse_result(std::get<base::Bytes>(response.value().outcome)).value());
  EXPECT_EQ(about.log, "seal.dev.example/2026");
  EXPECT_EQ(about.policy, bench.wish().policy);
  EXPECT_EQ(about.system, "school-79760001");
  ASSERT_EQ(about.workflows.size(), 3U);
  EXPECT_EQ(about.workflows[0].steps.at(0).approvers, 2U);
  EXPECT_EQ(about.workflows[1].kind, "hoc-ba");
  EXPECT_EQ(about.workflows[1].steps.size(), 3U);
}

TEST(Flow, start_and_stop_are_entries) {
  Bench bench;
  EXPECT_NE(bench.life->entries().at(2).find("\"type\":\"start\""), std::string::npos);  // after officers and policy
  bench.life->flow->stop();
  bench.life->settle();
  EXPECT_NE(bench.life->entries().back().find("\"type\":\"stop\""), std::string::npos);
}

}  // namespace
}  // namespace antin::keeper::test
