// The development officers as a new log pins them, and their signatures over the policy bundle.
#pragma once

#include "core/base/instant.hpp"
#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

void write_officers(const Layout& layout);

// By as many officers as it needs, as an appliance's first bundle.
void sign_policy(const Layout& layout, base::Instant now);

}  // namespace antin::keys_dev
