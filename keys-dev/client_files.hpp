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

// client/log.vkey, which verifiers are given: the log's verifier key (C2SP signed-note) in one line. Gives it too.
std::string write_log_vkey(const Layout& layout, base::ByteView spki);

}  // namespace antin::keys_dev
