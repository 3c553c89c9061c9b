#include "client/cli/console.hpp"
#include "core/base/utf8.hpp"

namespace antin::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::size_t label_width = 12;

// One octet at a time of what is not UTF-8.
std::size_t size_of(const base::CodePoint& point) { return point.octets == 0 ? 1 : point.octets; }

bool within(char32_t value, char32_t first, char32_t last) { return value >= first && value <= last; }

// Escape sequences could rewrite what stands on the screen, and direction marks (UAX #9) show it in another order.
bool is_harmful(char32_t value) {
  return value < 0x20 || within(value, 0x7F, 0x9F) || value == 0x061C || within(value, 0x200B, 0x200F) ||
         within(value, 0x2028, 0x202E) || within(value, 0x2060, 0x206F) || value == 0xFEFF;
}

bool is_combining(char32_t value) {
  return within(value, 0x0300, 0x036F) || within(value, 0x1AB0, 0x1AFF) || within(value, 0x1DC0, 0x1DFF) ||
         within(value, 0x20D0, 0x20FF);
}

std::string repeated(std::string_view what, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto point = base::first_code_point(text);
    out += point.octets != 0 && !is_harmful(point.value) ? text.substr(0, point.octets) : replacement;
    text.remove_prefix(size_of(point));
  }
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const auto point = base::first_code_point(text);
    if (!is_combining(point.value)) ++count;
    text.remove_prefix(size_of(point));
  }
  return count;
}

std::string framed(std::string_view title, const std::vector<std::string>& lines) {
  std::size_t width = columns(title);
  std::vector<std::string> shown;
  for (const auto& line : lines) width = std::max(width, columns(shown.emplace_back(printable(line))));
  const auto rule = repeated("─", width + 2);
  const auto framed_line = [&](std::string_view line) {
    return "│ " + std::string(line) + std::string(width - columns(line), ' ') + " │\n";
  };
  std::string out = "┌" + rule + "┐\n" + framed_line(title) + "├" + rule + "┤\n";
  for (const auto& line : shown) out += framed_line(line);
  return out + "└" + rule + "┘\n";
}

std::string row(std::string_view label, std::string_view value) {
  const auto gap = label.size() < label_width ? label_width - label.size() : 1;
  return std::string(label) + std::string(gap, ' ') + printable(value) + "\n";
}

}  // namespace antin::cli
