#include "core/base/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace antin::base {
namespace {

void expect_first(std::string_view text, char32_t value, std::size_t octets) {
  const auto point = first_code_point(text);
  EXPECT_EQ(point.value, value);
  EXPECT_EQ(point.octets, octets);
}

TEST(Utf8, the_first_character_is_read_with_its_length) {
  expect_first("a", 'a', 1);
  expect_first(std::string_view("\0", 1), 0, 1);
  expect_first("\xC2\x80", 0x80, 2);
  expect_first("ế!", 0x1EBF, 3);
  expect_first("\xED\x9F\xBF", 0xD7FF, 3);
  expect_first("\xEE\x80\x80", 0xE000, 3);
  expect_first("\xF0\x90\x80\x80", 0x10000, 4);
  expect_first("\xF4\x8F\xBF\xBF", 0x10FFFF, 4);
}

TEST(Utf8, what_rfc_3629_does_not_allow_is_refused) {
  for (const std::string text : {"\x80", "\xC1\xBF", "\xC0\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
                                 "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"})
    expect_first(text, 0, 0);
}

TEST(Utf8, a_character_that_is_cut_off_or_interrupted_is_refused) {
  for (const std::string text : {"\xC3", "\xE1\xBA", "\xF0\x90\x80", "\xC3z", "\xE1\xBAz", "\xF0\x90\x80z"})
    expect_first(text, 0, 0);
}

}  // namespace
}  // namespace antin::base
