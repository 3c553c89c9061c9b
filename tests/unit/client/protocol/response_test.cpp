#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/client/protocol/samples.hpp"

namespace antin::protocol {
namespace {

StepResult sample_step() { return {7, base::copy(base::view("{}")), {0x30, 0x00}, {0x30, 0x01}}; }

LookupResult sample_lookup() {
  base::Sha256Hash leaf;
  leaf.fill(9);
  return {{{"teacher", "done", sample_digest(), 3, leaf, base::parse_instant("2026-05-28T02:11:09.412Z")},
           {"principal", "open", sample_digest(), 0, std::nullopt, std::nullopt}},
          sample_step()};
}

AboutResult sample_about() {
  AboutResult about;
  about.log = "seal.dev.example/2026";
  about.policy.fill(5);
  about.policy_version = 4;
  about.system = "school-79760001";
  about.units = {"79760001"};
  about.grants = {"submit", "timestamp"};
  about.workflows = {
      {"hoc-ba", {{"teacher", {"teacher"}, 1, false, true}, {"principal", {"principal", "acting"}, 2, true, false}}}};
  return about;
}

TEST(Response, a_result_comes_back_as_it_was) {
  const auto parsed = parse_response(encode(Response{sample_id(), base::Bytes{1, 2, 3}}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->id, sample_id());
  EXPECT_EQ(std::get<base::Bytes>(parsed->outcome), (base::Bytes{1, 2, 3}));
}

TEST(Response, a_result_comes_back_with_its_proof) {
  const std::string proof = "c2sp.org/tlog-proof@v1\nindex 0\n\n…\n";
  const auto parsed = parse_response(encode(Response{sample_id(), base::Bytes{1, 2, 3}, proof}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->proof, proof);
}

TEST(Response, a_proof_beside_an_error_is_refused) {
  EXPECT_FALSE(parse_response(encode(Response{sample_id(), wire_error(Code::overloaded), "proof"})).ok());
}

TEST(Response, an_error_without_a_request_id_comes_back_as_it_was) {
  const auto parsed = parse_response(encode(Response{std::nullopt, wire_error(Code::overloaded, 250)}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->id.has_value());
  const auto& error = std::get<WireError>(parsed->outcome);
  EXPECT_EQ(error.code, Code::overloaded);
  EXPECT_EQ(error.text, facts(Code::overloaded).text);
  EXPECT_TRUE(error.retry);
  EXPECT_EQ(error.retry_after_ms, 250U);
}

TEST(Response, a_code_from_the_future_is_unknown_and_keeps_its_text_and_retry) {
  wire::Response message;
  message.mutable_error()->set_code("SOMETHING_NEW");
  message.mutable_error()->set_text("Do this.");
  message.mutable_error()->set_retry(true);
  const auto parsed = parse_response(octets(message));
  ASSERT_TRUE(parsed.ok());
  const auto& error = std::get<WireError>(parsed->outcome);
  EXPECT_EQ(error.code, Code::unknown);
  EXPECT_EQ(error.text, "Do this.");
  EXPECT_TRUE(error.retry);
}

TEST(Response, one_that_says_nothing_or_too_much_is_refused) {
  wire::Response message;
  EXPECT_FALSE(parse_response(octets(message)).ok()) << "no outcome";
  message.set_result("x");
  EXPECT_TRUE(parse_response(octets(message)).ok());
  message.set_request_id("short");
  EXPECT_FALSE(parse_response(octets(message)).ok()) << "request id";
  message.clear_request_id();
  message.mutable_error();
  EXPECT_FALSE(parse_response(octets(message)).ok()) << "no code";
  message.mutable_error()->set_code("OVERLOADED");
  message.mutable_error()->set_text(std::string(2000, 'x'));
  EXPECT_FALSE(parse_response(octets(message)).ok()) << "long text";
  message.mutable_error()->clear_text();
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(9, 1);
  EXPECT_FALSE(parse_response(octets(message)).ok()) << "unknown field";
  EXPECT_FALSE(parse_response(base::Bytes(frame_limit + 1, 0)).ok()) << "size";
}

TEST(Result, a_step_and_a_timestamp_come_back_as_they_were) {
  const auto step = parse_result(encode(ResultBody(sample_step())));
  ASSERT_TRUE(step.ok());
  EXPECT_EQ(std::get<StepResult>(*step).index, 7U);
  EXPECT_EQ(std::get<StepResult>(*step).entry, sample_step().entry);
  EXPECT_EQ(std::get<StepResult>(*step).seal, sample_step().seal);
  EXPECT_EQ(std::get<StepResult>(*step).token, sample_step().token);
  const auto timestamp = parse_result(encode(ResultBody(TimestampResult{8, {'{', '}'}, {0x30, 0x03}})));
  ASSERT_TRUE(timestamp.ok());
  EXPECT_EQ(std::get<TimestampResult>(*timestamp).index, 8U);
  EXPECT_EQ(std::get<TimestampResult>(*timestamp).entry, (base::Bytes{'{', '}'}));
  EXPECT_EQ(std::get<TimestampResult>(*timestamp).response, (base::Bytes{0x30, 0x03}));
}

TEST(Result, a_lookup_comes_back_as_it_was) {
  const auto parsed = parse_result(encode(ResultBody(sample_lookup())));
  ASSERT_TRUE(parsed.ok());
  const auto& lookup = std::get<LookupResult>(*parsed);
  ASSERT_EQ(lookup.steps.size(), 2U);
  EXPECT_EQ(lookup.steps[0].step, "teacher");
  EXPECT_EQ(lookup.steps[0].status, "done");
  EXPECT_EQ(lookup.steps[0].digest, sample_digest());
  EXPECT_EQ(lookup.steps[0].index, 3U);
  EXPECT_EQ(lookup.steps[0].leaf, sample_lookup().steps[0].leaf);
  EXPECT_EQ(lookup.steps[0].at, sample_lookup().steps[0].at);
  EXPECT_FALSE(lookup.steps[1].leaf.has_value());
  ASSERT_TRUE(lookup.result.has_value());
  EXPECT_EQ(lookup.result->seal, sample_step().seal);
}

TEST(Result, an_about_comes_back_as_it_was) {
  const auto parsed = parse_result(encode(ResultBody(sample_about())));
  ASSERT_TRUE(parsed.ok());
  const auto& about = std::get<AboutResult>(*parsed);
  EXPECT_EQ(about.log, sample_about().log);
  EXPECT_EQ(about.policy, sample_about().policy);
  EXPECT_EQ(about.policy_version, 4U);
  EXPECT_EQ(about.system, sample_about().system);
  EXPECT_EQ(about.units, sample_about().units);
  EXPECT_EQ(about.grants, sample_about().grants);
  ASSERT_EQ(about.workflows.size(), 1U);
  ASSERT_EQ(about.workflows[0].steps.size(), 2U);
  EXPECT_EQ(about.workflows[0].steps[1].roles, (std::vector<std::string>{"principal", "acting"}));
  EXPECT_EQ(about.workflows[0].steps[1].approvers, 2U);
  EXPECT_TRUE(about.workflows[0].steps[1].seals);
  EXPECT_FALSE(about.workflows[0].steps[1].vouched);
  EXPECT_TRUE(about.workflows[0].steps[0].vouched);
}

TEST(Result, the_same_result_is_encoded_to_the_same_octets) {
  EXPECT_EQ(encode(ResultBody(sample_about())), encode(ResultBody(sample_about())));
}

void expect_refused(const ResultBody& good, const std::function<void(wire::Result&)>& break_it) {
  const auto bytes = encode(good);
  wire::Result message;
  ASSERT_TRUE(message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  break_it(message);
  EXPECT_FALSE(parse_result(octets(message)).ok());
}

TEST(Result, fields_that_are_not_what_they_must_be_are_refused) {
  const ResultBody step(sample_step()), lookup(sample_lookup()), about(sample_about());
  expect_refused(step, [](auto& m) { m.clear_body(); });
  expect_refused(step, [](auto& m) { m.mutable_step()->clear_entry(); });
  expect_refused(step, [](auto& m) { m.mutable_timestamp()->set_entry("{}"); });
  expect_refused(lookup, [](auto& m) { m.mutable_lookup()->mutable_steps(0)->set_step(""); });
  expect_refused(lookup, [](auto& m) { m.mutable_lookup()->mutable_steps(0)->set_status(" "); });
  expect_refused(lookup, [](auto& m) { m.mutable_lookup()->mutable_steps(0)->set_digest("none"); });
  expect_refused(lookup, [](auto& m) { m.mutable_lookup()->mutable_steps(0)->set_leaf("short"); });
  expect_refused(lookup, [](auto& m) { m.mutable_lookup()->mutable_steps(0)->clear_leaf(); });
  expect_refused(lookup, [](auto& m) { m.mutable_lookup()->mutable_steps(0)->clear_at(); });
  expect_refused(lookup, [](auto& m) { m.mutable_lookup()->mutable_steps(0)->set_at("yesterday"); });
  expect_refused(lookup, [](auto& m) { m.mutable_lookup()->mutable_result()->clear_entry(); });
  expect_refused(about, [](auto& m) { m.mutable_about()->set_policy("sha384:00"); });
  expect_refused(about, [](auto& m) { m.mutable_about()->mutable_workflows(0)->set_kind("a b"); });
  expect_refused(about, [](auto& m) { m.mutable_about()->mutable_workflows(0)->mutable_steps(0)->set_name(""); });
  expect_refused(about, [](auto& m) {
    auto& shape = *m.mutable_about()->mutable_workflows(0)->mutable_steps(1);
    shape.GetReflection()->MutableUnknownFields(&shape)->AddVarint(12, 1);
  });
}

}  // namespace
}  // namespace antin::protocol
