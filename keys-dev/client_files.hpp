// What a school server holds to talk to the development appliance, and a stranger who may not.
#pragma once

#include <string>

#include "core/base/bytes.hpp"
#include "keys-dev/layout.hpp"
#include "keys-dev/policy_files.hpp"

namespace antin::keys_dev {

// client/: CURVE keys and configuration of each system and of one that is not registered. Gives the systems' public
// keys.
CurveKeys write_clients(const Layout& layout, const std::string& listen, const std::string& gate_public_key);

// client/log.vkey, which verifiers are given: the verifier keys of the log's keys (C2SP signed-note), a line each, as
// the ceremony has left them. Gives them too.
std::vector<std::string> write_log_vkeys(const Layout& layout, unsigned generations);

}  // namespace antin::keys_dev
