// What the two halves of a key are made with, wherever they come from. Inside this room.
#pragma once

#include "core/hsm/key_pair.hpp"

namespace antin::hsm {

Attributes public_attributes(const std::string& label, base::ByteView id, crypto::KeyAlgorithm algorithm);
Attributes private_attributes(const std::string& label, base::ByteView id, crypto::KeyAlgorithm algorithm,
                              Extraction extraction);

}  // namespace antin::hsm
