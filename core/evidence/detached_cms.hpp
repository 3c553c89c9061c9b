// Verifies a detached CMS signature (CAdES-B) from outside: exactly one SignerInfo, signed attributes, content-type
// id-data, message-digest, ESS signing-certificate-v2 that names the signer, an allowed algorithm, a chain to the
// trust. OpenSSL reads and verifies; what it leaves unchecked is checked here.
#pragma once

#include <optional>
#include <string>

#include "core/evidence/trust.hpp"

namespace antin::evidence {

constexpr std::size_t cms_size_limit = 32 * 1024;

struct SignedBy {
  crypto::Certificate certificate;
  std::vector<crypto::Certificate> others;    // further certificates in the CMS
  std::optional<base::Instant> signing_time;  // as claimed
  base::Digest message_digest;  // of the content; SHA-512, which is accepted in approvals, has no name here: unknown
  base::Bytes signature;        // SignerInfo's signature octets
  std::optional<base::Bytes> timestamp;  // signature-time-stamp token, when exactly one is there
};

// Everything but trust: structure, attributes and signature, for a content whose bytes are at hand.
base::Result<SignedBy, Problem> read_detached_cms(base::ByteView cms, base::ByteView content);
// The same for a content known by digest (a document that was hashed while streaming).
base::Result<SignedBy, Problem> read_detached_cms(base::ByteView cms, const base::Digest& content);

}  // namespace antin::evidence
