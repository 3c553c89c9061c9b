// How figures are written.
#pragma once

#include <array>
#include <cstdio>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tests/bench/figures.hpp"

namespace antin::bench {

template <class... Values>
std::string format(const char* pattern, Values... values) {
  std::array<char, 1024> line{};
  std::snprintf(line.data(), line.size(), pattern, values...);
  return line.data();
}

std::string whole(double value);  // 24400 → "24,400"
std::string print_machine(const Machine& machine);
nlohmann::json to_json(const Machine& machine);

}  // namespace antin::bench
