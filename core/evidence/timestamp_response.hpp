// Reads a TimeStampResp from outside (RFC 3161 2.4.2): granted with a token, or why not. The token is not looked at.
#pragma once

#include <optional>

#include "core/evidence/timestamp_token.hpp"

namespace antin::evidence {

constexpr std::size_t response_size_limit = token_size_limit + std::size_t{4 * 1024};

struct TimestampResponse {
  base::Bytes token;                // ContentInfo, DER; empty: none was granted
  std::uint64_t status = 0;         // PKIStatus
  std::string text;                 // the authority's words, as they came; may be empty
  std::optional<unsigned> failure;  // the first bit of PKIFailureInfo
};

// A status that grants without a token, or a token without such a status, is malformed.
base::Result<TimestampResponse, Problem> parse_timestamp_response(base::ByteView der);

}  // namespace antin::evidence
