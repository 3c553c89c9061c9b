// The witnesses of a development folder: programs like the others here, so that receipts can be seen to become final.
// Real ones are run by others, out of the operator's reach.
#pragma once

#include <string>
#include <vector>

#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

struct Witness {
  std::string name;
  std::string vkey;    // of its cosignatures
  std::string listen;  // ADDRESS:PORT
  [[nodiscard]] std::string url() const { return "http://" + listen; }
};

// Keys, options, state folders, and the file that tells clients whose cosignatures to believe. `log_vkeys`: of the log
// that they watch.
std::vector<Witness> write_witnesses(const Layout& layout, unsigned count, const std::vector<std::string>& log_vkeys);

}  // namespace antin::keys_dev
