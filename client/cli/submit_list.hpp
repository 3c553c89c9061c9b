// antin submit --list: one step of every record of a list.
#pragma once

#include "client/cli/command.hpp"

namespace antin::cli {

Outcome<Exit> submit_list(const Arguments& arguments, Console& console);

}  // namespace antin::cli
