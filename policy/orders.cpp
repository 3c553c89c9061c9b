#include "policy/orders.hpp"

#include <set>

namespace antin::policy {
namespace {

using enum OrderRefusal;
using base::Stoppable;
using Refused = std::optional<OrderRefusal>;

Refused refusal_of(Verification verification) {
  switch (verification) {
    case Verification::valid: return std::nullopt;
    case Verification::certificate_untrusted: return certificate_untrusted;
    case Verification::certificate_expired: return certificate_expired;
    case Verification::certificate_revoked: return certificate_revoked;
    case Verification::revocation_stale: return revocation_stale;
    case Verification::malformed:
    case Verification::signature_invalid:
    case Verification::unknown: break;
  }
  return signature_invalid;
}

// A signature that does not hold is nobody's.
Refused refusal_of(const OfficerSignature& signature) {
  const auto refused = refusal_of(signature.verification);
  if (refused == signature_invalid) return refused;
  return signature.officer.empty() ? Refused(not_an_officer) : refused;
}

Refused refuse_target(const Policy& policy, const base::Target& target) {
  const auto known = [](bool is) { return is ? Refused() : Refused(unknown_target); };
  switch (target.what) {
    case Stoppable::appliance: return std::nullopt;
    case Stoppable::unit: return known(policy.units.contains(target.name));
    case Stoppable::system: return known(policy.systems.contains(target.name));
    case Stoppable::key: {
      const auto key = policy.keys.find(target.name);
      if (key == policy.keys.end()) return unknown_target;
      return key->second.purpose == KeyPurpose::log ? Refused(signs_the_log) : Refused();
    }
    case Stoppable::unknown: break;
  }
  return unknown_target;
}

// Each once, and every one that was given: somebody meant it to count.
Refused refuse_quorum(const ResumeOrder& order) {
  std::set<std::string> officers;
  for (const auto& signature : order.signatures) {
    if (const auto refused = refusal_of(signature)) return refused;
    officers.insert(signature.officer);
  }
  const bool enough = order.threshold >= 2 && officers.size() >= order.threshold;
  return enough && officers.size() == order.signatures.size() ? Refused() : Refused(quorum_missing);
}

}  // namespace

std::optional<OrderRefusal> refuse_stop(const Policy& policy, const StopOrder& order, base::Instant now) {
  const auto refused = refusal_of(order.signature);
  if (refused && refused != revocation_stale) return refused;
  if (order.log != policy.origin) return statement_mismatch;
  if (order.use == OrderUse::in_force) return std::nullopt;
  if (order.use != OrderUse::fresh) return used;
  if (const auto wrong = refuse_target(policy, order.target)) return wrong;
  return now < order.expires ? Refused() : Refused(expired);
}

std::optional<OrderRefusal> refuse_resume(const Policy& policy, const ResumeOrder& order, base::Instant now) {
  if (const auto refused = refuse_quorum(order)) return refused;
  if (order.log != policy.origin) return statement_mismatch;
  if (order.use == OrderUse::in_force) return std::nullopt;
  if (order.use != OrderUse::fresh) return used;
  if (!order.stopped || order.previous != *order.stopped) return not_stopped;
  return now < order.expires ? Refused() : Refused(expired);
}

}  // namespace antin::policy
