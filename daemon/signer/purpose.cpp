#include "daemon/signer/purpose.hpp"

#include <array>
#include <optional>

#include "core/base/identifier.hpp"

namespace antin::signer {
namespace {

// Exactly four parts.
std::optional<std::array<std::string_view, 4>> parts_of(std::string_view label) {
  std::array<std::string_view, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto end = label.find('/');
    const bool is_last = i + 1 == parts.size();
    if ((end == std::string_view::npos) != is_last) return std::nullopt;
    parts[i] = label.substr(0, end);
    if (!is_last) label.remove_prefix(end + 1);
  }
  return parts;
}

bool is_number(std::string_view text, std::size_t longest) {
  if (text.empty() || text.size() > longest || text.front() == '0') return false;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

bool is_year_and_generation(std::string_view text) {
  return text.size() > 5 && text[4] == '.' && is_number(text.substr(0, 4), 4) && is_number(text.substr(5), 4);
}

}  // namespace

Purpose purpose_of(std::string_view label) {
  const auto parts = parts_of(label);
  if (!parts) return Purpose::unknown;
  const auto& [purpose, owner, use, time] = *parts;
  if (!base::is_identifier(owner) || !base::is_identifier(use) || !is_year_and_generation(time))
    return Purpose::unknown;
  if (purpose == "seal") return Purpose::seal;
  if (purpose == "time") return Purpose::time;
  if (purpose == "log") return Purpose::log;
  return Purpose::unknown;
}

}  // namespace antin::signer
