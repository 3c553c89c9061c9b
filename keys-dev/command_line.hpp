// The options of antin-keys-dev.
#pragma once

#include <optional>

#include "keys-dev/generate.hpp"

namespace antin::keys_dev {

// nullopt: --help was printed. Throws Failure with what is wrong.
std::optional<Wanted> read_command_line(int argc, const char* const* argv);

}  // namespace antin::keys_dev
