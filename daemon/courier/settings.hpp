// What an operator may set of the courier: whom it serves, and how far it may reach.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/process/options.hpp"

namespace antin::courier {

struct Settings {
  std::string keeper_socket = "/run/antin/courier.sock";
  std::uint64_t keeper_uid = 64102;
  std::vector<std::string> allow;
  std::string ca_file;  // empty: the system's
  std::uint64_t timeout_ms = 10'000;
  std::uint64_t at_once = 8;
  std::uint64_t memory_limit_mib = 512;  // 0: none
};

// `settings` must outlive the options.
process::Options options_into(Settings& settings);

}  // namespace antin::courier
