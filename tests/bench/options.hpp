// What a run of the benchmark measures, and how much of it.
#pragma once

#include <chrono>
#include <optional>

namespace antin::bench {

struct Options {
  unsigned documents = 4000;
  unsigned warm_up = 400;  // documents sealed before the clock runs
  unsigned connections = 8;
  unsigned in_flight = 16;  // documents under way on each connection
  unsigned alone = 200;     // documents sealed one at a time
  unsigned seal_signers = 2;
  std::chrono::milliseconds raw_time{2000};  // of each raw measurement
  bool json = false;
};

// Nothing: help was asked for and printed. Throws std::runtime_error on what it does not know.
std::optional<Options> read_command_line(int argc, const char* const* argv);

}  // namespace antin::bench
