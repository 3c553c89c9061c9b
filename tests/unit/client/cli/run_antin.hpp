// Runs the command in this process, as a shell would, and keeps what it says.
#pragma once

#include <sstream>

#include "client/cli/command.hpp"

namespace antin::cli {

struct Ran {
  Exit status = Exit::ok;
  std::string out, err;
};

inline Ran run_antin(const std::vector<std::string>& words, const std::string& typed = {}, bool person = false) {
  std::istringstream in(typed);
  std::ostringstream out, err;
  Console console{in, out, err, false, false, person};
  const auto status = run(words, console);
  return {status, out.str(), err.str()};
}

inline std::vector<std::string> operator+(std::vector<std::string> left, const std::vector<std::string>& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

}  // namespace antin::cli
