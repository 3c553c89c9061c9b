// CMS SignedData from outside with exactly one signer, read and verified but for the content: what detached signatures
// and timestamp tokens share. Inside this room only.
#pragma once

#include <vector>

#include "core/crypto/openssl.hpp"
#include "core/evidence/trust.hpp"

namespace antin::evidence {

enum class Enclosure { unknown, detached, enclosed };

struct Expected {
  std::size_t size_limit = 0;
  int content_type = NID_undef;
  Enclosure enclosure = Enclosure::unknown;
};

struct SignedContent {
  crypto::CmsHandle cms;
  CMS_SignerInfo* info = nullptr;  // the one signer, inside cms
  int digest = NID_undef;          // digestAlgorithm
  base::Bytes message_digest;      // the attribute: compare it with the content's
  crypto::Certificate signer;
  std::vector<crypto::Certificate> others;

  [[nodiscard]] base::ByteView content() const;  // empty when detached
};

// What holds afterwards: one SignerInfo with signed attributes, the content-type as expected, one message-digest, one
// signing-certificate-v2 that names `signer`, an allowed algorithm, and `signer`'s signature over the attributes. Open:
// the content (see message_digest) and whether to trust the signer.
base::Result<SignedContent, Problem> read_signed_data(base::ByteView bytes, const Expected& expected);

}  // namespace antin::evidence
