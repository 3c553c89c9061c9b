#include "daemon/local/codec.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace antin::local {
namespace {

TEST(Codec, numbers_and_bytes_come_back_as_they_were) {
  Encoder out;
  out.u8(7);
  out.u32(0x01020304);
  out.u64(0x0102030405060708);
  out.flag(true);
  out.text("ấn tín");
  out.bytes({});
  const auto message = std::move(out).finish();
  Decoder in(message);
  EXPECT_EQ(in.u8(), 7);
  EXPECT_EQ(in.u32(), 0x01020304U);
  EXPECT_EQ(in.u64(), 0x0102030405060708U);
  EXPECT_TRUE(in.flag());
  EXPECT_EQ(in.text(), "ấn tín");
  EXPECT_TRUE(in.bytes().empty());
  EXPECT_TRUE(in.complete());
}

TEST(Codec, numbers_are_big_endian) {
  Encoder out;
  out.u32(0x01020304);
  EXPECT_EQ(std::move(out).finish(), (base::Bytes{1, 2, 3, 4}));
}

TEST(Codec, a_read_past_the_end_fails_for_good) {
  const base::Bytes message{0, 0, 0};
  Decoder in(message);
  EXPECT_EQ(in.u32(), 0U);
  EXPECT_EQ(in.u8(), 0);
  EXPECT_FALSE(in.complete());
}

TEST(Codec, a_length_beyond_the_message_fails) {
  const base::Bytes message{0xff, 0xff, 0xff, 0xff, 1};
  Decoder in(message);
  EXPECT_TRUE(in.bytes().empty());
  EXPECT_FALSE(in.complete());
}

TEST(Codec, octets_left_over_are_not_complete) {
  const base::Bytes message{1, 2};
  Decoder in(message);
  in.u8();
  EXPECT_FALSE(in.complete());
}

TEST(Codec, a_flag_is_zero_or_one) {
  const base::Bytes message{2};
  Decoder in(message);
  EXPECT_FALSE(in.flag());
  EXPECT_FALSE(in.complete());
}

TEST(Codec, a_fixed_field_of_another_length_fails) {
  Encoder out;
  out.bytes(base::Bytes(31));
  const auto message = std::move(out).finish();
  Decoder in(message);
  in.fixed<32>();
  EXPECT_FALSE(in.complete());
}

TEST(Codec, a_list_longer_than_the_limit_is_refused_on_both_sides) {
  Encoder out;
  EXPECT_THROW(out.count(list_limit + 1), std::length_error);
  out.u32(list_limit + 1);
  const auto message = std::move(out).finish();
  Decoder in(message);
  EXPECT_EQ(in.count(), 0U);
  EXPECT_FALSE(in.complete());
}

}  // namespace
}  // namespace antin::local
