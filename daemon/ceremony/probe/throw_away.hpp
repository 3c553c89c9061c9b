// A token for the probe alone: initialised with random PINs that nobody needs to know, where there was none.
#pragma once

#include "core/base/result.hpp"
#include "daemon/ceremony/probe/aim.hpp"

namespace antin::ceremony::probe {

// Fills in the aim's token and both PINs. Only a slot whose token is not initialised is taken: the aim's, else the
// first. `officer_pin` of the aim, when there is one, is what a factory set (openCryptoki wants it). PKCS#11 has no
// call that removes a token again, so it stays; its label says what it is. A process of its own talks to the module.
base::Result<void> make_throw_away(Aim& aim);

}  // namespace antin::ceremony::probe
