// Key pairs of the probe's own, made as a ceremony makes them: every attribute on purpose.
#pragma once

#include <string>
#include <vector>

#include "core/hsm/session.hpp"
#include "core/hsm/token.hpp"

namespace antin::ceremony::probe {

struct Wish {
  crypto::KeyAlgorithm algorithm = crypto::KeyAlgorithm::ecdsa_p256;
  bool extractable = false;
  bool may_sign = true;
  bool wrap_with_trusted = false;
  bool copyable = true;
  bool modifiable = true;
  std::vector<CK_MECHANISM_TYPE> allowed{};  // empty: the attribute is left out
  bool plain = false;                        // only what no module can do without: for those that refuse the rest
};

struct KeyPair {
  CK_OBJECT_HANDLE public_object = CK_INVALID_HANDLE;
  CK_OBJECT_HANDLE private_object = CK_INVALID_HANDLE;
  hsm::Key key;
};

// Token objects with this label. Nothing stays behind when the public key cannot be read.
base::Result<KeyPair> generate(const hsm::Session& session, const Wish& wish, const std::string& label);

// The attributes that a ceremony sets on purpose, one by one: with each of them a module may refuse to make a key.
std::size_t attributes_to_try();
const char* name_of_attribute(std::size_t index);
// Makes a pair with this one beside the plain ones, and destroys it.
bool takes_attribute(const hsm::Session& session, std::size_t index, crypto::KeyAlgorithm algorithm,
                     const std::string& label);

// What a private key signs or is allowed to sign with here.
CK_MECHANISM_TYPE mechanism_of(crypto::KeyAlgorithm algorithm);
// Another one that such a key could sign with.
CK_MECHANISM_TYPE other_mechanism_of(crypto::KeyAlgorithm algorithm);
std::string name_of(crypto::KeyAlgorithm algorithm);

}  // namespace antin::ceremony::probe
