#include "core/hsm/session_copy.hpp"

namespace antin::hsm {

std::optional<CK_OBJECT_HANDLE> closed_copy(const Session& session, CK_OBJECT_HANDLE original) {
  Attributes change;
  change.flag(CKA_TOKEN, false);
  CK_OBJECT_HANDLE copy = CK_INVALID_HANDLE;
  // SoftHSM refuses when the key is not CKA_MODIFIABLE, others when it is not CKA_COPYABLE.
  const auto value = session.functions().C_CopyObject(session.handle(), original, change.data(), change.size(), &copy);
  if (value != CKR_OK) return std::nullopt;
  const bool closed = session.flag_is(copy, CKA_TOKEN, false) && session.flag_is(copy, CKA_PRIVATE, true) &&
                      session.flag_is(copy, CKA_SENSITIVE, true) && session.flag_is(copy, CKA_EXTRACTABLE, false);
  if (closed) return copy;
  session.functions().C_DestroyObject(session.handle(), copy);
  return std::nullopt;
}

}  // namespace antin::hsm
