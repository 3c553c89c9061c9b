#include "client/cli/governed_roster.hpp"

#include "client/cli/consent.hpp"
#include "client/lib/registration.hpp"
#include "core/crypto/identity.hpp"
#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "policy/bundle/people.hpp"
#include "policy/reasons.hpp"

namespace antin::cli {
namespace {

std::string text_of(const std::optional<base::Sha256Hash>& hash) { return hash ? base::print(*hash) : std::string(); }

// Why a certificate is not believed is a finding of its own: the rules only need to know that it is not.
policy::Verification judged(const base::Result<void, evidence::Problem>& stands) {
  return stands ? policy::Verification::valid : policy::Verification::certificate_untrusted;
}

}  // namespace

std::string GovernedRoster::salted(const std::string& person) const {
  return "hmac:" + base::to_hex(crypto::hmac_sha256(m_means.person_key, base::view(person)));
}

// Under a key that is not known here nobody can say whose id it is: the statement does.
Line GovernedRoster::compared_id(const char* name, const std::string& person, const std::string& entered) const {
  return {name, m_means.knows_ids || entered.empty() ? salted(person) : entered, entered};
}

std::vector<std::string> GovernedRoster::told(const std::vector<EntryPerson>& people) const {
  std::vector<std::string> out;
  out.reserve(people.size());
  for (const auto& person : people)
    out.push_back((m_means.knows_ids ? person.id + " " : "") + person.role + " " + person.statement);
  return out;
}

Outcome<Findings> GovernedRoster::take(const EntryFacts& facts, base::Instant at, const policy::Stops& stops,
                                       bool is_known) {
  auto fetched = m_means.fetch("statement", facts.statement);
  if (!fetched) return fetched.error();
  const auto* stored = std::get_if<protocol::StoredRosterChange>(&fetched->what);
  if (stored == nullptr) return Findings{broken("statement", "the log keeps no change of the roster for it")};
  auto asked = ask(facts, at, *stored);
  if (!asked) return asked.error();
  auto& [request, findings] = *asked;
  request.stops = stops;
  if (!m_used.insert(facts.statement).second)
    findings.push_back(broken("statement", "it has changed the roster before"));
  if (!request.statement) return std::move(findings);
  if (!is_known) {
    findings.push_back(open("rule", "the roster began in the log before this one: who may do this is not known here; " +
                                        std::string(how_to_know)));
    return std::move(findings);
  }
  if (const auto ready = make_ready(); !ready) return ready.error();
  auto decided = decide(request, facts, at);
  if (!decided) return decided.error();
  findings.push_back(*std::move(decided));
  return std::move(findings);
}

// The people whom requests have led to, and the registrars of the bundle that is in force.
Outcome<void> GovernedRoster::make_ready() {
  if (!m_bundles.in_force()) return Stop{Exit::refused, "LOG_MISMATCH", "a roster changes before there is a bundle"};
  const auto& digest = m_bundles.in_force()->digest;
  if (m_founded == digest) return {};
  const auto bundle = m_bundles.read(digest);
  if (!bundle) return bundle.error();
  const auto founders = policy::bundle::founders_of(**bundle, m_means.person_key);
  if (!founders) return local_trouble(founders.error());
  m_roster = policy::Roster();
  for (const auto& [change, at] : m_changes) m_roster.replay(change, at);
  if (const auto problem = m_roster.found(*founders)) return Stop{Exit::refused, "LOG_MISMATCH", *problem};
  m_founded = digest;
  return {};
}

Outcome<GovernedRoster::Asked> GovernedRoster::ask(const EntryFacts& facts, base::Instant at,
                                                   const protocol::StoredRosterChange& stored) const {
  Asked asked;
  auto& [request, findings] = asked;
  request.system = facts.system;
  request.statement_hash = crypto::sha256(client::change_in(stored));
  auto said = client::registered_by(stored);
  if (!said) {
    findings.push_back(broken("statement", said.error().text));
    return asked;
  }
  findings.push_back(says_the_same(*said, facts));
  for (std::size_t i = 0; i < stored.cms.size(); ++i) {
    const auto number = stored.cms.size() == 1 ? std::string() : " " + std::to_string(i + 1);
    auto& signature = request.registrars.emplace_back();
    const auto by = evidence::read_detached_cms(stored.cms[i], stored.statement);
    if (!by) {
      signature.verification = policy::Verification::signature_invalid;
      findings.push_back(broken("signature" + number, by.error().text));
      continue;
    }
    // antind believes no certificate that a signature brings along.
    const auto stands = m_means.trust.check(by->certificate, {}, evidence::Purpose::person, at, m_means.now);
    signature = {judged(stands), by->certificate.hash};
    findings.push_back(held("signature" + number, "by " + shown(by->certificate)));
    findings.push_back(stands ? held("certificate" + number, "leads to a root given, at the entry's time")
                              : broken("certificate" + number, stands.error().text));
  }
  if (said->certificate) {
    auto certificate = presented(base::print(*said->certificate), at, findings);
    if (!certificate) return certificate.error();
    request.certificate = *std::move(certificate);
  }
  request.statement = policy::bundle::converted(std::move(*said));
  return asked;
}

Outcome<policy::PresentedCertificate> GovernedRoster::presented(const std::string& hash, base::Instant at,
                                                                Findings& findings) const {
  const auto der = fetch_octets(m_means.fetch, "certificate", hash);
  if (!der) return der.error();
  policy::PresentedCertificate out{crypto::sha256(*der), policy::Verification::malformed, std::nullopt};
  const auto certificate = crypto::parse_certificate(*der);
  if (!certificate) {
    findings.push_back(broken("the person's certificate", certificate.error().text));
    return out;
  }
  const auto stands = m_means.trust.check(*certificate, {}, evidence::Purpose::person, at, m_means.now);
  out.verification = judged(stands);
  out.identity = crypto::identity_of(m_means.person_key, *certificate);
  findings.push_back(stands ? held("the person's certificate", "of " + shown(*certificate) + ", leads to a root given")
                            : broken("the person's certificate", stands.error().text));
  return out;
}

Finding GovernedRoster::says_the_same(const statement::RosterChange& said, const EntryFacts& facts) const {
  const auto change = policy::bundle::converted(statement::RosterChange(said)).change;
  const std::vector<Line> lines = {{"log", said.log, m_means.log},
                                   {"action", std::string(base::name_of(said.action)), facts.action},
                                   {"unit", said.unit, facts.unit},
                                   compared_id("person", said.person, facts.person),
                                   {"certificate", text_of(said.certificate), facts.certificate},
                                   {"role", said.role.value_or(""), facts.role},
                                   {"scope", said.scope.value_or(""), facts.scope},
                                   {"from", said.from ? base::print(change.from) : "", facts.from},
                                   {"until", said.until ? base::print(change.until) : "", facts.until},
                                   said.acting_for ? compared_id("acting for", *said.acting_for, facts.acting_for)
                                                   : Line{"acting for", "", facts.acting_for}};
  const auto other = difference(lines);
  return other.empty() ? held("statement", "says just this, of " + said.person) : broken("statement", other);
}

Outcome<Finding> GovernedRoster::decide(const policy::RosterRequest& request, const EntryFacts& facts,
                                        base::Instant at) {
  auto change = request.statement->change;
  if (request.certificate) change.identity = request.certificate->identity;
  const auto digest = base::parse_sha256(facts.policy);
  const auto settle = [&](Finding finding) {
    m_roster.replay(change, at);
    m_changes.emplace_back(std::move(change), at);
    return finding;
  };
  if (!digest || !m_bundles.judges(*digest, at))
    return settle(broken("rule", "decided by a bundle that was not in force"));
  const auto bundle = m_bundles.read(*digest);
  if (!bundle) return bundle.error();
  const auto decision = policy::decide_registration((*bundle)->rules.policy, m_roster, request, at);
  if (const auto* denial = std::get_if<policy::Denial>(&decision))
    return settle(broken("rule", "refused: " + std::string(policy::code_of(denial->reason))));
  const auto& registered = std::get<policy::Registration>(decision).what();
  if (registered.rule != facts.rule) return settle(broken("rule", "by " + registered.rule + ", entered " + facts.rule));
  std::vector<EntryPerson> registrars;
  for (const auto& one : registered.registrars)
    registrars.push_back({salted(one.person), one.role, "certificate", base::print(one.statement)});
  if (told(registrars) != told(facts.registrars))
    return settle(broken("rule", "the registrars that the entry names are not those who signed"));
  std::string people;
  for (const auto& one : registered.registrars) people += (people.empty() ? "" : ", ") + one.person;
  return settle(held("rule", registered.rule + ", on the word of " + people));
}

}  // namespace antin::cli
