// Lists of people as one column holds them. Inside this room.
#pragma once

#include <string>
#include <vector>

#include "core/base/identifier.hpp"
#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

// Roster ids are identifiers, so a line end separates them.
inline std::string join_people(const std::vector<std::string>& people) {
  std::string text;
  for (const auto& person : people) {
    if (!base::is_identifier(person)) throw SqliteFailure("a roster id is not an identifier");
    text += person + "\n";
  }
  return text;
}

inline std::vector<std::string> split_people(const std::string& text) {
  std::vector<std::string> people;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = text.find('\n', from);
    if (end == std::string::npos) throw SqliteFailure("a list of people cannot be read");
    people.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return people;
}

}  // namespace antin::keeper
