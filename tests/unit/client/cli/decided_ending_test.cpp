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
    facts.system = m_facts.system;
    facts.rule = "hoc-ba/principal:return";
    m_facts = facts;
    step().returns = {"incomplete"};
    const policy::EndingRule rule{{"principal"}, policy::StepUnit::own, 1, {"incomplete"}};
    workflow().supersede = workflow().withdraw = rule;
    m_evidence = {};
    sign_anew();
  }
  policy::Workflow& workflow() { return m_bundle.rules.policy.workflows["hoc-ba"]; }
  // Of the complete revision.
  void as_a_whole(base::Act act) {
    m_ending.act = act;
    m_ending.step = m_facts.step = "";
    m_facts.type = base::name_of(act);
    m_facts.rule = "hoc-ba:" + std::string(base::verb_of(act));
    m_known_before->facts.step = "department";
    sign_anew();
  }
  void sign_anew() { take(sign(statement::print(m_ending))); }
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
    as_a_whole(act);
    EXPECT_EQ(broken(), "") << m_facts.type;
    EXPECT_THAT(found(), HasSubstr("rule: " + m_facts.rule + ", by the bundle that the entry names\n"));
  }
}

TEST_F(DecidedEnding, about_anything_else_than_what_was_signed_is_broken) {
  EXPECT_EQ(with(&EntryFacts::record, "1.s"),
            "statement: record: signed 1.r, entered 1.s\n"
            "entry before: an entry of type done, revision 1, leads to no such thing\n"
            "rule: refused: STATEMENT_MISMATCH\n");
  EXPECT_EQ(with(&EntryFacts::step, "teacher"),
            "statement: step: signed principal, entered teacher\n"
            "rule: refused: OUT_OF_ORDER\n");
  EXPECT_EQ(with(&EntryFacts::reason, "wrong-grade"), "statement: reason: signed incomplete, entered wrong-grade\n");
  EXPECT_EQ(with(&EntryFacts::type, "withdrawn"),
            "statement: act: signed returned, entered withdrawn\n"
            "rule: refused: UNKNOWN_STEP\n");
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
  sign_anew();
  EXPECT_EQ(broken(), "");
  m_known_before->facts = before("returned", "1");
  EXPECT_THAT(broken(), HasSubstr("leads to no such thing")) << "nothing of it was done";
}

TEST_F(DecidedEnding, for_which_the_bundle_asks_other_people_or_reasons_is_broken) {
  for (const auto act : {base::Act::superseded, base::Act::withdrawn}) {
    as_a_whole(act);
    auto& rule = act == base::Act::superseded ? workflow().supersede : workflow().withdraw;
    rule->roles = {"headmaster"};
    EXPECT_EQ(broken(), "rule: refused: WRONG_ROLE\n");
    rule->roles = {"principal"};
    rule->approvers = 2;
    EXPECT_EQ(broken(), "rule: refused: APPROVALS_MISSING\n");
    rule->approvers = 1;
    rule->reasons = {"wrong-grade"};
    EXPECT_EQ(broken(), "rule: refused: REASON_NOT_ALLOWED\n");
    rule.reset();
    EXPECT_EQ(broken(), "rule: refused: REASON_NOT_ALLOWED\n") << "nobody may";
  }
}

TEST_F(DecidedEnding, which_the_bundle_lets_nobody_return_so_is_broken) {
  step().returns = {"wrong-grade"};
  EXPECT_EQ(broken(), "rule: refused: REASON_NOT_ALLOWED\n");
  step().returns.clear();
  EXPECT_EQ(broken(), "rule: refused: REASON_NOT_ALLOWED\n");
  workflow().steps.erase(workflow().steps.begin());
  EXPECT_EQ(broken(), "rule: refused: OUT_OF_ORDER\n") << "nothing was approved before the first step";
}

TEST_F(DecidedEnding, behind_another_step_than_the_last_one_is_broken) {
  m_known_before->facts.step = "department";
  EXPECT_EQ(broken(), "rule: refused: OUT_OF_ORDER\n");
  as_a_whole(base::Act::superseded);
  m_known_before->facts.step = "principal";
  EXPECT_EQ(broken(), "rule: refused: OUT_OF_ORDER\n") << "it was not complete";
}

TEST_F(DecidedEnding, by_another_rule_than_the_entry_says_is_broken) {
  m_facts.rule = "hoc-ba/principal";
  EXPECT_EQ(broken(), "rule: rule: by the bundle hoc-ba/principal:return, entered hoc-ba/principal\n");
  m_facts.system = "school-79760009";
  EXPECT_EQ(broken(), "rule: refused: NO_GRANT\n");
}

TEST_F(DecidedEnding, of_a_unit_that_has_closed_is_by_who_answers_for_it) {
  as_a_whole(base::Act::withdrawn);
  auto& policy = m_bundle.rules.policy;
  policy.units.at("79760001").closing = policy::UnitClosing{base::Instant(), {}};
  EXPECT_EQ(broken(), "rule: refused: NO_GRANT\n") << "its systems do not answer for it";
  policy.systems["department-79"] = {"department-79", {}, {}, {"79"}, {policy::Grant::submit}};
  m_facts.system = "department-79";
  EXPECT_EQ(broken(), "rule: acting: by the bundle 79, entered \n");
  m_facts.acting = "79";
  EXPECT_EQ(broken(), "");
  as_a_whole(base::Act::superseded);
  EXPECT_EQ(broken(), "rule: refused: UNIT_CLOSED\n");
}

}  // namespace
}  // namespace antin::cli
