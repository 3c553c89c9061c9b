// A decision made again by an auditor, with certificates, seal and timestamp that the openssl command has made.
#include "tests/unit/client/cli/decision_fixture.hpp"

namespace antin::cli {
namespace {

TEST_F(Decision, that_was_made_rightly_holds_in_every_rule) { EXPECT_EQ(broken(), ""); }

TEST_F(Decision, says_what_it_could_not_check) {
  m_has_roster = false;
  m_known_before.reset();
  EXPECT_EQ(broken(), "(entry before)\n(person)\n");
  EXPECT_THAT(found(), HasSubstr("beyond the entry: that the bundle was in force and the roster gave them"));
  m_has_bundle = false;
  m_trust = {{certificate("root")}, {certificate("ca")}, {}, evidence::Revocation::if_present};
  EXPECT_EQ(broken(), "(entry before)\n(person)\n(rule)\n(key)\n");
}

TEST_F(Decision, of_a_successor_holds_with_a_key_of_its_own_and_says_for_whom_it_acted) {
  m_bundle.rules.policy.units.at("79760001").closing = policy::UnitClosing{base::Instant(), "79760002"};
  m_facts.acting = "79760002";
  m_facts.key = "seal/79760002/school/2026.1";
  EXPECT_EQ(broken(), "");
  EXPECT_THAT(found(), HasSubstr("unit: 79760002 acted for 79760001, which had closed\n"));
  m_facts.key = "seal/79760001/school/2026.1";
  EXPECT_EQ(broken("unit"),
            "unit: 79760002 acted for 79760001, which had closed, and yet the key is " + m_facts.key + "\n");
  m_facts.acting = "79760001";
  EXPECT_EQ(broken("unit"), "unit: the entry names one unit as the other's successor\n");
}

TEST_F(Decision, about_anything_else_than_what_was_approved_is_broken) {
  const auto with = [this](std::string EntryFacts::*field, const std::string& value) {
    const auto good = std::exchange(m_facts.*field, value);
    const auto said = broken();
    m_facts.*field = good;
    return said;
  };
  EXPECT_THAT(with(&EntryFacts::unit, "79760002"),
              testing::StartsWith("statement: unit: signed 79760001, entered 79760002\n"));
  EXPECT_THAT(with(&EntryFacts::kind, "x"), testing::StartsWith("statement: kind: signed hoc-ba, entered x\n"));
  EXPECT_THAT(with(&EntryFacts::record, "1.s"), testing::StartsWith("statement: record: signed 1.r, entered 1.s\n"));
  EXPECT_THAT(with(&EntryFacts::revision, "2"), testing::StartsWith("statement: revision: signed 1, entered 2\n"));
  EXPECT_THAT(with(&EntryFacts::step, "teacher"),
              testing::StartsWith("statement: step: signed principal, entered teacher\n"));
  EXPECT_THAT(with(&EntryFacts::policy, "sha256:00"), testing::StartsWith("statement: policy: signed sha256:"));
  EXPECT_THAT(with(&EntryFacts::approved, "sha256:00"), HasSubstr("statement: digest: signed " + m_facts.approved));
  m_facts.people[0].role = "acting-principal";
  EXPECT_EQ(broken(), "statement: role: signed principal, entered acting-principal\n");
}

TEST_F(Decision, of_another_log_after_its_time_or_behind_another_step_is_broken) {
  m_statement.log = "log.other";
  approve();
  EXPECT_EQ(broken("statement"), "statement: log: signed log.other, entered log.example\n");
  m_statement.log = "log.example";
  m_statement.expires = std::chrono::floor<std::chrono::seconds>(client::now()) - std::chrono::hours(1);
  approve();
  EXPECT_THAT(broken(), testing::StartsWith("in time: it had expired at "));
  m_statement.expires += std::chrono::hours(2);
  approve();
  m_known_before->leaf = crypto::sha256(base::view("another entry"));
  EXPECT_THAT(broken(), testing::StartsWith("entry before: the entry that --previous names is not sha256:"));
}

TEST_F(Decision, with_an_approval_that_is_none_is_broken) {
  const auto good = m_evidence.approvals[0];
  m_evidence.approvals[0].statement.back() = ' ';
  EXPECT_THAT(broken(), testing::StartsWith("statement: "));
  m_evidence.approvals[0] = good;
  m_evidence.approvals[0].cms.back() ^= 1;
  EXPECT_THAT(broken(), testing::StartsWith("signature: "));
  m_evidence.approvals[0] = good;
  m_facts.people.clear();
  m_evidence.approvals.clear();
  EXPECT_EQ(broken(), "approvals: the entry names nobody who approved\nrule: refused: APPROVALS_MISSING\n");
}

TEST_F(Decision, on_an_approval_in_bulk_holds_by_its_path_and_the_signature_of_the_class) {
  approve_in_bulk();
  EXPECT_EQ(broken(), "");
  EXPECT_THAT(found(), HasSubstr("path: leads from item 1 of 3 to the root that was signed\n"));
  EXPECT_THAT(found(), HasSubstr("in bulk: the bulk statement says the same\n"));
}

TEST_F(Decision, on_an_item_that_is_not_in_its_place_of_the_class_is_broken) {
  approve_in_bulk();
  const std::string elsewhere = "path: does not lead from the statement to the root that was signed\n";
  auto& item = *m_evidence.approvals[0].bulk;
  item.index = 2;
  EXPECT_EQ(broken(), elsewhere);
  item.index = 3;
  EXPECT_EQ(broken(), elsewhere);
  item = m_draft->item(1);
  item.path.front()[0] ^= 1;
  EXPECT_EQ(broken(), elsewhere);
  item = m_draft->item(1);
  item.path.pop_back();
  EXPECT_EQ(broken(), elsewhere);
  m_statement.nonce[0] ^= 1;  // the same record, and never signed
  item = m_draft->item(1);
  item.statement = base::copy(base::view(statement::print(m_statement)));
  EXPECT_EQ(broken(), elsewhere);
}

TEST_F(Decision, on_another_item_of_the_class_is_broken) {
  approve_in_bulk();
  m_evidence.approvals[0].bulk = m_draft->item(2);
  EXPECT_EQ(broken("statement"), "statement: record: signed 1.s, entered 1.r\n");
}

TEST_F(Decision, on_a_bulk_statement_that_was_not_signed_or_says_something_else_is_broken) {
  approve_in_bulk();
  const auto good = m_evidence.approvals[0];
  m_evidence.approvals[0].cms = sign("another text\n").cms;
  EXPECT_THAT(broken(), testing::StartsWith("signature: "));
  auto bulk = statement::parse_approve_bulk(base::text(good.statement)).value();
  bulk.role = "teacher";
  auto other = sign(statement::print(bulk));
  other.bulk = good.bulk;
  take(other);
  EXPECT_EQ(broken(), "in bulk: the bulk statement says something else\n");
  other = sign("antin/approve/v1\n");
  other.bulk = good.bulk;
  take(other);
  EXPECT_THAT(broken(), testing::StartsWith("in bulk: "));
}

TEST_F(Decision, on_another_form_of_approval_than_the_entry_says_is_broken) {
  const auto another = base::print(crypto::sha256(base::view("another bulk statement")));
  m_facts.people[0].bulk = another;
  EXPECT_EQ(broken(), "in bulk: the entry says so, and a single one was signed\n");
  approve_in_bulk();
  for (const auto& entered : {another, std::string()}) {
    m_facts.people[0].bulk = entered;
    EXPECT_EQ(broken(), "in bulk: what was signed is not the bulk statement that the entry names\n");
  }
}

TEST_F(Decision, on_a_systems_word_holds_when_the_entry_says_so_and_the_system_asked) {
  step().proof = policy::Proof::vouched;
  m_statement.vouched = statement::Vouching{m_facts.system, "p-000002"};
  approve();
  EXPECT_EQ(broken(), "person: school-79760001 vouched, and the entry says otherwise\n");
  m_facts.people[0].proof = "vouched";
  EXPECT_EQ(broken(), "");
  EXPECT_THAT(found(), HasSubstr("person: is p-000002 of the roster, says school-79760001 alone\n"));
  m_facts.system = "school-79760002";
  EXPECT_EQ(broken("person"), "person: school-79760001 vouched, and school-79760002 asked\n");
  m_facts.system = "school-79760001";
  m_facts.people[0].id = "hmac:00";
  EXPECT_EQ(broken(), "person: is p-000002, and the entry names another\n");
}

TEST_F(Decision, on_a_persons_signature_is_broken_when_the_entry_says_that_a_system_vouched) {
  m_facts.people[0].proof = "vouched";
  EXPECT_EQ(broken(), "person: signed, and the entry says otherwise\n");
}

TEST_F(Decision, by_somebody_else_or_by_one_for_two_is_broken) {
  m_owner = "p-000003";
  EXPECT_EQ(broken(), "person: is p-000003, and the entry names another\n");
  m_owner = "p-000002";
  m_certificate = {};
  EXPECT_EQ(broken(), "person: the certificate is none of those of --people\n");
  approve();
  m_evidence.approvals.push_back(m_evidence.approvals[0]);
  m_facts.people.push_back(m_facts.people[0]);
  EXPECT_EQ(broken("approvals"), "approvals: one person counts twice\n");
  m_facts.people[1].id = "hmac:00";
  EXPECT_THAT(broken(), HasSubstr("approvals: one statement counts twice\n"));
}

TEST_F(Decision, that_leads_to_no_root_given_is_broken) {
  m_trust = client::trust_in(*s_scratch, "other");
  const auto said = broken();
  for (const auto* rule : {"certificate: ", "seal: ", "timestamp: "}) EXPECT_THAT(said, HasSubstr(rule));
}

TEST_F(Decision, whose_seal_is_over_something_else_is_broken) {
  m_evidence.seal->back() ^= 1;
  EXPECT_THAT(broken(), HasSubstr("seal: "));
  m_evidence.seal = client::make_seal(*s_scratch, "seal", "another report");
  EXPECT_THAT(broken(), HasSubstr("seal: "));
  m_facts.sealed = base::print(crypto::digest(base::DigestAlgorithm::sha256, base::view("another report")));
  EXPECT_THAT(broken(), HasSubstr(m_facts.sealed + ", which nobody approved"));
}

TEST_F(Decision, with_another_timestamp_than_its_own_is_broken) {
  const auto with = [this](std::string EntryFacts::*field, const std::string& value) {
    const auto good = std::exchange(m_facts.*field, value);
    const auto said = broken();
    m_facts.*field = good;
    return said;
  };
  const std::string other = "timestamp: time or serial are not those of the entry\n";
  EXPECT_EQ(with(&EntryFacts::gen_time, "2026-05-28T02:11:09.413Z"), other);
  EXPECT_EQ(with(&EntryFacts::serial, "00"), other);
  const auto token = m_evidence.token;
  seal_with(client::make_seal(*s_scratch, "seal", document));
  m_evidence.token = token;
  EXPECT_THAT(broken(), HasSubstr("timestamp: the seal holds another token\n"));
}

// `openssl ts` stamps the approval, as the appliance does where a step has no seal.
TEST_F(Decision, without_a_seal_is_stamped_over_its_approvals) {
  const auto stamped = client::make_seal(*s_scratch, "seal", document, m_evidence.approvals[0].cms);
  const auto seal = evidence::read_detached_cms(stamped, m_digest);
  ASSERT_TRUE(seal.ok());
  const auto imprint = crypto::digest(base::DigestAlgorithm::sha256, m_evidence.approvals[0].cms);
  const auto token = evidence::verify_timestamp_token(*seal->timestamp, imprint, m_trust, client::now());
  ASSERT_TRUE(token.ok()) << token.error().text;
  m_evidence.seal.reset();
  EXPECT_EQ(broken("seal"), "seal: none, and yet the entry names " + m_facts.key + "\n");
  m_facts.key.clear();
  EXPECT_EQ(broken("rule"), std::string("rule: key: by the bundle ") + school_key + ", entered \n");
  step().seal.reset();
  m_evidence.token = *seal->timestamp;
  m_facts.gen_time = base::print(token->gen_time);
  m_facts.serial = base::to_hex(token->serial);
  EXPECT_EQ(broken(), "");
  approve();  // another signature over the same statement
  EXPECT_THAT(broken(), testing::StartsWith("timestamp: "));
}

// The next revision's first step, too.
TEST_F(Decision, that_follows_another_entry_than_it_may_is_broken) {
  const auto after = [this](const std::string& type, const std::string& revision) {
    m_known_before->facts = before(type, revision);
    return broken("entry before");
  };
  const auto no_way = [](const std::string& type, const std::string& revision) {
    return "entry before: an entry of type " + type + ", revision " + revision + ", leads to no such thing\n";
  };
  EXPECT_EQ(after("denied", "1"), no_way("denied", "1"));
  EXPECT_EQ(after("returned", "1"), no_way("returned", "1"));
  m_facts.revision = "2";
  m_statement.revision = 2;
  approve();
  EXPECT_EQ(after("done", "2"), "");
  EXPECT_EQ(after("returned", "1"), "");
  EXPECT_EQ(after("superseded", "1"), "");
  EXPECT_EQ(after("withdrawn", "1"), no_way("withdrawn", "1")) << "what was withdrawn is not issued again";
  EXPECT_EQ(after("done", "1"), no_way("done", "1"));
  EXPECT_EQ(after("returned", "2"), no_way("returned", "2"));
  after("returned", "1");
  for (auto field : {&EntryFacts::unit, &EntryFacts::kind, &EntryFacts::record}) {
    const auto good = std::exchange(m_known_before->facts.*field, "other");
    EXPECT_EQ(broken("entry before"), no_way("returned", "1"));
    m_known_before->facts.*field = good;
  }
  m_statement.previous.reset();
  approve();
  EXPECT_EQ(broken("entry before"), "entry before: none, and there was a revision before this one\n");
}

}  // namespace
}  // namespace antin::cli
