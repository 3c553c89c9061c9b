#include "policy/text/scan.hpp"

#include <gtest/gtest.h>

#include "tests/unit/policy/text/bundle.hpp"

namespace antin::policy::text {
namespace {

std::string scanned(std::string_view text) {
  const auto form = ascii_form(base::view(text));
  if (form) return "";
  return std::to_string(form.error().line) + ": " + form.error().text.substr(0, form.error().text.find(':'));
}

std::string ascii(std::string_view text) {
  const auto form = ascii_form(base::view(text));
  return form ? *form : "refused";
}

TEST(Scan, vietnamese_in_double_quotes_and_comments_passes) {
  EXPECT_EQ(scanned("name = \"Sở Giáo dục\" # học bạ\n\"tên\" = 'Truong \\' # \"\n"), "");
  EXPECT_EQ(scanned("# học bạ: \"quotes' in a comment\nx = \"a # b \\\" c\"\n"), "");
  EXPECT_EQ(scanned(""), "");
  EXPECT_EQ(scanned("no line end"), "");
}

TEST(Scan, the_parser_gets_ascii_without_comments_line_for_line) {
  EXPECT_EQ(ascii("a = \"Sở \U0001F393\" # học\r\n#\n\nb = 'x#y' # z"),
            "a = \"S\\u1EDF \\U0001F393\" \n\n\nb = 'x#y' \n");
  EXPECT_EQ(ascii("a = \"\\\"#ê\\\\\" # ê"), "a = \"\\\"#\\u00EA\\\\\" \n");
}

TEST(Scan, a_character_beyond_ascii_anywhere_else_is_refused) {
  const auto outside = "a character beyond ASCII stands outside quotes";
  EXPECT_EQ(scanned("tên = 1\n"), std::string("1: ") + outside);
  EXPECT_EQ(scanned("a = 1\nb = \"x\" ê\n"), std::string("2: ") + outside);
  EXPECT_EQ(scanned("a = \"x\\\"\" ê\n"), std::string("1: ") + outside);
  EXPECT_EQ(scanned("a = 'x\\' ê'\n"), std::string("1: ") + outside);
  const auto inside = "a character beyond ASCII stands in single quotes or after a backslash";
  EXPECT_EQ(scanned("a = 'ê'\n"), std::string("1: ") + inside);
  EXPECT_EQ(scanned("a = \"\\ê\"\n"), std::string("1: ") + inside);
}

TEST(Scan, what_is_not_utf8_is_refused) {
  for (const char* text :
       {"# \x80", "# \xC0\xAF", "# \xC1\xBF", "# \xE0\x80\xAF", "# \xED\xA0\x80", "# \xF0\x80\x80\xAF",
        "# \xF4\x90\x80\x80", "# \xF8\x88\x80\x80\x80", "# \xE1\xBB", "# \xE1\xBBx", "# \xFF"})
    EXPECT_EQ(scanned(text), "1: this line is not UTF-8") << text;
  EXPECT_EQ(scanned("# \xF0\x9F\x8E\x93 \xF4\x8F\xBF\xBF \xEE\x80\x80\n"), "");
}

TEST(Scan, characters_that_nobody_sees_are_refused) {
  for (const char* text : {"# \u202E", "\"\u2066\"", "# \u200F", "# \u2028", "# \u0085", "\uFEFFa = 1", "# \u200B"})
    EXPECT_EQ(scanned(text), "1: this line holds an invisible character") << text;
}

TEST(Scan, control_characters_are_refused_everywhere) {
  EXPECT_EQ(scanned("a = 1\n# \x1B[2J"), "2: this line holds a control character");
  EXPECT_EQ(scanned(std::string_view("a = \"\0\"", 7)), "1: this line holds a control character");
  EXPECT_EQ(scanned("a = 1\rb = 2\n"), "1: this line holds a control character");
  EXPECT_EQ(scanned("# \x7F"), "1: this line holds a control character");
  EXPECT_EQ(scanned("a =\t1\r\n"), "");
}

TEST(Scan, strings_end_on_their_line) {
  EXPECT_EQ(scanned("a = 1\nb = \"x\n\"\n"), "2: a string does not end on this line");
  EXPECT_EQ(scanned("a = 'x"), "1: a string does not end on this line");
  EXPECT_EQ(scanned("a = \"x\\\"\n"), "1: a string does not end on this line");
  EXPECT_EQ(scanned("a = \"\"\"x\"\"\"\n"), "1: multi-line strings are not used here");
  EXPECT_EQ(scanned("a = '''x'''\n"), "1: multi-line strings are not used here");
  EXPECT_EQ(scanned("a = [\"\", '']\n"), "");
}

TEST(Scan, depth_and_length_of_a_line_are_limited) {
  EXPECT_EQ(scanned("a.b.c.d.e = 1\n"), "");
  EXPECT_EQ(scanned("a.b.c.d.e.f = 1\n"), "1: too many dots outside quotes");
  EXPECT_EQ(scanned("a = \"1.2.3.4.5.6.7\" # 1.2.3.4.5.6.7\n"), "");
  EXPECT_EQ(scanned("#" + std::string(65535, '-')), "");
  EXPECT_EQ(scanned("#" + std::string(65536, '-')), "1: this line is too long");
}

TEST(Document, what_nests_too_deeply_is_refused_and_does_not_crash) {
  auto files = small_bundle();
  put(files, "units.toml", "unit = " + std::string(30000, '[') + std::string(30000, ']') + "\n");
  EXPECT_EQ(refusal(files).substr(0, 26), "units.toml:1: is not TOML:");
  std::string braces = "unit = ";
  for (int i = 0; i < 2000; ++i) braces += "{ a = ";
  put(files, "units.toml", braces);
  EXPECT_EQ(refusal(files).substr(0, 26), "units.toml:1: is not TOML:");
}

// Found by the fuzzer: toml++ 3.3.0 takes 0"Tr for the beginning of a number and runs into what is undefined at ư.
TEST(Document, a_quote_in_the_middle_of_a_value_is_refused_and_does_not_confuse_the_parser) {
  for (const char* value : {"0\"Trường\"", "1.\"ư\"", "1=\"ư\"", "1[\"ư\"]", "1{\"ư\"}", "0x\"ư\"", "2026-05-20 0\"ư\"",
                            "[1, 1=\"ư\"]", "true\"ư\"", "\"\"\"ư\"", "\"\"\"\"", "\"ư\"\"ư\""}) {
    auto files = small_bundle();
    put(files, "units.toml", std::string("a = ") + value + "\n");
    EXPECT_EQ(refusal(files).substr(0, 13), "units.toml:1:") << value;
  }
}

TEST(Document, what_is_not_toml_is_refused_with_its_line) {
  auto files = small_bundle();
  change(files, "units.toml", "[[unit]]\ncode = \"79760001\"", "[[unit]\ncode = \"79760001\"");
  EXPECT_EQ(refusal(files).substr(0, 26), "units.toml:5: is not TOML:");
}

}  // namespace
}  // namespace antin::policy::text
