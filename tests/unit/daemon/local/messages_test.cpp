#include <gtest/gtest.h>

#include "daemon/local/codec.hpp"
#include "daemon/local/courier_messages.hpp"
#include "daemon/local/gate_messages.hpp"
#include "daemon/local/signer_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::local {
namespace {

CurveKey key_of(std::uint8_t octet) {
  CurveKey key;
  key.fill(octet);
  return key;
}

std::vector<FromGate> from_gate() {
  return {Forward{key_of(1), {0, 1, 2, 3, 4}, {9, 8, 7}}, Forward{}, GateCounts{1, 2, 3, 4, 5},
          NextKey{"tcp://seal.example:9980", key_of(6)}};
}
std::vector<ToGate> to_gate() {
  return {Systems{true, false, {{key_of(2), "school-79760001", true}, {key_of(3), ""}}}, Systems{false, true, {}},
          Answer{key_of(4), {0, 9, 9, 9, 9}, {1}}};
}
std::vector<FromSigner> from_signer() {
  return {SignerHello{"seals", {{"seal/79760001/school/2026.1", {1, 2}}, {"k", {}}}, true, 5},
          SignerHello{},
          Signed{7, {1, 2, 3}, 41},
          Refused{8, SignerRefusal::clock, 42},
          Refused{9, SignerRefusal::unknown},
          Refused{10, SignerRefusal::checkpoint}};
}
std::vector<ToSigner> to_signer() {
  return {SignSeal{1, "seal/a/b/1.1", {1}}, SignTimestamp{2, "time/antin/tsa/2026.1", {1, 2}, {3}},
          SignCheckpoint{3, "log/79/hcm/2026.1", "seal.example/2026\n1\nAAAA\n"}, SignCheckpoint{}};
}

const Fetch fetch{7, FetchMethod::post, "http://witness.example/add-checkpoint", "text/plain", {1, 2, 3}};
const Fetched fetched{7, FetchOutcome::answered, 409, "text/x.tlog.size", {4, 5}};

template <class Message, class Parse>
void expect_strict(const Message& message, Parse parse) {
  const auto bytes = encode(message);
  const auto parsed = parse(bytes);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(*parsed, message);
  auto longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(parse(longer)) << "with an octet more";
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(parse(base::ByteView(bytes).first(size))) << "cut to " << size << " octets";
  }
}

TEST(Messages, what_the_gate_says_is_read_back_and_nothing_longer_or_shorter) {
  for (const auto& message : from_gate()) expect_strict(message, parse_from_gate);
}

TEST(Messages, what_the_gate_is_told_is_read_back_and_nothing_longer_or_shorter) {
  for (const auto& message : to_gate()) expect_strict(message, parse_to_gate);
}

TEST(Messages, what_a_signer_says_is_read_back_and_nothing_longer_or_shorter) {
  for (const auto& message : from_signer()) expect_strict(message, parse_from_signer);
}

TEST(Messages, what_a_signer_is_told_is_read_back_and_nothing_longer_or_shorter) {
  for (const auto& message : to_signer()) expect_strict(message, parse_to_signer);
}

TEST(Messages, what_the_courier_says_and_is_told_is_read_back_and_nothing_longer_or_shorter) {
  expect_strict(fetch, parse_fetch);
  expect_strict(Fetch{8, FetchMethod::get, "http://h/", "", {}}, parse_fetch);
  expect_strict(fetched, parse_fetched);
  expect_strict(Fetched{8, FetchOutcome::refused, 0, "", {}}, parse_fetched);
}

TEST(Messages, a_fetch_of_an_unknown_method_and_an_unknown_outcome_are_refused) {
  for (const int octet : {0, 3, 255}) {
    auto asked = fetch;
    asked.method = static_cast<FetchMethod>(octet);
    EXPECT_FALSE(parse_fetch(encode(asked))) << octet;
  }
  for (const int octet : {0, 4, 255}) {
    auto answer = fetched;
    answer.outcome = static_cast<FetchOutcome>(octet);
    EXPECT_FALSE(parse_fetched(encode(answer))) << octet;
  }
}

TEST(Messages, the_largest_fetch_and_the_largest_answer_fit_a_message) {
  auto asked = fetch;
  asked.url.assign(courier_url_limit, 'u');
  asked.content_type.assign(courier_content_type_limit, 't');
  asked.body.resize(courier_body_limit);
  EXPECT_LE(encode(asked).size(), message_limit);
  auto answer = fetched;
  answer.content_type.assign(courier_content_type_limit, 't');
  answer.body.resize(courier_body_limit);
  EXPECT_LE(encode(answer).size(), message_limit);
}

TEST(Messages, a_message_is_not_taken_on_a_socket_that_is_not_its_own) {
  for (const auto& message : from_gate()) {
    EXPECT_FALSE(parse_to_gate(encode(message)));
    EXPECT_FALSE(parse_from_signer(encode(message)));
    EXPECT_FALSE(parse_to_signer(encode(message)));
  }
  for (const auto& message : to_signer()) {
    EXPECT_FALSE(parse_from_signer(encode(message)));
    EXPECT_FALSE(parse_to_gate(encode(message)));
    EXPECT_FALSE(parse_fetch(encode(message)));
    EXPECT_FALSE(parse_fetched(encode(message)));
  }
  EXPECT_FALSE(parse_fetched(encode(fetch)));
  EXPECT_FALSE(parse_fetch(encode(fetched)));
  EXPECT_FALSE(parse_to_signer(encode(fetch)));
}

TEST(Messages, unknown_tags_are_refused) {
  for (const int tag : {0, 5, 16, 23, 255}) {
    const base::Bytes message{static_cast<std::uint8_t>(tag)};
    EXPECT_FALSE(parse_from_gate(message));
    EXPECT_FALSE(parse_to_gate(message));
    EXPECT_FALSE(parse_from_signer(message));
    EXPECT_FALSE(parse_to_signer(message));
  }
}

TEST(Messages, an_unknown_reason_of_refusal_is_refused) {
  auto bytes = encode(FromSigner{Refused{1, SignerRefusal::checkpoint}});
  ++bytes.at(1 + 8);  // behind the tag and the operation
  EXPECT_FALSE(parse_from_signer(bytes));
}

TEST(Messages, a_list_that_claims_more_than_there_is_is_refused) {
  Encoder out;
  out.u8(3);  // systems
  out.flag(true);
  out.flag(true);
  out.u32(4096);
  EXPECT_FALSE(parse_to_gate(std::move(out).finish()));
  Encoder longer;
  longer.u8(3);
  longer.flag(true);
  longer.flag(true);
  longer.u32(0xffffffff);
  EXPECT_FALSE(parse_to_gate(std::move(longer).finish()));
}

}  // namespace
}  // namespace antin::local
