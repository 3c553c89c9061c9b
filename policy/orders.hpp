// The rules of what security officers order at once, outside bundles: one of them alone stops, a quorum resumes. Pure;
// whoever asks has verified the signatures.
#pragma once

#include "policy/decide.hpp"

namespace antin::policy {

struct OfficerSignature {
  std::string officer;                                // id; empty: of nobody who is a security officer of this log
  Verification verification = Verification::unknown;  // of the signature over the statement, and of the certificate
};

// What became of this very statement before.
enum class OrderUse { unknown, fresh, in_force, over };  // over: it was followed by another order about its target

struct StopOrder {
  std::string log;
  base::Target target;
  base::Instant expires;
  OfficerSignature signature;
  OrderUse use = OrderUse::unknown;
};

struct ResumeOrder {
  std::string log;
  base::Target target;
  base::Sha256Hash previous{};  // leaf of the stop that ends
  base::Instant expires;
  std::vector<OfficerSignature> signatures;
  unsigned threshold = 0;                   // of the officers; fewer than 2 is none
  std::optional<base::Sha256Hash> stopped;  // leaf of the stop that is in force; none: nothing is
  OrderUse use = OrderUse::unknown;
};

enum class OrderRefusal {
  unknown,
  not_an_officer,
  signature_invalid,
  certificate_untrusted,
  certificate_expired,
  certificate_revoked,
  revocation_stale,
  quorum_missing,
  statement_mismatch,  // for another log
  expired,
  used,            // it was an order once, and others came after it
  unknown_target,  // the policy has none of that name
  signs_the_log,   // the log's key must sign the order's own entry: the appliance is what to stop
  not_stopped,     // or not by the stop that it names
};

// The order in which they are asked: the signatures, the log, the use, the target, the time. An order that is in force
// already is none against: whoever asks answers with what it led to.
//
// A stop holds with revocation lists that are stale: who cannot look had better stop. Nothing else about the officer is
// let pass.
std::optional<OrderRefusal> refuse_stop(const Policy& policy, const StopOrder& order, base::Instant now);
// A target that the policy has no more may be resumed: only what stands in the log counts.
std::optional<OrderRefusal> refuse_resume(const Policy& policy, const ResumeOrder& order, base::Instant now);

}  // namespace antin::policy
