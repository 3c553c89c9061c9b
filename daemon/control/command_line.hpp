// What antin-control is asked to do: a verb, its name, and options.
#pragma once

#include <string>
#include <vector>

#include "daemon/local/control_messages.hpp"
#include "daemon/process/options.hpp"

namespace antin::control {

struct Settings {
  std::string keeper_socket = "/run/antin/control.sock";
  std::uint64_t keeper_uid = 64102;  // antin-keeper's
  std::uint64_t before = 0;
  std::string to;
  std::string successor;
  bool yes = false;
  bool json = false;
};

process::Options options_into(Settings& settings);

struct Order {
  local::FromControl request;
  bool needs_yes = false;  // what it does is never undone
};

// `words`: the command line up to its first option, the program's name left out. The error says what is expected.
base::Result<Order> order_from(const std::vector<std::string>& words, const Settings& settings);

// Where the options begin in argv.
int first_option(int argc, const char* const* argv);

}  // namespace antin::control
