// The token that a backup is restored on, before anyone relies on it. Inside this room.
#pragma once

#include "daemon/ceremony/run/ceremony.hpp"

namespace antin::ceremony {

struct Spare {
  hsm::TokenState state;
  base::Secret so;
  base::Secret user;
};

// Made when it is not there; there: the one that this ceremony was making when it was interrupted, which the PINs open
// that follow from `key`.
Done<Spare> spare_token(const Ceremony& ceremony, const std::string& token, const base::Secret& key);
Done<void> wipe_spare(const Ceremony& ceremony, const Spare& spare);

}  // namespace antin::ceremony
