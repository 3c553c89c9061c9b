// TOML out of our own plain values: nothing in them needs escaping.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace antin::keys_dev {

inline std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }
inline std::string field(std::string_view key, std::string_view value) {
  return std::string(key) + " = " + std::string(value) + "\n";
}
inline std::string quoted_field(std::string_view key, std::string_view value) { return field(key, in_quotes(value)); }

inline std::string list_of(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const auto& item : items) text += (text.size() > 1 ? ", " : "") + in_quotes(item);
  return text + "]";
}

}  // namespace antin::keys_dev
