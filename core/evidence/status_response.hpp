// One OCSP response (RFC 6960) as a responder gave it and a file keeps it.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::evidence {

// A successful basic response about exactly one certificate (RFC 5019 2.2.1), which it names by a SHA-1 or SHA-256
// CertID. Refused: no nextUpdate, nextUpdate not after thisUpdate, any critical extension. A nonce is not looked at:
// nobody asked this very question.
struct StatusResponse {
  base::Bytes der;
  base::Bytes serial;  // big endian magnitude of the certificate it is about
  bool is_good = false;
  base::Instant this_update;
  base::Instant next_update;
  base::Instant produced_at;
};
base::Result<StatusResponse> parse_status_response(base::ByteView der);

// Does it speak, rightly, for a certificate of this issuer? The CertID is the issuer's, and the response is signed over
// SHA-2 by the issuer itself or by a responder whose certificate the issuer signed for just that (RFC 6960 4.2.2.2:
// id-kp-OCSPSigning) and which was valid when the response was made. Whether that responder is revoked is for Trust.
bool speaks_for(const StatusResponse& response, const crypto::Certificate& issuer);

}  // namespace antin::evidence
