// Lines of a journal, numbered and under the ids that they have there, for tests of what is read from them.
#pragma once

#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

struct Lines {
  Entries entries;

  void add(Kind kind, const std::string& step = {}, Facts facts = {}) {
    Entry entry;
    entry.number = entries.size() + 1;
    entry.kind = kind;
    entry.step = step;
    if (const auto id = own_id(kind, entry.number); !id.empty()) entry.step = id;
    entry.facts = std::move(facts);
    entries.push_back(std::move(entry));
  }
  void approve(const std::string& id, const std::vector<std::string>& officers) {
    for (const auto& officer : officers) add(Kind::approval, id, {{"officer", officer}});
  }
};

}  // namespace antin::ceremony
