#include "client/cli/consent.hpp"

namespace antin::cli {
namespace {

void add_lines_of(std::string_view text, std::vector<std::string>& lines) {
  while (!text.empty()) {
    lines.emplace_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), lines.back().size() + 1));
  }
}

}  // namespace

std::string shown(const crypto::Certificate& signer) {
  return signer.common_name.empty() ? signer.subject : signer.common_name;
}

Outcome<void> consent(const Arguments& arguments, Console& console, std::string_view title,
                      const std::vector<std::string>& facts, std::string_view text) {
  auto lines = facts;
  lines.emplace_back();
  add_lines_of(text, lines);
  console.err << framed(title, lines);
  if (arguments.has("yes")) return {};
  if (!console.person) return wrong_usage("nobody is at the terminal to confirm; --yes signs without asking");
  if (confirmed(console, "Type `yes` to sign:")) return {};
  return Stop{Exit::refused, "NOT_CONFIRMED", "nothing was signed"};
}

}  // namespace antin::cli
