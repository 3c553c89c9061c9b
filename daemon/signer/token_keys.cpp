#include "daemon/signer/token_keys.hpp"

#include "daemon/signer/deadline.hpp"

namespace antin::signer {

base::Result<base::Bytes> TokenKeys::sign(const hsm::Key& key, base::DigestAlgorithm hash, base::ByteView octets) {
  const Deadline armed(m_deadline);
  return m_token.sign(key, hash, octets);
}

bool TokenKeys::usable() const {
  const Deadline armed(m_deadline);
  return m_token.usable();
}

}  // namespace antin::signer
