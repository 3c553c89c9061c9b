#include <algorithm>

#include "daemon/ceremony/probe/probe.hpp"

namespace antin::ceremony::probe {
namespace {

constexpr std::size_t width = 80;
constexpr std::size_t indent = 12;

// Broken between words, every line after the first as far in as the first one is.
std::string wrapped(std::string_view words, std::size_t at) {
  std::string text;
  auto column = at;
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (column > at && column + 1 + end > width) {
      text += "\n" + std::string(at, ' ');
      column = at;
    }
    if (column > at) {
      text += " ";
      ++column;
    }
    text += words.substr(0, end);
    column += end;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return text + "\n";
}

std::string beside(std::string_view left, std::string_view words) {
  std::string line = "  " + std::string(left);
  line.resize(std::max(line.size() + 1, indent), ' ');
  return line + wrapped(words, line.size());
}

std::string row_text(const Row& row) {
  auto text = beside(name_of(row.answer.verdict), row.check->question);
  if (!row.answer.detail.empty()) text += beside("", row.answer.detail);
  return text;
}

std::string heading(std::string_view title) { return "\n" + std::string(title) + "\n"; }

bool is_listed(const Row& row, Bearing bearing) { return row.check->bearing == bearing && is_lacking(row.answer); }

std::string lacking_text(const Findings& findings, Bearing bearing, std::string_view title) {
  std::string text;
  for (const auto& row : findings.rows) {
    if (!is_listed(row, bearing)) continue;
    text += "  " + std::string(row.check->id) + "\n" + beside("", row.check->meaning);
    auto why = std::string(name_of(row.answer.verdict));
    if (!row.answer.detail.empty()) why += ": " + row.answer.detail;
    text += beside("", why);
  }
  return text.empty() ? text : heading(title) + text;
}

std::string untried_text(const Findings& findings) {
  const auto count = std::count_if(findings.rows.begin(), findings.rows.end(),
                                   [](const Row& row) { return row.answer.verdict == Verdict::not_tried; });
  return count == 0 ? "" : std::to_string(count) + " questions were not tried; the rows above say why.\n";
}

}  // namespace

std::string as_text(const Findings& findings) {
  std::string text = wrapped("Module " + findings.module, 0);
  text += findings.token.empty() ? "No token was named: none was touched.\n" : wrapped("Token " + findings.token, 0);
  const Group* group = nullptr;
  for (const auto& row : findings.rows) {
    if (row.group != group) text += heading(row.group->title);
    group = row.group;
    text += row_text(row);
  }
  text += lacking_text(findings, Bearing::essential, "What Antin needs, and this HSM does not do as it should");
  text += lacking_text(findings, Bearing::choice, "What a plan must do otherwise on this HSM");
  text += lacking_text(findings, Bearing::note, "Good to know");
  text += "\n" + untried_text(findings);
  return text + (fit_for_antin(findings)
                     ? "A ceremony and antin-signer can work with this HSM.\n"
                     : "A ceremony or antin-signer cannot work with this HSM, or was not shown to.\n");
}

}  // namespace antin::ceremony::probe
