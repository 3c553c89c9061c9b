// The two languages of the people in the room: whatever they read is said in both, or a test fails.
#pragma once

#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

struct Texts {
  std::string_view english;
  std::string_view vietnamese;
};

std::string_view in(Language language, const Texts& texts);  // unknown: English
// %1, %2, … are what stands there.
std::string filled(Language language, const Texts& texts, const std::vector<std::string>& what);

Texts explanations(Act act);  // what is done in such a step

}  // namespace antin::ceremony
