#include <gtest/gtest.h>

#include "daemon/local/codec.hpp"
#include "daemon/local/gate_messages.hpp"
#include "daemon/local/signer_messages.hpp"

namespace antin::local {
namespace {

CurveKey key_of(std::uint8_t octet) {
  CurveKey key;
  key.fill(octet);
  return key;
}

std::vector<FromGate> from_gate() {
  return {Forward{key_of(1), {0, 1, 2, 3, 4}, {9, 8, 7}}, Forward{}, GateCounts{1, 2, 3, 4, 5}};
}
std::vector<ToGate> to_gate() {
  return {Systems{true, false, {{key_of(2), "school-79760001"}, {key_of(3), ""}}}, Systems{false, true, {}},
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

TEST(Messages, a_message_is_not_taken_on_a_socket_that_is_not_its_own) {
  for (const auto& message : from_gate()) {
    EXPECT_FALSE(parse_to_gate(encode(message)));
    EXPECT_FALSE(parse_from_signer(encode(message)));
    EXPECT_FALSE(parse_to_signer(encode(message)));
  }
  for (const auto& message : to_signer()) {
    EXPECT_FALSE(parse_from_signer(encode(message)));
    EXPECT_FALSE(parse_to_gate(encode(message)));
  }
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
