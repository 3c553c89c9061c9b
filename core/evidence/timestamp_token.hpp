// Verifies an RFC 3161 timestamp token from outside: imprint, signature, ESS certificate, chain and EKU at genTime.
#pragma once

#include <optional>

#include "core/evidence/trust.hpp"

namespace antin::evidence {

struct Timestamp {
  base::Instant gen_time;
  base::Bytes serial;
  std::string policy;             // dotted OID
  std::uint32_t accuracy_ms = 0;  // 0 when the token states none
  base::Digest imprint;
  std::optional<base::Bytes> nonce;  // big endian magnitude
  crypto::Certificate certificate;   // of the authority
};

constexpr std::size_t token_size_limit = 32 * 1024;

// `imprint` must be the token's. Trust is judged at genTime, the freshness of revocation lists at `now`. Only TSTInfo
// version 1 without critical extensions is read, signed with ECDSA or RSA-PSS by one signer whom ESS
// signing-certificate-v2 names and whose certificate is in the token.
base::Result<Timestamp, Problem> verify_timestamp_token(base::ByteView token, const base::Digest& imprint,
                                                        const Trust& trust, base::Instant now);
// The same with freshness at genTime: for a token just made, and where lists are not demanded.
base::Result<Timestamp, Problem> verify_timestamp_token(base::ByteView token, const base::Digest& imprint,
                                                        const Trust& trust);

constexpr std::size_t request_size_limit = 4 * 1024;

// A TimeStampReq from outside (RFC 3161 2.4.1), read by OpenSSL.
struct TimestampRequest {
  base::Digest imprint;               // unknown algorithm when it is none of ours
  std::optional<std::string> policy;  // dotted OID asked for
  std::optional<base::Bytes> nonce;   // big endian magnitude; negative or over 32 octets: malformed
  bool wants_certificates = false;
  bool has_extensions = false;
};
base::Result<TimestampRequest, Problem> parse_timestamp_request(base::ByteView der);

}  // namespace antin::evidence
