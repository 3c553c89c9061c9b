// One screen of a ceremony: plain text of at most 80 columns and 24 lines, so that nothing scrolls away on a serial
// console.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

constexpr std::size_t screen_columns = 80;
constexpr std::size_t screen_lines = 24;
// The screen, what scrolled off it, and home (ECMA-48, and xterm's 3J).
constexpr std::string_view clear_screen = "\x1b[2J\x1b[3J\x1b[H";

struct Screen {
  Language language = Language::unknown;  // unknown: English
  std::string ceremony;
  bool rehearsal = false;
  unsigned step = 0;
  unsigned steps = 0;
  std::string title;
  std::vector<std::pair<std::string, std::string>> facts;  // object, serial, approvals so far, …
  std::string text;                                        // a paragraph, wrapped
  std::string table;                                       // lines as they are
  std::string name;                                        // what a file of answers knows it by; not shown
};

// `room` lines are left for the question below. What would not fit is cut with a note that says so: the files hold all.
std::string render(const Screen& screen, std::size_t room);

// Wrapped at `width` columns (a Vietnamese letter takes one), lines end in LF.
std::string wrapped(std::string_view text, std::size_t width);

}  // namespace antin::ceremony
