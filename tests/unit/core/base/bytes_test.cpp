#include "core/base/bytes.hpp"

#include <gtest/gtest.h>

#include "core/base/identifier.hpp"

namespace antin::base {
namespace {

TEST(Bytes, views_compare_by_content) {
  EXPECT_TRUE(equal(view("abc"), Bytes{'a', 'b', 'c'}));
  EXPECT_TRUE(equal({}, {}));
  EXPECT_FALSE(equal(view("abc"), view("abd")));
  EXPECT_FALSE(equal(view("abc"), view("ab")));
}

TEST(Bytes, text_copy_and_append_keep_every_octet) {
  auto bytes = copy(view(std::string_view("a\0b", 3)));
  append(bytes, view("c"));
  EXPECT_EQ(text(bytes), std::string_view("a\0bc", 4));
}

TEST(Hex, it_comes_back) {
  const Bytes bytes{0x00, 0x0f, 0xf0, 0xff};
  EXPECT_EQ(to_hex(bytes), "000ff0ff");
  EXPECT_EQ(from_hex("000ff0ff"), bytes);
  EXPECT_EQ(from_hex(""), Bytes());
}

TEST(Hex, upper_case_odd_length_and_other_characters_are_refused) {
  for (const auto* hex : {"0F", "0", "000", "0g", "0x00", " 00", "00 ", "é"}) EXPECT_FALSE(from_hex(hex)) << hex;
  EXPECT_FALSE(from_hex(std::string_view("0\0", 2)));
}

TEST(Base64, the_vectors_of_rfc_4648_come_out_and_back) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(to_base64(view(plain)), encoded);
    EXPECT_EQ(from_base64(encoded), copy(view(plain)));
  }
  EXPECT_EQ(to_base64(Bytes{0xfb, 0xef, 0xff}), "++//");
}

TEST(Base64, any_text_but_the_canonical_is_refused) {
  for (const auto* base64 : {"Zg", "Zg=", "Zg===", "Zm8", "Zh==", "Zm9=", "Z===", "====", "=", "Zg==Zg==", "Zm=v",
                             "Zm9v\n", "Zm 9", "__--", "Zm9v====", "=Zm8"})
    EXPECT_FALSE(from_base64(base64)) << base64;
}

TEST(Base64, every_decoded_text_encodes_to_itself) {
  // All texts of one group over a small alphabet that holds digits, padding and a stranger.
  constexpr std::string_view alphabet = "AQgwZ/+=-";
  std::string group(4, ' ');
  for (const char a : alphabet)
    for (const char b : alphabet)
      for (const char c : alphabet)
        for (const char d : alphabet) {
          group = {a, b, c, d};
          const auto decoded = from_base64(group);
          EXPECT_TRUE(!decoded || to_base64(*decoded) == group) << group;
        }
}

TEST(Identifier, letters_digits_and_three_signs_are_it) {
  EXPECT_TRUE(is_identifier("hoc-ba"));
  EXPECT_TRUE(is_identifier("2025-2026.1A"));
  EXPECT_TRUE(is_identifier("a_b"));
  EXPECT_TRUE(is_identifier(std::string(128, 'x')));
}

TEST(Identifier, all_else_is_refused) {
  for (const auto* text : {"", "a/b", "a b", "a\n", "é", "a:b", "a+b", "@", "[", "`", "{"})
    EXPECT_FALSE(is_identifier(text)) << text;
  EXPECT_FALSE(is_identifier(std::string(129, 'x')));
  EXPECT_FALSE(is_identifier(std::string_view("a\0", 2)));
}

}  // namespace
}  // namespace antin::base
