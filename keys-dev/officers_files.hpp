// What the development officers sign besides their ceremony: the policy bundle.
#pragma once

#include "core/base/instant.hpp"
#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

// By as many officers as it needs, as an appliance's first bundle.
void sign_policy(const Layout& layout, unsigned quorum, base::Instant now);

}  // namespace antin::keys_dev
