#include "client/cli/governance.hpp"

#include <algorithm>

namespace antin::cli {
namespace {

using policy::bundle::Officers;

std::string text_of(const std::optional<base::Sha256Hash>& hash) { return hash ? base::print(*hash) : std::string(); }

std::string named(const std::vector<policy::bundle::Signer>& signers) {
  std::string out;
  for (const auto& signer : signers) out += (out.empty() ? "" : ", ") + signer.officer;
  return out;
}

}  // namespace

bool is_governance(std::string_view type) {
  constexpr std::string_view types[] = {"succeeds",     "officers", "policy", "stop-order",
                                        "resume-order", "cleared",  "roster"};
  return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

Governance::Governance(GovernanceMeans means)
    : m_means(std::move(means)), m_bundles(m_means), m_roster(m_means, m_bundles) {}

Outcome<Findings> Governance::take(const client::LogEntry& entry) {
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  if (octets == nullptr) return Stop{Exit::refused, "NO_GRANT", "the appliance does not show this entry"};
  const auto leaf = client::leaf_of(entry.item);
  const auto facts = entry_facts(*octets);
  auto findings = !facts                      ? Outcome<Findings>(Findings{})
                  : facts->type == "succeeds" ? take_succession(entry.index, *facts)
                                              : take(*facts, leaf);
  m_last = leaf;
  return findings;
}

Outcome<Findings> Governance::take(const EntryFacts& facts, const base::Sha256Hash& leaf) {
  if (!is_governance(facts.type)) return Findings{};
  const auto at = base::parse_instant(facts.at);
  if (!at) return Findings{broken("time", "the entry has none to judge it at")};
  if (facts.type == "roster") {
    policy::Stops stops;
    for (const auto& [target, by] : m_stopped) stops.add(target);
    return m_roster.take(facts, *at, stops, !m_unknown_before);
  }
  auto what = signed_by_officers(facts);
  if (!what) return what.error();
  const Change change{facts, leaf, *at, std::move(*what)};
  if (facts.type == "officers") return take_officers(change);
  if (is_stop_of_loss(facts)) return take_stop_of_loss(change);
  if (!m_officers) return Stop{Exit::refused, "LOG_MISMATCH", "the log has no security officers before this entry"};
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

// A log's first set is pinned with its first entry; nobody before them could sign. Those of the log before go on, and
// nobody signs for that.
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
  if (!m_officers && m_unknown_before) {
    findings.push_back(open("quorum", "they go on from the log before this one; " + std::string(how_to_know)));
  } else if (!m_officers) {
    findings.push_back(open("quorum", "the log's first officers: hold them against the record of its ceremony"));
  } else if (std::exchange(m_awaits_inherited, false)) {
    findings.push_back(next.statement == m_officers->statement
                           ? held("officers", "those of the log before this one go on")
                           : broken("officers", "they are not those of the log before this one"));
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
  if (!(m_unknown_before && !before)) {
    const auto vouched = policy::bundle::vouch(change.what, *m_officers, before);
    if (!vouched) findings.push_back(broken("order", vouched.error().text));
  }
  findings.push_back(quorum(change));
  m_bundles.put_into_force({said->version, said->bundle}, change.at);
  return findings;
}

}  // namespace antin::cli
