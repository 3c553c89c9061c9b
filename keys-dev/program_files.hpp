// What the programs of a development folder start from: options, sockets' and states' folders, the signers'
// guards.
#pragma once

#include <string>

#include "keys-dev/witness_files.hpp"

namespace antin::keys_dev {

struct Programs {
  std::string listen;  // the gate's endpoint
  std::string module;  // PKCS#11
  unsigned seal_signers = 1;
  std::vector<Witness> witnesses = {};
};

void write_programs(const Layout& layout, const Programs& programs);

}  // namespace antin::keys_dev
