// The rules once more, from DESIGN's words and not from the code: a list of laws, each asked of the whole past in the
// order that decide.hpp gives; the first that does not hold is the reason. Slow and obvious on purpose.
#pragma once

#include "tests/unit/policy/histories/history.hpp"

namespace antin::policy::histories {

// `approved`, `repeat open`, `repeat done`, or the reason's number.
std::string reference_answer(const Past& past, const Wish& wish);
std::string answer_of(const Decision& decision);
std::string answer_of(const EndingDecision& decision);

}  // namespace antin::policy::histories
