// How a signer introduces itself: the keys of its token, in messages that fit the local socket.
#pragma once

#include <string>
#include <vector>

#include "core/hsm/token.hpp"

namespace antin::signer {

// Encoded local::SignerHello messages, at least one; the last says so. `used`: signatures begun so far.
std::vector<base::Bytes> hello_messages(const std::string& token, const std::vector<hsm::Key>& keys,
                                        std::uint64_t used);

}  // namespace antin::signer
