#include "daemon/ceremony/run/screen.hpp"

#include <algorithm>

#include "client/cli/console.hpp"
#include "daemon/ceremony/run/phrases.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t label_width = 18;

std::string padded(std::string text, std::size_t width) {
  const auto taken = cli::columns(text);
  if (taken < width) text.append(width - taken, ' ');
  return text;
}

// What people must see on each screen, left and right.
std::string head(const Screen& screen) {
  const auto left = std::string(screen.rehearsal ? "*** REHEARSAL / DIỄN TẬP *** " : "") + screen.ceremony;
  const auto right = say(screen.language, Phrase::step_of, {std::to_string(screen.step), std::to_string(screen.steps)});
  return padded(left, screen_columns - cli::columns(right)) + right + "\n" + std::string(screen_columns, '-') + "\n";
}

// A value that is too long goes on below, under itself.
std::string fact_lines(const std::string& name, const std::string& value) {
  auto text = wrapped(cli::printable(value), screen_columns - label_width);
  std::string out;
  bool first = true;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
    out += padded(first ? name : std::string(), label_width);
    out += std::string(rest.substr(0, rest.find('\n'))) + "\n";
    first = false;
  }
  return out;
}

std::string first_lines(std::string_view text, std::size_t count) {
  std::string out;
  std::size_t lines = 0;
  while (!text.empty()) {
    if (++lines == count && std::count(text.begin(), text.end(), '\n') > 1) return out + "(...)\n";
    const auto end = text.find('\n') + 1;
    out += text.substr(0, end);
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width) {
  std::string out;
  std::string line;
  while (!text.empty()) {
    auto word = std::string(text.substr(0, text.find(' ')));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (!line.empty() && cli::columns(line) + 1 + cli::columns(word) > width) {
      out += line + "\n";
      line.clear();
    }
    // A word that no line holds: a hash, a path.
    while (cli::columns(word) > width) {
      out += word.substr(0, width) + "\n";
      word.erase(0, width);
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return line.empty() ? out : out + line + "\n";
}

std::string render(const Screen& screen, std::size_t room) {
  std::string out = head(screen) + wrapped(cli::printable(screen.title), screen_columns);
  for (const auto& [name, value] : screen.facts) out += fact_lines(name, value);
  if (!screen.text.empty()) out += "\n" + wrapped(cli::printable(screen.text), screen_columns);
  if (!screen.table.empty()) out += "\n" + screen.table;
  return first_lines(out, screen_lines - room);
}

}  // namespace antin::ceremony
