#include "client/cli/decision.hpp"

#include <charconv>
#include <set>

#include "client/cli/consent.hpp"
#include "client/cli/decided_again.hpp"
#include "client/lib/verification.hpp"
#include "core/crypto/sha2.hpp"
#include "core/statement/bulk.hpp"
#include "core/statement/ending.hpp"
#include "core/tlog/tree.hpp"
#include "policy/bundle/statements.hpp"

namespace antin::cli {
namespace {

// What statements of all kinds say of the entry that they led to.
template <class Said>
std::vector<Line> lines_of(const Said& said, const EntryFacts& facts, const EntryPerson& person, const std::string& log,
                           const std::string& digest) {
  return {{"log", said.log, log},
          {"unit", said.unit, facts.unit},
          {"kind", said.kind, facts.kind},
          {"record", said.record, facts.record},
          {"revision", std::to_string(said.revision), facts.revision},
          {"step", said.step, facts.step},
          {"role", said.role, person.role},
          {"digest", base::print(said.digest), digest},
          {"policy", base::print(said.policy), facts.policy}};
}

std::uint64_t number_in(const std::string& text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

class Examination {
 public:
  Examination(const EntryFacts& facts, const DecisionEvidence& evidence, const AuditorsMeans& means)
      : m_facts(facts),
        m_evidence(evidence),
        m_means(means),
        m_act(act_of(facts)),
        m_at(base::parse_instant(facts.at)) {}

  std::vector<Finding> all() {
    for (std::size_t i = 0; i < m_facts.people.size(); ++i) examine(i);
    m_findings.push_back(distinct_people());
    if (!m_facts.acting.empty()) m_findings.push_back(succession());
    examine_rules();
    if (!m_evidence.seal && !m_facts.key.empty())
      m_findings.push_back(broken("seal", "none, and yet the entry names " + m_facts.key));
    if (m_act == base::Act::unknown) m_evidence.seal ? examine_seal() : examine_token(stamped_approvals());
    return std::move(m_findings);
  }

 private:
  void examine(std::size_t i) {
    const auto& person = m_facts.people[i];
    const auto& approval = m_evidence.approvals[i];
    const auto number = m_facts.people.size() == 1 ? "" : " " + std::to_string(i + 1);
    const auto vouched = m_act == base::Act::unknown ? examine_approval(approval, person, number)
                                                     : examine_ending(approval, person, number);
    if (!vouched) return m_findings.push_back(broken("statement" + number, vouched.error().text));
    const auto signed_by = evidence::read_detached_cms(approval.cms, approval.statement);
    if (!signed_by) return m_findings.push_back(broken("signature" + number, signed_by.error().text));
    m_findings.push_back(held("signature" + number, "by " + shown(signed_by->certificate)));
    m_signed.back().certificate = signed_by->certificate.hash;
    m_findings.push_back(chain("certificate" + number, *signed_by, *vouched));
    m_findings.push_back(*vouched ? vouching("person" + number, person, **vouched)
                                  : identity("person" + number, person, signed_by->certificate.hash));
  }

  // Both: who vouched instead of the person; an error when it is no such statement at all.
  base::Result<std::optional<statement::Vouching>> examine_approval(const protocol::Approval& approval,
                                                                    const EntryPerson& person,
                                                                    const std::string& number) {
    auto said = statement::parse_approve(base::text(approval.single()));
    if (!said) return said.error();
    examine_statement(*said, lines_of(*said, m_facts, person, m_means.log, m_facts.approved), person, number);
    examine_bulk(*said, approval, person, number);
    auto vouched = said->vouched;
    take(std::move(*said), approval.single());
    return vouched;
  }
  base::Result<std::optional<statement::Vouching>> examine_ending(const protocol::Approval& approval,
                                                                  const EntryPerson& person,
                                                                  const std::string& number) {
    auto said = statement::parse_ending(base::text(approval.statement));
    if (!said) return said.error();
    auto lines = lines_of(*said, m_facts, person, m_means.log, m_facts.digest);
    lines.push_back({"act", std::string(base::name_of(said->act)), m_facts.type});
    lines.push_back({"reason", said->reason, m_facts.reason});
    examine_statement(*said, lines, person, number);
    if (approval.bulk) m_findings.push_back(broken("in bulk" + number, "no revision ends as an item of many"));
    take(std::move(*said), approval.statement);
    return std::optional<statement::Vouching>();
  }

  // For the rules.
  template <class Said>
  void take(Said&& said, base::ByteView text) {
    m_signed.push_back(
        {policy::Verification::valid, policy::bundle::converted(std::forward<Said>(said)), crypto::sha256(text), {}});
  }

  template <class Said>
  void examine_statement(const Said& said, const std::vector<Line>& lines, const EntryPerson& person,
                         const std::string& number) {
    const auto other = difference(lines);
    m_findings.push_back(other.empty() ? held("statement" + number, "says just this, as " + person.role)
                                       : broken("statement" + number, other));
    const auto until = base::print_seconds(said.expires);
    m_findings.push_back(m_at && *m_at <= said.expires ? held("in time" + number, "it held until " + until)
                                                       : broken("in time" + number, "it had expired at " + until));
    m_findings.push_back(order(said.previous, number));
  }

  // Whether the statement is an item just when the entry says so, and one of those that were signed.
  void examine_bulk(const statement::Approve& said, const protocol::Approval& approval, const EntryPerson& person,
                    const std::string& number) {
    const auto rule = "in bulk" + number;
    if (!approval.bulk) {
      if (!person.bulk.empty()) m_findings.push_back(broken(rule, "the entry says so, and a single one was signed"));
      return;
    }
    if (base::print(crypto::sha256(approval.statement)) != person.bulk)
      return m_findings.push_back(broken(rule, "what was signed is not the bulk statement that the entry names"));
    const auto bulk = statement::parse_approve_bulk(base::text(approval.statement));
    if (!bulk) return m_findings.push_back(broken(rule, bulk.error().text));
    m_findings.push_back(statement::agrees(*bulk, said) ? held(rule, "the bulk statement says the same")
                                                        : broken(rule, "the bulk statement says something else"));
    m_findings.push_back(path("path" + number, *bulk, *approval.bulk));
  }

  static Finding path(const std::string& rule, const statement::ApproveBulk& bulk, const protocol::BulkItem& item) {
    if (!tlog::verify_inclusion(tlog::leaf_hash(item.statement), item.index, bulk.items, item.path, bulk.root))
      return broken(rule, "does not lead from the statement to the root that was signed");
    return held(rule, "leads from item " + std::to_string(item.index) + " of " + std::to_string(bulk.items) +
                          " to the root that was signed");
  }

  // What the person saw done before.
  [[nodiscard]] Finding order(const std::optional<base::Sha256Hash>& previous, const std::string& number) const {
    const auto rule = "entry before" + number;
    if (!previous) {
      if (m_facts.revision != "1") return broken(rule, "none, and there was a revision before this one");
      if (m_means.before) return broken(rule, "none, the statement says, and --previous names one");
      // Whether it is the first step is a rule.
      return m_means.bundle != nullptr ? held(rule, "none, the statement says")
                                       : open(rule, "none, the statement says");
    }
    const auto leaf = base::print(*previous);
    if (!m_means.before) return open(rule, leaf + "; --previous looks it up");
    if (m_means.before->leaf != *previous) return broken(rule, "the entry that --previous names is not " + leaf);
    const auto& before = m_means.before->facts;
    const auto found = "entry of type " + before.type + ", revision " + before.revision;
    return leads_here(before) ? held(rule, "is the " + found + ", that --previous names")
                              : broken(rule, "an " + found + ", leads to no such thing");
  }

  // A step of the revision that was done; or what ended the revision before, when that lets another follow.
  [[nodiscard]] bool leads_here(const EntryFacts& before) const {
    if (before.unit != m_facts.unit || before.kind != m_facts.kind || before.record != m_facts.record) return false;
    if (before.type == "done") return before.revision == m_facts.revision;
    return m_act == base::Act::unknown && base::leads_on(act_of(before)) &&
           number_in(before.revision) + 1 == number_in(m_facts.revision);
  }

  [[nodiscard]] Finding chain(const std::string& rule, const evidence::SignedBy& by,
                              const std::optional<statement::Vouching>& vouched) const {
    if (!m_at) return broken(rule, "the entry has no time to judge it at");
    const auto purpose = vouched ? evidence::Purpose::system : evidence::Purpose::person;
    const auto stands =
        m_means.trust.check(by.certificate, authorities(vouched.has_value()), purpose, *m_at, m_means.now);
    return stands ? held(rule, "leads to a root given, at the entry's time") : broken(rule, stands.error().text);
  }

  // Those of the bundle. antind believes none that a signature brings along.
  [[nodiscard]] std::vector<crypto::Certificate> authorities(bool of_systems) const {
    if (m_means.bundle == nullptr) return {};
    const auto& policy = m_means.bundle->rules.policy;
    return m_means.bundle->all((of_systems ? policy.system_certificates : policy.people).intermediates);
  }

  // Of what is not signed at all there are other findings.
  void examine_rules() {
    if (m_means.bundle == nullptr || !m_at)
      return m_findings.push_back(open("rule", m_facts.rule + ": the bundle is not at hand"));
    if (m_signed.size() < m_facts.people.size()) return;
    for (auto& finding : decided_again(m_facts, m_signed, m_means.bundle->rules.policy, m_means.before, *m_at))
      m_findings.push_back(std::move(finding));
  }

  // A certificate may have been renewed since the bundle that decided was superseded: its key was not.
  [[nodiscard]] Finding sealed_by_the_key(const crypto::Certificate& certificate) const {
    if (m_means.bundle == nullptr) return open("key", m_facts.key + ": the bundle names its certificate");
    const auto& keys = m_means.bundle->rules.policy.keys;
    const auto key = keys.find(m_facts.key);
    if (key == keys.end()) return broken("key", m_facts.key + ", which the bundle does not have");
    if (key->second.certificate == certificate.hash) return held("key", m_facts.key);
    return m_means.bundle->spki_of(key->second) == certificate.spki
               ? open("key", m_facts.key + ", with another certificate than the bundle's")
               : broken("key", "the seal is by another than " + m_facts.key);
  }

  // Entries name people by a keyed hash of their roster id.
  [[nodiscard]] Finding identity(const std::string& rule, const EntryPerson& person,
                                 const base::Sha256Hash& certificate) const {
    if (!m_means.people) return open(rule, person.id + "; --people looks it up");
    const auto known = m_means.people->find(certificate);
    if (known == m_means.people->end()) return broken(rule, "the certificate is none of those of --people");
    if (person.proof != "certificate") return broken(rule, "signed, and the entry says otherwise");
    return id_of(known->second) == person.id ? held(rule, "is " + known->second + " of the roster")
                                             : broken(rule, "is " + known->second + ", and the entry names another");
  }

  // Nobody but the system that asked vouches, and the entry says that it did.
  [[nodiscard]] Finding vouching(const std::string& rule, const EntryPerson& person,
                                 const statement::Vouching& vouched) const {
    if (person.proof != "vouched") return broken(rule, vouched.system + " vouched, and the entry says otherwise");
    if (vouched.system != m_facts.system)
      return broken(rule, vouched.system + " vouched, and " + m_facts.system + " asked");
    return id_of(vouched.person) == person.id
               ? held(rule, "is " + vouched.person + " of the roster, says " + vouched.system + " alone")
               : broken(rule, "is " + vouched.person + ", and the entry names another");
  }

  [[nodiscard]] std::string id_of(const std::string& person) const {
    return "hmac:" + base::to_hex(crypto::hmac_sha256(m_means.person_key, base::view(person)));
  }

  [[nodiscard]] Finding distinct_people() const {
    std::set<std::string> ids, statements;
    for (const auto& person : m_facts.people) {
      ids.insert(person.id);
      statements.insert(person.statement);
    }
    if (m_facts.people.empty()) return broken("approvals", "the entry names nobody who approved");
    if (ids.size() < m_facts.people.size()) return broken("approvals", "one person counts twice");
    if (statements.size() < m_facts.people.size()) return broken("approvals", "one statement counts twice");
    return held("approvals", std::to_string(ids.size()) + ", each of another person");
  }

  // A unit that acted for one that had closed did so with a key of its own.
  [[nodiscard]] Finding succession() const {
    const auto text = m_facts.acting + " acted for " + m_facts.unit + ", which had closed";
    if (m_facts.acting == m_facts.unit) return broken("unit", "the entry names one unit as the other's successor");
    if (!m_facts.key.empty() && !m_facts.key.starts_with("seal/" + m_facts.acting + "/"))
      return broken("unit", text + ", and yet the key is " + m_facts.key);
    return held("unit", text);
  }

  void examine_seal() {
    const auto sealed = base::parse_digest(m_facts.sealed);
    if (!sealed) return m_findings.push_back(broken("seal", "the entry does not say what was sealed"));
    // A detached signature seals the approved octets themselves.
    if (m_facts.sealed != m_facts.approved)
      m_findings.push_back(broken("seal", "over " + m_facts.sealed + ", which nobody approved"));
    const auto seal = evidence::read_detached_cms(*m_evidence.seal, *sealed);
    if (!seal) return m_findings.push_back(broken("seal", seal.error().text));
    const auto verified = client::verify_seal({*sealed}, *m_evidence.seal, m_means.trust, m_means.now);
    m_findings.push_back(verified ? held("seal", "of " + shown(seal->certificate))
                                  : broken("seal", verified.error().text));
    m_findings.push_back(sealed_by_the_key(seal->certificate));
    if (seal->timestamp != m_evidence.token) m_findings.push_back(broken("timestamp", "the seal holds another token"));
    examine_token(crypto::digest(base::DigestAlgorithm::sha256, seal->signature));
  }

  // A step without a seal is stamped over its approvals, one behind the other.
  [[nodiscard]] base::Digest stamped_approvals() const {
    base::Bytes signatures;
    for (const auto& approval : m_evidence.approvals) base::append(signatures, approval.cms);
    return crypto::digest(base::DigestAlgorithm::sha256, signatures);
  }

  void examine_token(const base::Digest& stamped) {
    const auto token = evidence::verify_timestamp_token(m_evidence.token, stamped, m_means.trust, m_means.now);
    if (!token) return m_findings.push_back(broken("timestamp", token.error().text));
    if (base::print(token->gen_time) != m_facts.gen_time || base::to_hex(token->serial) != m_facts.serial) {
      return m_findings.push_back(broken("timestamp", "time or serial are not those of the entry"));
    }
    m_findings.push_back(held("timestamp", base::print(token->gen_time) + ", by " + shown(token->certificate)));
  }

  const EntryFacts& m_facts;
  const DecisionEvidence& m_evidence;
  const AuditorsMeans& m_means;
  base::Act m_act;  // unknown: the entry is that of a step
  std::optional<base::Instant> m_at;
  std::vector<policy::PersonApproval> m_signed;
  std::vector<Finding> m_findings;
};

}  // namespace

std::vector<Finding> findings_about(const EntryFacts& facts, const DecisionEvidence& evidence,
                                    const AuditorsMeans& means) {
  return Examination(facts, evidence, means).all();
}

}  // namespace antin::cli
