// How a command ends: an exit status and, when it stopped, one line of error: `antin: CODE: text`.
#pragma once

#include <string>

#include "client/lib/failure.hpp"
#include "core/base/result.hpp"

namespace antin::cli {

enum class Exit {
  ok = 0,
  refused = 1,    // the appliance said no, or a verification failed
  usage = 2,      // the command line or a file on this side is wrong; of `verify`: it could not check
  temporary = 3,  // the appliance could not be reached, or said that a retry helps
  diverged = 4,   // the log contradicts what it showed before
};

struct Stop {
  Exit status = Exit::usage;
  std::string code;
  std::string text;
};

template <class T>
using Outcome = base::Result<T, Stop>;

inline Stop wrong_usage(std::string text) { return {Exit::usage, "USAGE", std::move(text)}; }
inline Stop local_trouble(const base::Error& error) { return {Exit::usage, "CANNOT", error.text}; }
Stop stop_from(const client::Failure& failure);

}  // namespace antin::cli
