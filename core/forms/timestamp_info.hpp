// TSTInfo and the signed attributes of a timestamp token (RFC 3161 2.4.2, RFC 5816): what a time key signs; and how a
// token is asked for and answered with.
#pragma once

#include <optional>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::forms {

struct TimestampInfo {
  std::string policy;                // dotted OID
  base::Digest imprint;              // SHA-256 or SHA-384 of what is stamped
  base::Bytes serial;                // magnitude, big endian, 1 to 20 octets, first octet 01..7f
  base::Instant gen_time;            // milliseconds
  std::uint32_t accuracy_ms = 0;     // 1..1000
  std::optional<base::Bytes> nonce;  // magnitude of the request's nonce, at most 32 octets

  friend bool operator==(const TimestampInfo&, const TimestampInfo&) = default;
};

base::Bytes encode(const TimestampInfo& info);                         // DER TSTInfo
base::Result<TimestampInfo> parse_timestamp_info(base::ByteView der);  // only what encode makes

// content-type id-ct-TSTInfo, message-digest (SHA-256 of the TSTInfo), signing-certificate-v2; no signing-time.
struct TokenAttributes {
  base::Sha256Hash info{};
  base::Sha256Hash certificate{};

  friend bool operator==(const TokenAttributes&, const TokenAttributes&) = default;
};
base::Bytes encode(const TokenAttributes& attributes);  // DER SET OF, tag 0x31
base::Result<TokenAttributes> parse_token_attributes(base::ByteView der);

// TimeStampReq (RFC 3161 2.4.1): certificates are asked for, a policy is not.
base::Bytes timestamp_request(const base::Digest& imprint, base::ByteView nonce);
base::Bytes timestamp_nonce();  // 16 random octets, a positive number of that length

// TimeStampResp (RFC 3161 2.4.2).
base::Bytes granted_response(base::ByteView token);
enum class TimestampFailure {
  bad_alg = 0,
  bad_request = 2,
  bad_data_format = 5,
  time_not_available = 14,
  unaccepted_policy = 15,
  unaccepted_extension = 16,
  system_failure = 25
};
base::Bytes rejected_response(TimestampFailure failure);

}  // namespace antin::forms
