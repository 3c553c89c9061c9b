// The two languages of the people in the room. Inside this room.
#pragma once

#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

struct Texts {
  std::string_view english;
  std::string_view vietnamese;
};

Texts explanations(Act act);  // what is done in such a step

}  // namespace antin::ceremony
