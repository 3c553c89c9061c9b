// What security officers order, decided again: stops, and what lets go on.
#include "client/cli/governance.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/clear.hpp"
#include "core/statement/stop.hpp"

namespace antin::cli {
namespace {

using policy::OrderRefusal;
using policy::Verification;

std::string words_for(OrderRefusal refusal) {
  switch (refusal) {
    case OrderRefusal::not_an_officer: return "signed by somebody who was no security officer";
    case OrderRefusal::signature_invalid: return "a signature does not hold";
    case OrderRefusal::certificate_untrusted: return "an officer's certificate leads to no root given";
    case OrderRefusal::certificate_expired: return "an officer's certificate was not valid then";
    case OrderRefusal::certificate_revoked: return "an officer's certificate was revoked";
    case OrderRefusal::revocation_stale: return "whether an officer's certificate was revoked is not known";
    case OrderRefusal::quorum_missing: return "signed by too few of the security officers, or by one twice";
    case OrderRefusal::statement_mismatch: return "signed for another log";
    case OrderRefusal::expired: return "it had expired";
    case OrderRefusal::used: return "this statement was an order before";
    case OrderRefusal::unknown_target: return "the bundle has nothing of that name";
    case OrderRefusal::signs_the_log: return "the log's own key cannot be stopped";
    case OrderRefusal::not_stopped: return "it was not stopped, or not by the stop that was signed";
    case OrderRefusal::unknown: break;
  }
  return "for no reason that is known";
}

Verification verification_of(evidence::Fault fault) {
  switch (fault) {
    case evidence::Fault::certificate_expired: return Verification::certificate_expired;
    case evidence::Fault::certificate_revoked: return Verification::certificate_revoked;
    case evidence::Fault::revocation_stale: return Verification::revocation_stale;
    case evidence::Fault::certificate_untrusted:
    case evidence::Fault::wrong_usage:
    case evidence::Fault::weak_algorithm: return Verification::certificate_untrusted;
    case evidence::Fault::malformed:
    case evidence::Fault::signature_invalid:
    case evidence::Fault::unknown: break;
  }
  return Verification::signature_invalid;
}

Finding judged_order(const std::optional<OrderRefusal>& refusal, const std::string& text) {
  return refusal ? broken("rule", words_for(*refusal)) : held("rule", text);
}

}  // namespace

policy::OfficerSignature Governance::judged(const Change& change, const base::Bytes& cms) const {
  const auto read = evidence::read_detached_cms(cms, base::view(change.what.text));
  if (!read) return {{}, Verification::signature_invalid};
  for (const auto& [id, certificate] : m_officers->certificates) {
    if (certificate.hash != read->certificate.hash) continue;
    const auto stands = m_means.trust.check(certificate, {}, evidence::Purpose::person, change.at, m_means.now);
    return {id, stands ? Verification::valid : verification_of(stands.error().fault)};
  }
  return {{}, Verification::valid};
}

policy::OrderUse Governance::use_of(const EntryFacts& facts) {
  return m_ordered.insert(facts.statement).second ? policy::OrderUse::fresh : policy::OrderUse::over;
}

Outcome<Findings> Governance::take_stop(const Change& change) {
  const auto& facts = change.facts;
  const auto said = statement::parse_stop(change.what.text);
  if (!said) return Findings{broken("statement", said.error().text)};
  if (!m_bundles.in_force())
    return Stop{Exit::refused, "LOG_MISMATCH", "something is stopped before there is a bundle"};
  const auto bundle = m_bundles.read(m_bundles.in_force()->digest);
  if (!bundle) return bundle.error();
  Findings findings{compared({{"log", said->log, m_means.log},
                              {"target", base::print(said->target), facts.target},
                              {"reason", said->reason, facts.reason}}),
                    in_time(said->expires, change.at)};
  const auto& signatures = change.what.signatures;
  policy::StopOrder order{said->log, said->target, said->expires, {}, use_of(facts)};
  if (signatures.size() == 1) order.signature = judged(change, signatures.front().cms);
  const auto refusal = policy::refuse_stop((*bundle)->rules.policy, order, change.at);
  findings.push_back(judged_order(refusal, "one security officer stops: " + order.signature.officer));
  if (!refusal && order.signature.officer != signatures.front().officer)
    findings.push_back(broken("signer", order.signature.officer + " signed, and the entry names another"));
  m_stopped[said->target] = change.leaf;
  return findings;
}

Outcome<Findings> Governance::take_resume(const Change& change) {
  const auto& facts = change.facts;
  const auto said = statement::parse_resume(change.what.text);
  if (!said) return Findings{broken("statement", said.error().text)};
  Findings findings{compared({{"log", said->log, m_means.log},
                              {"target", base::print(said->target), facts.target},
                              {"previous", base::print(said->previous), facts.previous}}),
                    in_time(said->expires, change.at)};
  const auto stopped = m_stopped.find(said->target);
  if (stopped == m_stopped.end() && m_unknown_before) {
    findings.push_back(
        open("rule", "it was stopped in the log before this one, or not at all; " + std::string(how_to_know)));
    findings.push_back(quorum(change));
    return findings;
  }
  policy::ResumeOrder order{said->log,
                            said->target,
                            said->previous,
                            said->expires,
                            {},
                            m_officers->statement.threshold,
                            stopped == m_stopped.end() ? std::nullopt : std::optional(stopped->second),
                            use_of(facts)};
  for (const auto& signature : change.what.signatures) order.signatures.push_back(judged(change, signature.cms));
  policy::Policy log;
  log.origin = m_means.log;
  findings.push_back(
      judged_order(policy::refuse_resume(log, order, change.at), "the stop that was signed is the one in force"));
  findings.push_back(quorum(change));
  m_stopped.erase(said->target);
  return findings;
}

Findings Governance::cleared(const Change& change) const {
  const auto said = statement::parse_clear(change.what.text);
  if (!said) return {broken("statement", said.error().text)};
  const auto& facts = change.facts;
  return {compared({{"log", said->log, m_means.log},
                    {"fault", said->fault == statement::StartFault::clock ? "clock" : "", facts.fault},
                    {"last", base::print(said->last), facts.last}}),
          in_time(said->expires, change.at),
          said->last == m_last ? held("entry before", "is the one that was signed")
                               : broken("entry before", "is not the one that was signed"),
          quorum(change)};
}

}  // namespace antin::cli
