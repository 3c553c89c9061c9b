// The slots and tokens of an initialised module.
#pragma once

#include <vector>

#include "core/hsm/cryptoki.hpp"
#include "core/hsm/token_text.hpp"

namespace antin::ceremony::probe {

struct FoundToken {
  CK_SLOT_ID slot = 0;
  CK_TOKEN_INFO info{};
};

base::Result<std::vector<CK_SLOT_ID>> slots_with_tokens(const CK_FUNCTION_LIST& functions);
base::Result<std::vector<FoundToken>> tokens_of(const CK_FUNCTION_LIST& functions);

}  // namespace antin::ceremony::probe
