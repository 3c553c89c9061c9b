// The slots and tokens of an initialised module.
#pragma once

#include <string>
#include <vector>

#include "core/hsm/cryptoki.hpp"

namespace antin::ceremony::probe {

struct FoundToken {
  CK_SLOT_ID slot = 0;
  CK_TOKEN_INFO info{};
};

base::Result<std::vector<CK_SLOT_ID>> slots_with_tokens(const CK_FUNCTION_LIST& functions);
base::Result<std::vector<FoundToken>> tokens_of(const CK_FUNCTION_LIST& functions);

// A field of fixed length, padded with spaces (PKCS#11 2.40, CK_TOKEN_INFO): without them.
std::string unpadded(const CK_UTF8CHAR* field, std::size_t size);
template <std::size_t N>
std::string unpadded(const CK_UTF8CHAR (&field)[N]) {
  return unpadded(field, N);
}
std::string version_text(const CK_VERSION& version);

}  // namespace antin::ceremony::probe
