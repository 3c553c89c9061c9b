// What a figure was measured on, without which it means nothing, and what this process uses of it.
#pragma once

#include <filesystem>

#include "tests/bench/figures.hpp"

namespace antin::bench {

Machine describe_machine(const std::filesystem::path& module, const std::filesystem::path& ledger_folder);

double resident_mib();  // of this process

}  // namespace antin::bench
