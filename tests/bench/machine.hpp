// What a figure was measured on: without it the figure means nothing.
#pragma once

#include <filesystem>

#include "tests/bench/figures.hpp"

namespace antin::bench {

Machine describe_machine(const std::filesystem::path& module, const std::filesystem::path& ledger_folder);

}  // namespace antin::bench
