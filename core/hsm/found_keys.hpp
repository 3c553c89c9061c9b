// The signing keys of a token, found once: looking a key up costs 20 signatures with a few thousand keys in SoftHSM.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/hsm/session.hpp"
#include "core/hsm/token.hpp"

namespace antin::hsm {

struct FoundKeys {
  std::vector<Key> keys;                                         // sorted by label
  std::map<std::string, CK_OBJECT_HANDLE, std::less<>> handles;  // of the private keys, by label
  std::vector<std::string> left_out;                             // "label: why", for the operator's log
};

// Fails when two private keys share a label. Leaves out keys that could not be trusted or used: readable or
// extractable, not for signing, of a type that is none of ours, without exactly one public key of their CKA_ID.
base::Result<FoundKeys> find_keys(const Session& session);

}  // namespace antin::hsm
