// What the launcher starts: one program for each configuration file of a development folder.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace antin::launcher {

struct Program {
  std::string name;                    // of its configuration file: `antin-signer-seals-1`
  std::filesystem::path executable;    // an ELF file
  std::vector<std::string> arguments;  // without the program's own name
  uid_t user = 0;
  gid_t group = 0;
  std::filesystem::path folder;                               // must be reachable for `user`, whatever lies above it
  std::optional<std::filesystem::path> token_folder;          // is read-only for this program
  std::optional<std::filesystem::path> module_configuration;  // SOFTHSM2_CONF
  std::filesystem::path log;
  std::filesystem::path pid_file;
  unsigned ends = 0;  // its turn at the end: a program is asked to end once those of smaller turns have
};

// FOLDER/etc/*.conf in the order in which they start: antind, the signers, the courier, the gate. They
// end otherwise: the gate, so that nobody asks any more; antind; then those that sign and carry for it to the last. A
// file that belongs to no program is an error. `binaries`: the folder that holds the executables.
base::Result<std::vector<Program>> programs_of(const std::filesystem::path& folder,
                                               const std::filesystem::path& binaries);

}  // namespace antin::launcher
