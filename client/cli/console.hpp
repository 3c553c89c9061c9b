// The terminal: results go to stdout, notes and errors to stderr, colour only where a person looks. Text from outside
// is made harmless before it is shown.
#pragma once

#include <iostream>
#include <string>
#include <vector>

#include "client/cli/outcome.hpp"
#include "core/base/secret.hpp"

namespace antin::cli {

struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool colour_out = false;
  bool colour_err = false;
  bool person = false;  // stdin and stderr are a terminal: questions can be asked
  std::string_view program = "antin";
};

Console terminal(std::string_view program = "antin");  // of this process; NO_COLOR is honoured (no-color.org)

enum class Paint { plain, bold, dim, green, red, yellow };
std::string painted(bool colour, Paint paint, std::string_view text);

void note(Console& console, std::string_view text);
void report(Console& console, const Stop& stop);

// Valid UTF-8 without control characters and without those that turn the direction of text: each becomes U+FFFD.
std::string printable(std::string_view text);
// Columns on a terminal; combining marks (decomposed Vietnamese) take none.
std::size_t columns(std::string_view text);
// Lines in a frame, each made printable; `title` above a rule.
std::string framed(std::string_view title, const std::vector<std::string>& lines);
// `label   value`, aligned as in all reports.
std::string row(std::string_view label, std::string_view value);

// True for `yes` alone.
bool confirmed(Console& console, std::string_view question);
// From the terminal without echo; refused when nobody is there to type.
Outcome<base::Secret> ask_secret(Console& console, std::string_view what);

}  // namespace antin::cli
