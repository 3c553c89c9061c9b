// A person who has renewed: two certificates that are both good.
#pragma once

#include "tests/support/development_folder.hpp"

namespace antin::test {

// In the folder's policy, which must be signed again: `other`'s certificate is `person`'s too, and `other` is nobody.
inline void give_certificate_of(const DevelopmentFolder& folder, const std::string& other, const std::string& person) {
  std::string text(base::text(folder.read("policy/roster.toml")));
  const auto begin_of = [&text](const std::string& id) { return text.find("[[person]]\nid = \"" + id + "\""); };
  const auto from = begin_of(other);
  if (from == std::string::npos) throw std::runtime_error("nobody is " + other);
  text.erase(from, text.find("[[person]]", from + 1) - from);
  const auto mine = "\"people/" + person + ".crt\"";
  const auto at = text.find(mine);
  if (at == std::string::npos) throw std::runtime_error("nobody is " + person);
  text.insert(at + mine.size(), ", \"people/" + other + ".crt\"");
  folder.tools().write("dev/policy/roster.toml", text);
}

}  // namespace antin::test
