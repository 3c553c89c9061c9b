// The end of a revision, decided again by an auditor.
#include "core/statement/ending.hpp"
#include "tests/unit/client/cli/decision_fixture.hpp"

namespace antin::cli {
namespace {

class DecidedEnding : public Decision {
 protected:
  DecidedEnding() {
    m_ending = {base::Act::returned,
                "log.example",
                "79760001",
                "hoc-ba",
                "1.r",
                1,
                "principal",
                "principal",
                {},
                m_digest,
                m_before,
                "incomplete",
                m_bundle.rules.policy.digest,
                {},
                m_statement.expires};
    EntryFacts facts;
    facts.at = m_facts.at;
    facts.unit = "79760001";
    facts.kind = "hoc-ba";
    facts.record = "1.r";
    facts.revision = "1";
    facts.step = "principal";
    facts.digest = base::print(m_digest);
    facts.reason = "incomplete";
    facts.policy = m_facts.policy;
    facts.type = "returned";
    m_facts = facts;
    m_evidence = {};
    take(sign(statement::print(m_ending)));
  }
  std::string with(std::string EntryFacts::*field, const std::string& value) {
    const auto good = std::exchange(m_facts.*field, value);
    auto said = broken();
    m_facts.*field = good;
    return said;
  }
  statement::Ending m_ending;
};

TEST_F(DecidedEnding, that_was_decided_rightly_holds_in_every_rule) {
  EXPECT_EQ(broken(), "");
  for (const auto act : {base::Act::superseded, base::Act::withdrawn}) {
    m_ending.act = act;
    m_ending.step = m_facts.step = "";
    m_facts.type = base::name_of(act);
    take(sign(statement::print(m_ending)));
    EXPECT_EQ(broken(), "") << m_facts.type;
  }
}

TEST_F(DecidedEnding, about_anything_else_than_what_was_signed_is_broken) {
  EXPECT_EQ(with(&EntryFacts::record, "1.s"),
            "statement: record: signed 1.r, entered 1.s\n"
            "entry before: an entry of type done, revision 1, leads to no such thing\n");
  EXPECT_EQ(with(&EntryFacts::step, "teacher"), "statement: step: signed principal, entered teacher\n");
  EXPECT_EQ(with(&EntryFacts::reason, "wrong-grade"), "statement: reason: signed incomplete, entered wrong-grade\n");
  EXPECT_EQ(with(&EntryFacts::type, "withdrawn"), "statement: act: signed returned, entered withdrawn\n");
  EXPECT_THAT(with(&EntryFacts::digest, "sha256:00"), testing::StartsWith("statement: digest: signed "));
  m_owner = "p-000003";
  EXPECT_EQ(broken(), "person: is p-000003, and the entry names another\n");
}

TEST_F(DecidedEnding, that_rests_on_an_approval_or_a_broken_signature_is_broken) {
  const auto good = m_evidence.approvals[0];
  m_evidence.approvals[0].cms.back() ^= 1;
  EXPECT_THAT(broken(), testing::StartsWith("signature: "));
  m_evidence.approvals[0] = sign(statement::print(m_statement));
  EXPECT_THAT(broken(), testing::StartsWith("statement: ")) << "to approve is not to return";
  m_evidence.approvals[0] = good;
  m_evidence.approvals[0].bulk = protocol::BulkItem{{'i'}, 0, {}};
  EXPECT_EQ(broken(), "in bulk: no revision ends as an item of many\n");
}

TEST_F(DecidedEnding, follows_a_step_of_its_revision_and_no_other_ending) {
  m_known_before->facts = before("done", "2");
  EXPECT_THAT(broken(), HasSubstr("leads to no such thing"));
  m_facts.revision = "2";
  m_ending.revision = 2;
  take(sign(statement::print(m_ending)));
  EXPECT_EQ(broken(), "");
  m_known_before->facts = before("returned", "1");
  EXPECT_THAT(broken(), HasSubstr("leads to no such thing")) << "nothing of it was done";
}

}  // namespace
}  // namespace antin::cli
