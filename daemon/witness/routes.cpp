#include "daemon/witness/routes.hpp"

namespace antin::witness {
namespace {

constexpr const char* plain = "text/plain; charset=utf-8";
constexpr const char* size_type = "text/x.tlog.size";

HttpAnswer say(unsigned status, const std::string& line) { return {status, plain, line + "\n"}; }

HttpAnswer answer_of(const Judgement& judgement) {
  switch (judgement.verdict) {
    case Verdict::cosigned: return {200, plain, judgement.cosignature};
    case Verdict::malformed: return say(400, judgement.reason);
    case Verdict::unsigned_: return say(403, judgement.reason);
    case Verdict::unknown_log: return say(404, judgement.reason);
    case Verdict::conflict: return {409, size_type, std::to_string(judgement.known_size) + "\n"};
    case Verdict::wrong_proof: return say(422, judgement.reason);
    case Verdict::unknown: break;
  }
  return say(500, "no judgement");
}

}  // namespace

HttpAnswer Routes::answer(const HttpRequest& request, base::Instant now) {
  if (request.target == m_prefix + "/add-checkpoint") return add_checkpoint(request, now);
  const auto latest = m_prefix + "/checkpoint/";
  if (request.target.starts_with(latest)) return checkpoint(request, request.target.substr(latest.size()));
  return say(404, "nothing is here");
}

HttpAnswer Routes::add_checkpoint(const HttpRequest& request, base::Instant now) {
  if (request.method != HttpMethod::post) return say(405, "POST it");
  return answer_of(m_witness.add_checkpoint(request.body, now));
}

HttpAnswer Routes::checkpoint(const HttpRequest& request, const std::string& name) const {
  if (request.method != HttpMethod::get) return say(405, "GET it");
  const auto* const note = m_witness.latest(name);
  return note == nullptr ? say(404, "no checkpoint of this log was cosigned here") : HttpAnswer{200, plain, *note};
}

}  // namespace antin::witness
