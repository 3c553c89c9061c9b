#include "daemon/ceremony/run/screen.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "client/cli/console.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

Screen sample() {
  Screen screen;
  screen.ceremony = "hcm-2026.1";
  screen.step = 5;
  screen.steps = 16;
  screen.title = "Tạo khóa seal/79760001/school/2026.1";
  screen.facts = {{"HSM", "seals, serial 1234"}, {"Chương trình", "sha256:" + std::string(64, 'a')}};
  screen.text = "Các cán bộ an ninh phê duyệt. " + std::string(200, 'x') + " Hết.";
  return screen;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(lines.back().size() + 1))
    lines.emplace_back(rest.substr(0, rest.find('\n')));
  return lines;
}

TEST(AScreen, is_no_wider_than_80_columns_whatever_is_on_it) {
  for (const auto& line : lines_of(render(sample(), 4))) EXPECT_LE(cli::columns(line), 80u) << line;
}

TEST(AScreen, shows_step_n_of_m_the_object_and_the_serial) {
  const auto text = render(sample(), 4);
  EXPECT_THAT(lines_of(text).front(), ::testing::EndsWith("  Step 5 of 16"));
  EXPECT_THAT(text, HasSubstr("Tạo khóa seal/79760001/school/2026.1\n"));
  EXPECT_THAT(text, HasSubstr("serial 1234"));
  auto vietnamese = sample();
  vietnamese.language = Language::vietnamese;
  const auto head = lines_of(render(vietnamese, 4)).front();
  EXPECT_THAT(head, ::testing::EndsWith("  Bước 5 trên 16"));
  EXPECT_EQ(cli::columns(head), 80u);
}

TEST(AScreen, leaves_room_for_the_question_and_says_so_when_it_had_to_cut) {
  auto screen = sample();
  for (int i = 0; i < 40; ++i) screen.table += "line\n";
  const auto lines = lines_of(render(screen, 6));
  EXPECT_EQ(lines.size(), 18u);
  EXPECT_EQ(lines.back(), "(...)");
}

TEST(AScreen, of_a_rehearsal_says_so_on_top) {
  auto screen = sample();
  screen.rehearsal = true;
  EXPECT_THAT(lines_of(render(screen, 4)).front(), ::testing::StartsWith("*** REHEARSAL / DIỄN TẬP ***"));
}

TEST(AScreen, does_not_let_text_from_outside_move_the_cursor) {
  auto screen = sample();
  screen.title = "key \x1b[2J";
  screen.facts.emplace_back("Subject", "CN=\x1b]0;x\x07");
  EXPECT_EQ(render(screen, 4).find('\x1b'), std::string::npos);
}

TEST(WrappedText, counts_columns_and_not_octets) {
  EXPECT_EQ(wrapped("Đỗ Thị Mai", 6), "Đỗ Thị\nMai\n");
  EXPECT_EQ(wrapped("", 6), "");
  EXPECT_EQ(wrapped("abcdefgh", 3), "abc\ndef\ngh\n");
}

}  // namespace
}  // namespace antin::ceremony
