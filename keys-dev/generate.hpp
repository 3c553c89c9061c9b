// Makes a whole development folder: throw-away tokens and keys by a ceremony, a CA with people and systems, policy,
// options.
#pragma once

#include <filesystem>
#include <string>

#include "keys-dev/program.hpp"

namespace antin::keys_dev {

struct Wanted {
  std::string out;
  std::string module = "/usr/lib/softhsm/libsofthsm2.so";
  std::string listen = "tcp://127.0.0.1:*";
  unsigned seal_signers = 1;
  unsigned witnesses = 0;
  unsigned log_keys = 1;  // generations; the first is in force
  unsigned officers = 3;  // of whom `quorum` decide
  unsigned quorum = 2;
  bool backups = false;  // of the seals, restored on a spare token
  std::filesystem::path ceremony = program_beside("antin-ceremony");
};

// Throws Failure. The folder must be new or empty. Sets SOFTHSM2_CONF for this process.
void generate(const Wanted& wanted);

}  // namespace antin::keys_dev
