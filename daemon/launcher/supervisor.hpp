// Supervisor: starts the programs, starts again those that end, ends them all when it is told to.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <vector>

#include "daemon/launcher/back_off.hpp"
#include "daemon/launcher/program.hpp"

namespace antin::launcher {

class Supervisor {
 public:
  explicit Supervisor(std::vector<Program> programs);

  // Until SIGTERM or SIGINT; then 0. A program that ends with 64 or 78 (its command line or configuration is wrong, and
  // starting it again cannot help) ends all of them, and its status is returned.
  int run();

 private:
  using Clock = std::chrono::steady_clock;
  struct Life {
    Program program;
    pid_t id = 0;  // 0: not running
    Clock::time_point started, due;
    BackOff back_off;
  };

  void start_those_due();
  void start_one(Life& life);
  void reap();
  void ended(Life& life, int status);
  [[nodiscard]] timespec until_next_due() const;
  void end_all();
  void end(unsigned turn);
  void signal(unsigned turn, int signal) const;
  [[nodiscard]] bool any_running(unsigned turn) const;

  std::vector<Life> m_lives;
  std::optional<int> m_hopeless;  // the status that a restart cannot mend
};

}  // namespace antin::launcher
