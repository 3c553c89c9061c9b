#include "daemon/gate/zap.hpp"

#include <algorithm>

#include "daemon/gate/curve_keys.hpp"

namespace antin::gate {
namespace {

constexpr std::string_view zap_version = "1.0";

base::Bytes frame(std::string_view text) { return base::copy(base::view(text)); }

// 300 cuts the connection without a word and the peer tries again; 400 tells the peer that its key is refused.
std::string_view status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::admitted: return "200";
    case Verdict::not_now: return "300";
    case Verdict::stranger:
    case Verdict::unknown: break;
  }
  return "400";
}

}  // namespace

std::optional<ZapRequest> parse_zap(const std::vector<base::Bytes>& frames) {
  // version, request id, domain, address, routing id, mechanism, then for CURVE one credential: the client's key.
  if (frames.size() != 7 || base::text(frames[0]) != zap_version || base::text(frames[2]) != zap_domain) {
    return std::nullopt;
  }
  ZapRequest request;
  if (base::text(frames[5]) != "CURVE" || frames[6].size() != request.caller.size()) return std::nullopt;
  request.id = frames[1];
  std::copy(frames[6].begin(), frames[6].end(), request.caller.begin());
  return request;
}

Verdict judge(const std::optional<ZapRequest>& request, const Registry& registry, bool room) {
  if (!request) return Verdict::stranger;
  if (!registry.ready()) return Verdict::not_now;
  if (!registry.may_connect(request->caller)) return Verdict::stranger;
  return room ? Verdict::admitted : Verdict::not_now;
}

std::vector<base::Bytes> zap_reply(const std::vector<base::Bytes>& request, Verdict verdict) {
  const auto parsed = parse_zap(request);
  if (!parsed) verdict = Verdict::stranger;
  const base::Bytes no_text;  // a stranger learns nothing
  const base::Bytes no_metadata;
  return {frame(zap_version),
          request.size() > 1 ? request[1] : base::Bytes{},
          frame(status_of(verdict)),
          no_text,
          frame(verdict == Verdict::admitted ? user_id(parsed->caller) : ""),
          no_metadata};
}

}  // namespace antin::gate
