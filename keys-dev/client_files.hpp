// What a school server holds to talk to the development appliance, and a stranger who may not.
#pragma once

#include <string>

#include "keys-dev/layout.hpp"
#include "keys-dev/policy_files.hpp"

namespace antin::keys_dev {

// client/: CURVE keys and configuration of each system and of one that is not registered. Gives the systems' public
// keys.
CurveKeys write_clients(const Layout& layout, const std::string& listen, const std::string& gate_public_key);

}  // namespace antin::keys_dev
