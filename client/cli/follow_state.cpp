#include "client/cli/follow_state.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/digest.hpp"

namespace antin::cli {
namespace {

constexpr std::string_view output_key = "output ";

std::string print(const OutputMark& mark) {
  return std::string(output_key) + std::to_string(mark.size) + " " + base::print(mark.tail) + "\n";
}

// Takes the line off `text`; nullopt: it is none that print() made.
std::optional<OutputMark> take_mark(std::string_view& text) {
  const auto line = text.substr(0, text.find('\n') + 1);
  const auto blank = line.find(' ', output_key.size());
  if (line.empty() || blank == std::string_view::npos) return std::nullopt;
  OutputMark mark;
  const auto digits = std::from_chars(line.data() + output_key.size(), line.data() + blank, mark.size);
  const auto tail = base::parse_digest(line.substr(blank + 1, line.size() - blank - 2));
  if (digits.ec != std::errc() || !tail || tail->value.size() != mark.tail.size()) return std::nullopt;
  std::copy(tail->value.begin(), tail->value.end(), mark.tail.begin());
  if (print(mark) != line) return std::nullopt;
  text.remove_prefix(line.size());
  return mark;
}

}  // namespace

std::string print(const FollowState& state) {
  return (state.output ? print(*state.output) : "") + (state.view.note().empty() ? "" : state.view.print());
}

base::Result<FollowState> parse_follow_state(client::LogTrust trust, std::string_view text) {
  std::optional<OutputMark> output;
  if (text.starts_with(output_key)) {
    output = take_mark(text);
    if (!output) return base::Error{"the state is damaged"};
    if (text.empty()) return FollowState{client::LogView(std::move(trust)), output};
  }
  auto view = client::LogView::parse(std::move(trust), text);
  if (!view) return view.error();
  return FollowState{std::move(*view), output};
}

}  // namespace antin::cli
