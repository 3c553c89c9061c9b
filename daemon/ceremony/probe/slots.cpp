#include "daemon/ceremony/probe/slots.hpp"

namespace antin::ceremony::probe {
namespace {

constexpr CK_ULONG most_slots = 1024;

}  // namespace

base::Result<std::vector<CK_SLOT_ID>> slots_with_tokens(const CK_FUNCTION_LIST& functions) {
  CK_ULONG count = 0;
  if (const auto value = functions.C_GetSlotList(CK_TRUE, nullptr, &count); value != CKR_OK)
    return hsm::cryptoki_error("C_GetSlotList", value);
  if (count > most_slots) return base::Error{"C_GetSlotList: more slots than there can be"};
  std::vector<CK_SLOT_ID> slots(count);
  if (count == 0) return slots;
  if (const auto value = functions.C_GetSlotList(CK_TRUE, slots.data(), &count); value != CKR_OK)
    return hsm::cryptoki_error("C_GetSlotList", value);
  if (count > slots.size()) return base::Error{"C_GetSlotList: more slots than it was asked for"};
  slots.resize(count);
  return slots;
}

base::Result<std::vector<FoundToken>> tokens_of(const CK_FUNCTION_LIST& functions) {
  const auto slots = slots_with_tokens(functions);
  if (!slots) return slots.error();
  std::vector<FoundToken> found;
  for (const auto slot : *slots) {
    FoundToken token{slot, {}};
    if (functions.C_GetTokenInfo(slot, &token.info) == CKR_OK) found.push_back(token);
  }
  return found;
}

}  // namespace antin::ceremony::probe
