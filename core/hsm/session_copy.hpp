// A key as a session object: SoftHSM then need not look at the token's files at each signature.
#pragma once

#include <optional>

#include "core/hsm/session.hpp"

namespace antin::hsm {

// nullopt when the module makes none that is as closed as the key itself: not on the token, private, sensitive and not
// extractable. It dies with its session.
std::optional<CK_OBJECT_HANDLE> closed_copy(const Session& session, CK_OBJECT_HANDLE original);

}  // namespace antin::hsm
