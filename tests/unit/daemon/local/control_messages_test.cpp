#include "daemon/local/control_messages.hpp"

#include <gtest/gtest.h>

#include "daemon/local/gate_messages.hpp"
#include "daemon/local/signer_messages.hpp"

namespace antin::local {
namespace {

std::vector<FromControl> from_control() {
  return {AskStatus{},
          MakeBackup{"night-1"},
          MakeBackup{},
          MakeArchive{512, "2026"},
          CloseLog{"seal.hcm.example/2027"},
          TakeBundle{},
          TakeOfficers{},
          GiveStop{{1}, {2}},
          GiveResume{{1}, {{2}, {3}}},
          GiveResume{},
          TakeCeremony{{1, 2}},
          TakeCeremony{}};
}
std::vector<ToControl> to_control() {
  return {Status{"seal.hcm.example/2026",
                 "0.1",
                 3,
                 900,
                 800,
                 700,
                 512,
                 2,
                 4,
                 true,
                 "seal.hcm.example/2027",
                 {"appliance, drill, by the entry with leaf sha256:00"},
                 {"seal.hcm.example/2025: 7 of 9 entries in hand"}},
          Status{},
          Progress{"copying", 5, 9},
          Finished{"it is there"},
          ControlRefused{ControlRefusal::not_now, "another is under way"},
          ControlRefused{},
          CeremonyTaken{{{1}, "its proof"}, {{2}, "the first one's"}},
          CeremonyTaken{}};
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

TEST(ControlMessages, what_is_asked_is_read_back_and_nothing_longer_or_shorter) {
  for (const auto& message : from_control()) expect_strict(message, parse_from_control);
}

TEST(ControlMessages, what_is_answered_is_read_back_and_nothing_longer_or_shorter) {
  for (const auto& message : to_control()) expect_strict(message, parse_to_control);
}

TEST(ControlMessages, of_the_other_direction_or_of_another_socket_are_nobodys) {
  for (const auto& message : from_control()) {
    EXPECT_FALSE(parse_to_control(encode(message)));
    EXPECT_FALSE(parse_from_gate(encode(message)));
    EXPECT_FALSE(parse_from_signer(encode(message)));
  }
  for (const auto& message : to_control()) EXPECT_FALSE(parse_from_control(encode(message)));
}

TEST(ControlMessages, a_refusal_for_a_reason_that_we_do_not_know_is_no_message) {
  auto bytes = encode(ToControl{ControlRefused{ControlRefusal::failed, ""}});
  bytes.at(1) = 4;
  EXPECT_FALSE(parse_to_control(bytes));
}

}  // namespace
}  // namespace antin::local
