// The plan of a development ceremony, and the file that plays its people.
#pragma once

#include <string>

#include "keys-dev/generate.hpp"
#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

std::string plan_text(const Layout& layout, const Wanted& wanted);
std::string answers_text(const Layout& layout, const Wanted& wanted);

}  // namespace antin::keys_dev
