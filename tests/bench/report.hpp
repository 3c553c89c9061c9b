// The figures of a run: as a table for people, or as JSON.
#pragma once

#include <string>

#include "tests/bench/figures.hpp"

namespace antin::bench {

std::string print_table(const Figures& figures);
std::string print_json(const Figures& figures);

}  // namespace antin::bench
