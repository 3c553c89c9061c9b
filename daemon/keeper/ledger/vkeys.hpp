// Verifier keys as one column holds them: a line each. Inside this room.
#pragma once

#include <string>
#include <vector>

#include "core/tlog/note.hpp"
#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

inline std::string join_vkeys(const std::vector<tlog::VerifierKey>& keys) {
  std::string text;
  for (const auto& key : keys) text += tlog::print(key) + "\n";
  return text;
}

inline std::vector<tlog::VerifierKey> split_vkeys(const std::string& text) {
  std::vector<tlog::VerifierKey> keys;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = text.find('\n', from);
    auto key = tlog::parse_vkey(std::string_view(text).substr(from, end - from));
    if (end == std::string::npos || !key) throw SqliteFailure("a list of verifier keys cannot be read");
    keys.push_back(*std::move(key));
    from = end + 1;
  }
  return keys;
}

}  // namespace antin::keeper
