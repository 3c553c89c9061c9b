// A bundle as plain facts: for each of its subjects (a unit, a system, a step of a workflow …) what its keys say, in
// the words of its text.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/bundle/bundle.hpp"

namespace antin::policy::cli {

using Values = std::vector<std::string>;         // more than one, or none, for a list
using Fields = std::map<std::string, Values>;    // by key
using Subjects = std::map<std::string, Fields>;  // by name, as in `step principal of hoc-ba`

// Of one that closes: `on 2026-07-01; its records go to 79760002`.
std::string closing_in_words(const Unit& unit);

Subjects facts_of(const bundle::BundleFiles& files, const bundle::Bundle& bundle);

}  // namespace antin::policy::cli
