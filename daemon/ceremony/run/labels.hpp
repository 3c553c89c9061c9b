// What the facts of a step are called on the screen. Inside this room.
#pragma once

#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

// `name` as the journal has it; empty: it is not shown.
std::string label_of(std::string_view name, Language language);

}  // namespace antin::ceremony
