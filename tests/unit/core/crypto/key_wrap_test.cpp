#include "core/crypto/key_wrap.hpp"

#include <gtest/gtest.h>

namespace antin::crypto {
namespace {

base::Bytes hex(const char* text) { return base::from_hex(text).value(); }

struct Vector {
  KeyWrap form;
  const char* wrapping_key;
  const char* key;
  const char* wrapped;
};
// RFC 3394 4.1 and 4.6, RFC 5649 6.
constexpr Vector vectors[] = {
    {KeyWrap::rfc3394, "000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff",
     "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"},
    {KeyWrap::rfc3394, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
     "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"},
    {KeyWrap::rfc5649, "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8", "c37b7e6492584340bed12207808941155068f738",
     "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a"},
    {KeyWrap::rfc5649, "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8", "466f7250617369",
     "afbeb0f07dfbf5419200f2ccb50bb24f"},
};

TEST(KeyWrapping, gives_what_the_rfcs_give) {
  for (const auto& vector : vectors) {
    const auto wrapped = wrap_key(vector.form, hex(vector.wrapping_key), hex(vector.key));
    ASSERT_TRUE(wrapped) << wrapped.error().text;
    EXPECT_EQ(base::to_hex(*wrapped), vector.wrapped);
    const auto key = unwrap_key(vector.form, hex(vector.wrapping_key), *wrapped);
    ASSERT_TRUE(key) << key.error().text;
    EXPECT_EQ(base::to_hex(key->expose_secret()), vector.key);
  }
}

TEST(KeyWrapping, refuses_what_had_one_bit_altered) {
  for (const auto& vector : vectors) {
    auto wrapped = hex(vector.wrapped);
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
      wrapped[i] ^= 0x10;
      EXPECT_FALSE(unwrap_key(vector.form, hex(vector.wrapping_key), wrapped)) << "octet " << i;
      wrapped[i] ^= 0x10;
    }
  }
}

TEST(KeyWrapping, refuses_another_wrapping_key_and_the_other_form) {
  const auto& vector = vectors[1];
  EXPECT_FALSE(unwrap_key(vector.form, base::Bytes(32, 1), hex(vector.wrapped)));
  EXPECT_FALSE(unwrap_key(KeyWrap::rfc5649, hex(vector.wrapping_key), hex(vector.wrapped)));
}

TEST(KeyWrapping, refuses_sizes_that_there_are_not) {
  EXPECT_FALSE(wrap_key(KeyWrap::rfc3394, base::Bytes(20, 1), base::Bytes(32)));
  EXPECT_FALSE(wrap_key(KeyWrap::rfc3394, base::Bytes(32, 1), base::Bytes(20))) << "not a multiple of eight";
  EXPECT_FALSE(wrap_key(KeyWrap::rfc5649, base::Bytes(32, 1), {}));
  EXPECT_FALSE(wrap_key(KeyWrap::unknown, base::Bytes(32, 1), base::Bytes(32)));
  EXPECT_FALSE(unwrap_key(KeyWrap::rfc5649, base::Bytes(32, 1), base::Bytes(9)));
}

}  // namespace
}  // namespace antin::crypto
