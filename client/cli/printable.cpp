#include <array>
#include <optional>

#include "client/cli/console.hpp"

namespace antin::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::size_t label_width = 12;

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;
  bool valid = false;
};

// RFC 3629: shortest form only, no surrogates, nothing beyond U+10FFFF.
CodePoint first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  char32_t value = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return {};
    value = value << 6 | (next & 0x3FU);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool valid = value >= smallest.at(size) && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return valid ? CodePoint{value, size, true} : CodePoint{};
}

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
    const auto point = first_of(text);
    out += point.valid && !is_harmful(point.value) ? text.substr(0, point.size) : replacement;
    text.remove_prefix(point.size);
  }
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const auto point = first_of(text);
    if (!is_combining(point.value)) ++count;
    text.remove_prefix(point.size);
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
