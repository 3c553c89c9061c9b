// antin approve --list: one signature over a class.
#pragma once

#include "client/cli/command.hpp"

namespace antin::cli {

Outcome<Exit> approve_list(const Arguments& arguments, Console& console);

}  // namespace antin::cli
