// Who is let in: the ZAP request (RFC 27/ZAP) of a finished CURVE handshake, and the answer to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "daemon/gate/registry.hpp"

namespace antin::gate {

constexpr std::string_view zap_endpoint = "inproc://zeromq.zap.01";
constexpr std::string_view zap_domain = "antin";

enum class Verdict {
  unknown,
  admitted,
  not_now,   // the peer's library tries again by itself
  stranger,  // shows at the peer as a failed authentication
};

struct ZapRequest {
  base::Bytes id;
  local::CurveKey caller{};
};

// Nullopt unless it is version 1.0, of our domain, by CURVE.
std::optional<ZapRequest> parse_zap(const std::vector<base::Bytes>& frames);

// `room`: another connection may be had.
Verdict judge(const std::optional<ZapRequest>& request, const Registry& registry, bool room);

// The frames of the reply. `request` may be anything; its second frame is echoed when there is one.
std::vector<base::Bytes> zap_reply(const std::vector<base::Bytes>& request, Verdict verdict);

}  // namespace antin::gate
