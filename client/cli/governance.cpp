#include "client/cli/governance.hpp"

#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/clear.hpp"
#include "core/statement/stop.hpp"

namespace antin::cli {
namespace {

using policy::OrderRefusal;
using policy::Verification;
using policy::bundle::Officers;

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

std::string text_of(const std::optional<base::Sha256Hash>& hash) { return hash ? base::print(*hash) : std::string(); }

Finding compared(const std::vector<Line>& lines) {
  const auto other = difference(lines);
  return other.empty() ? held("statement", "says just this") : broken("statement", other);
}

Finding in_time(base::Instant expires, base::Instant at) {
  const auto until = base::print_seconds(expires);
  return at < expires ? held("in time", "it held until " + until) : broken("in time", "it had expired at " + until);
}

Finding judged_order(const std::optional<OrderRefusal>& refusal, const std::string& text) {
  return refusal ? broken("rule", words_for(*refusal)) : held("rule", text);
}

std::string named(const std::vector<policy::bundle::Signer>& signers) {
  std::string out;
  for (const auto& signer : signers) out += (out.empty() ? "" : ", ") + signer.officer;
  return out;
}

Stop damaged(std::string text) { return {Exit::refused, "LOG_MISMATCH", std::move(text)}; }

}  // namespace

bool is_governance(std::string_view type) {
  constexpr std::string_view types[] = {"officers", "policy", "stop-order", "resume-order", "cleared", "roster"};
  return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

Governance::Governance(GovernanceMeans means)
    : m_means(std::move(means)), m_bundles(m_means), m_roster(m_means, m_bundles) {}

Outcome<Findings> Governance::take(const client::LogEntry& entry) {
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  if (octets == nullptr) return Stop{Exit::refused, "NO_GRANT", "the appliance does not show this entry"};
  const auto leaf = client::leaf_of(entry.item);
  const auto facts = entry_facts(*octets);
  auto findings = facts ? take(*facts, leaf) : Outcome<Findings>(Findings{});
  m_last = leaf;
  return findings;
}

Outcome<Findings> Governance::take(const EntryFacts& facts, const base::Sha256Hash& leaf) {
  if (facts.type == "succeeds") m_goes_on = true;
  if (!is_governance(facts.type)) return Findings{};
  const auto at = base::parse_instant(facts.at);
  if (!at) return Findings{broken("time", "the entry has none to judge it at")};
  if (facts.type == "roster") {
    policy::Stops stops;
    for (const auto& [target, by] : m_stopped) stops.add(target);
    return m_roster.take(facts, *at, stops, m_goes_on);
  }
  auto what = signed_by_officers(facts);
  if (!what) return what.error();
  const Change change{facts, leaf, *at, std::move(*what)};
  if (facts.type == "officers") return take_officers(change);
  if (!m_officers) return damaged("the log has no security officers before this entry");
  if (facts.type == "policy") return take_bundle(change);
  if (facts.type == "stop-order") return take_stop(change);
  if (facts.type == "resume-order") return take_resume(change);
  return cleared(change);
}

Outcome<policy::bundle::SignedStatement> Governance::signed_by_officers(const EntryFacts& facts) const {
  const auto text = fetch_octets(m_means.fetch, "statement", facts.statement);
  if (!text) return text.error();
  policy::bundle::SignedStatement out{std::string(base::text(*text)), {}};
  for (const auto& one : facts.officers) {
    auto cms = fetch_octets(m_means.fetch, "signature", one.signature);
    if (!cms) return cms.error();
    out.signatures.push_back({one.officer, *std::move(cms)});
  }
  return out;
}

Finding Governance::quorum(const Change& change) const {
  const auto signers = policy::bundle::open_quorum(change.what, *m_officers);
  if (!signers) return broken("quorum", signers.error().text);
  for (const auto& signer : *signers) {
    const auto stands = m_means.trust.check(signer.certificate, {}, evidence::Purpose::person, change.at, m_means.now);
    if (!stands) return broken("quorum", "the certificate of " + signer.officer + ": " + stands.error().text);
  }
  return held("quorum", named(*signers) + ", where " + std::to_string(m_officers->statement.threshold) + " are needed");
}

Outcome<base::Result<Officers>> Governance::read_officers(statement::Officers said) const {
  std::map<base::Sha256Hash, crypto::Certificate> certificates;
  for (const auto& [id, hash] : said.officers) {
    const auto der = fetch_octets(m_means.fetch, "officer's certificate", base::print(hash));
    if (!der) return der.error();
    auto parsed = crypto::parse_certificate(*der);
    if (!parsed) continue;
    const auto its = parsed->hash;
    certificates.emplace(its, *std::move(parsed));
  }
  return policy::bundle::make_officers(std::move(said), [&](const auto& hash) {
    const auto found = certificates.find(hash);
    return found == certificates.end() ? std::nullopt : std::optional(found->second);
  });
}

// A log's first set is pinned with its first entry; nobody before them could sign.
Outcome<Findings> Governance::take_officers(const Change& change) {
  auto said = statement::parse_officers(change.what.text);
  if (!said) return Findings{broken("statement", said.error().text)};
  Findings findings{says_the_same(*said, change.facts)};
  auto officers = read_officers(*std::move(said));
  if (!officers) return officers.error();
  if (!*officers) {
    findings.push_back(broken("officers", officers->error().text));
    return findings;
  }
  auto& next = **officers;
  if (!m_officers) {
    findings.push_back(open("quorum", "the log's first officers: hold them against the record of its ceremony"));
  } else {
    if (next.statement.previous != policy::bundle::hash_of(m_officers->statement))
      findings.push_back(broken("officers", "they do not follow those before them"));
    findings.push_back(quorum(change));
  }
  m_officers = std::move(next);
  return findings;
}

Finding Governance::says_the_same(const statement::Officers& said, const EntryFacts& facts) const {
  std::map<std::string, std::string> named;
  for (const auto& [id, certificate] : said.officers) named[id] = base::print(certificate);
  if (named != facts.named_officers) return broken("statement", "other officers are signed than entered");
  return compared({{"log", said.log, m_means.log},
                   {"number", std::to_string(said.number), facts.number},
                   {"threshold", std::to_string(said.threshold), facts.threshold},
                   {"previous", text_of(said.previous), facts.previous}});
}

Outcome<Findings> Governance::take_bundle(const Change& change) {
  const auto& facts = change.facts;
  const auto said = statement::parse_bundle(change.what.text);
  if (!said) return Findings{broken("statement", said.error().text)};
  Findings findings{compared({{"log", said->log, m_means.log},
                              {"version", std::to_string(said->version), facts.version},
                              {"bundle", base::print(said->bundle), facts.policy},
                              {"previous", text_of(said->previous), facts.previous}})};
  // The first of a log that goes on follows the last of the one before.
  const auto& before = m_bundles.in_force();
  if (!(m_goes_on && !before)) {
    const auto vouched = policy::bundle::vouch(change.what, *m_officers, before);
    if (!vouched) findings.push_back(broken("order", vouched.error().text));
  }
  findings.push_back(quorum(change));
  m_bundles.put_into_force({said->version, said->bundle}, change.at);
  return findings;
}

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
  if (!m_bundles.in_force()) return damaged("something is stopped before there is a bundle");
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
  if (stopped == m_stopped.end() && m_goes_on) {
    findings.push_back(open("rule", "it was stopped in the log before this one, or not at all"));
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
