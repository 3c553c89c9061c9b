// The principal's step of a record, as its entry and what people signed have it; all of it holds until a test spoils
// it.
#pragma once

#include <gmock/gmock.h>

#include "client/cli/decision.hpp"
#include "client/lib/bulk.hpp"
#include "client/lib/verification.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/statement.hpp"
#include "tests/support/client_pki.hpp"

namespace antin::cli {

using testing::HasSubstr;

class Decision : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_scratch = std::make_unique<client::Scratch>();
    client::make_pki(*s_scratch);
  }
  static void TearDownTestSuite() { s_scratch.reset(); }

  Decision() : m_trust(client::trust_in(*s_scratch)) {
    make_bundle();
    m_statement = {"log.example",
                   "79760001",
                   "hoc-ba",
                   "1.r",
                   1,
                   "principal",
                   "principal",
                   {},
                   m_digest,
                   m_before,
                   m_bundle.rules.policy.digest,
                   {},
                   std::chrono::floor<std::chrono::seconds>(client::now()) + std::chrono::hours(1)};
    m_facts.type = "done";
    m_facts.at = base::print(client::now());
    m_facts.unit = "79760001";
    m_facts.kind = "hoc-ba";
    m_facts.record = "1.r";
    m_facts.revision = "1";
    m_facts.step = "principal";
    m_facts.rule = "hoc-ba/principal";
    m_facts.system = "school-79760001";
    m_facts.key = school_key;
    m_facts.policy = base::print(m_bundle.rules.policy.digest);
    m_facts.approved = m_facts.sealed = base::print(m_digest);
    approve();
    seal_with(client::make_seal(*s_scratch, "seal", document));
  }

  // teacher → principal, who has the school's key → department, whose system the school's is too: so short is the
  // world.
  void make_bundle() {
    auto& policy = m_bundle.rules.policy;
    policy.origin = "log.example";
    policy.digest = crypto::sha256(base::view("the bundle"));
    policy.units["79"] = {"79", {}, policy::UnitKind::department, "79"};
    for (const std::string code : {"79760001", "79760002"}) {
      policy.units[code] = {code, "79", policy::UnitKind::school, code};
      auto& key = policy.keys["seal/" + code + "/school/2026.1"];
      key.label = "seal/" + code + "/school/2026.1";
      key.purpose = policy::KeyPurpose::seal;
      key.owner = code;
      key.use = "school";
      key.certificate = know("seal").hash;
    }
    policy.systems["school-79760001"] = {
        "school-79760001", {}, know("person").hash, {"79760001", "79760002"}, {policy::Grant::submit}};
    auto& workflow = policy.workflows["hoc-ba"];
    workflow = {"hoc-ba", {base::DigestAlgorithm::sha256}, {}, {}, {}};
    for (const std::string name : {"teacher", "principal", "department"}) {
      auto& step = workflow.steps.emplace_back();
      step.name = name;
      step.roles = {name};
      step.unit = policy::StepUnit::own;
      step.proof = policy::Proof::certificate;
      if (name == "principal") step.seal = "school";
    }
    policy.people.intermediates = policy.system_certificates.intermediates = {know("ca").hash};
  }
  static crypto::Certificate certificate(const std::string& name) {
    return crypto::certificate_from_pem(s_scratch->bytes(name + ".crt")).value();
  }
  const crypto::Certificate& know(const std::string& name) {
    auto known = certificate(name);
    const auto hash = known.hash;
    return m_bundle.certificate_by_hash.emplace(hash, std::move(known)).first->second;
  }
  policy::Step& step() { return m_bundle.rules.policy.workflows["hoc-ba"].steps[1]; }

  static EntryFacts before(const std::string& type, const std::string& revision) {
    EntryFacts facts;
    facts.type = type;
    facts.unit = "79760001";
    facts.kind = "hoc-ba";
    facts.record = "1.r";
    facts.revision = revision;
    facts.step = "teacher";
    return facts;
  }
  static protocol::Approval sign(const std::string& text) {
    auto key = client::key_of(*s_scratch, "person");
    return client::sign_statement(text, key, client::now()).value();
  }
  void approve() { take(sign(statement::print(m_statement))); }
  // The second of a class of three.
  void approve_in_bulk() {
    std::vector<statement::Approve> items(3, m_statement);
    items[0].record = "1.q";
    items[2].record = "1.s";
    m_draft = client::BulkDraft::make(items).value();
    take(m_draft->approval(1, sign(m_draft->text()).cms));
  }
  void take(protocol::Approval approval) {
    m_evidence.approvals = {approval};
    const auto id = "hmac:" + base::to_hex(crypto::hmac_sha256(person_key, base::view("p-000002")));
    m_facts.people = {{id, "principal", "certificate", base::print(crypto::sha256(approval.single()))}};
    if (approval.bulk) m_facts.people[0].bulk = base::print(crypto::sha256(approval.statement));
    m_certificate = evidence::read_detached_cms(approval.cms, base::ByteView(approval.statement))->certificate.hash;
  }
  void seal_with(base::Bytes seal) {
    const auto verified = client::verify_seal({m_digest}, seal, m_trust, client::now());
    ASSERT_TRUE(verified.ok()) << verified.error().text;
    m_evidence.token = *verified->seal.timestamp;
    m_evidence.seal = std::move(seal);
    m_facts.gen_time = base::print(verified->timestamp->gen_time);
    m_facts.serial = base::to_hex(verified->timestamp->serial);
  }
  [[nodiscard]] std::vector<Finding> findings() const {
    AuditorsMeans means{"log.example", m_trust, person_key, m_people, m_known_before, client::now()};
    if (m_has_bundle) means.bundle = &m_bundle;
    if (m_has_roster) means.people = People{{m_certificate, m_owner}};
    return findings_about(m_facts, m_evidence, means);
  }
  [[nodiscard]] std::string found() const {
    std::string out;
    for (const auto& finding : findings()) out += finding.rule + ": " + finding.text + "\n";
    return out;
  }
  // Of one rule alone.
  [[nodiscard]] std::string broken(const std::string& rule) const {
    std::string out;
    std::istringstream lines(broken());
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with(rule + ": ")) out += line + "\n";
    return out;
  }
  // What is broken, as `rule: text` lines; and what was left unchecked as `(rule)`, but for what always is.
  [[nodiscard]] std::string broken() const {
    std::string out;
    for (const auto& [rule, text, holds] : findings()) {
      EXPECT_NE(holds, Holds::unknown);
      if (holds == Holds::no) out += rule + ": " + text + "\n";
      if (holds == Holds::not_checked && rule != "beyond the entry") out += "(" + rule + ")\n";
    }
    return out;
  }

  static constexpr std::string_view document = "a report";
  static inline const base::Bytes person_key = base::Bytes(32, 7);
  static inline std::unique_ptr<client::Scratch> s_scratch;
  const base::Digest m_digest = crypto::digest(base::DigestAlgorithm::sha256, base::view(document));
  const base::Sha256Hash m_before = crypto::sha256(base::view("the teacher's entry"));
  evidence::Trust m_trust;
  statement::Approve m_statement;
  std::optional<client::BulkDraft> m_draft;
  EntryFacts m_facts;
  DecisionEvidence m_evidence;
  base::Sha256Hash m_certificate{};
  std::optional<People> m_people;
  bool m_has_roster = true;
  std::string m_owner = "p-000002";
  policy::bundle::Bundle m_bundle;
  bool m_has_bundle = true;
  static constexpr const char* school_key = "seal/79760001/school/2026.1";
  std::optional<EntryBefore> m_known_before = EntryBefore{m_before, before("done", "1")};
};

}  // namespace antin::cli
