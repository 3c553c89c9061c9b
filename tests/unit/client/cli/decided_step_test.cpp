// A step decided again by the bundle that its entry names: what antind would have refused is found.
#include "tests/unit/client/cli/decision_fixture.hpp"

namespace antin::cli {
namespace {

class DecidedStep : public Decision {
 protected:
  [[nodiscard]] policy::Policy& policy() { return m_bundle.rules.policy; }
  // The first step of the record, which has no seal.
  void as_the_teacher() {
    m_facts.step = m_statement.step = m_statement.role = "teacher";
    m_facts.rule = "hoc-ba/teacher";
    m_facts.key.clear();
    m_statement.previous.reset();
    m_known_before.reset();
    approve();
    m_facts.people[0].role = "teacher";
  }
};

TEST_F(DecidedStep, with_another_role_or_number_of_people_than_the_step_asks_for_is_broken) {
  step().roles = {"headmaster"};
  EXPECT_EQ(broken(), "rule: refused: WRONG_ROLE\n");
  step().roles = {"headmaster", "principal"};
  EXPECT_EQ(broken(), "");
  step().approvers = 2;
  EXPECT_EQ(broken(), "rule: refused: APPROVALS_MISSING\n");
}

TEST_F(DecidedStep, by_whom_the_bundle_knows_not_or_grants_nothing_is_broken) {
  m_facts.system = "school-79760009";
  EXPECT_EQ(broken(), "rule: refused: NO_GRANT\n");
  m_facts.system = "school-79760001";
  policy().workflows["hoc-ba"].digests = {base::DigestAlgorithm::sha384};
  EXPECT_EQ(broken(), "rule: refused: DIGEST_NOT_ALLOWED\n");
  policy().workflows.clear();
  EXPECT_EQ(broken(), "rule: refused: UNKNOWN_KIND\n");
}

TEST_F(DecidedStep, by_another_rule_than_the_entry_says_is_broken) {
  m_facts.rule = "hoc-ba/teacher";
  EXPECT_EQ(broken(), "rule: rule: by the bundle hoc-ba/principal, entered hoc-ba/teacher\n");
}

TEST_F(DecidedStep, behind_another_step_than_the_one_before_is_broken) {
  m_known_before->facts.step = "department";
  EXPECT_EQ(broken(), "rule: refused: OUT_OF_ORDER\n");
  m_known_before->facts.step = "teacher";
  auto& steps = policy().workflows["hoc-ba"].steps;
  auto between = steps[0];
  between.name = "deputy";
  steps.insert(steps.begin() + 1, between);
  EXPECT_EQ(broken(), "rule: refused: OUT_OF_ORDER\n") << "a step was left out";
  m_known_before->facts.step = "deputy";
  EXPECT_EQ(broken(), "");
}

TEST_F(DecidedStep, behind_nothing_is_broken_unless_the_bundle_has_it_as_the_first) {
  m_statement.previous.reset();
  approve();
  EXPECT_EQ(broken(),
            "entry before: none, the statement says, and --previous names one\n"
            "rule: refused: STATEMENT_MISMATCH\n");
  m_known_before.reset();
  EXPECT_EQ(broken(), "rule: refused: STATEMENT_MISMATCH\n");
  m_has_bundle = false;
  EXPECT_THAT(broken(), HasSubstr("(entry before)\n"));
  m_has_bundle = true;
  as_the_teacher();
  EXPECT_EQ(broken("rule") + broken("entry before"), "");
  EXPECT_THAT(found(), HasSubstr("rule: hoc-ba/teacher, by the bundle that the entry names\n"));
  m_statement.previous = m_before;
  approve();
  EXPECT_EQ(broken("rule"), "rule: refused: STATEMENT_MISMATCH\n");
}

TEST_F(DecidedStep, of_a_later_revision_needs_an_ending_before_it) {
  as_the_teacher();
  m_facts.revision = "2";
  m_statement.revision = 2;
  m_statement.previous = m_before;
  m_known_before = EntryBefore{m_before, before("returned", "1")};
  approve();
  m_facts.people[0].role = "teacher";
  EXPECT_EQ(broken("rule"), "");
  m_known_before->facts.type = "withdrawn";
  EXPECT_EQ(broken("rule"), "rule: refused: OUT_OF_ORDER\n");
}

TEST_F(DecidedStep, by_somebody_who_approved_the_step_before_is_broken) {
  m_known_before->facts.people = {{m_facts.people[0].id, "teacher", "certificate", ""}};
  EXPECT_EQ(broken(), "rule: refused: SAME_PERSON\n");
}

TEST_F(DecidedStep, that_is_late_at_the_entrys_time_was_decided_before_and_is_left_open) {
  step().window = policy::Window{base::Instant(), base::Instant() + std::chrono::hours(1)};
  EXPECT_EQ(broken(), "(rule)\n");
}

TEST_F(DecidedStep, that_holds_until_its_unit_closed_is_left_open_and_nothing_else_of_a_closed_unit_is) {
  auto& closing = policy().units.at("79760001").closing;
  closing = policy::UnitClosing{base::Instant() + std::chrono::hours(1), "79760002"};
  EXPECT_EQ(broken(), "(rule)\n") << "its own people and key";
  EXPECT_THAT(found(), HasSubstr("rule: hoc-ba/principal, by the bundle that the entry names, if decided before "
                                 "1970-01-01T01:00:00.000Z, when a unit closed\n"));
  m_facts.system = "school-79760009";
  EXPECT_EQ(broken(), "rule: refused: NO_GRANT\n");
  m_facts.system = "school-79760001";
  closing->from = client::now() + std::chrono::hours(1);
  m_facts.acting = "79760002";
  EXPECT_EQ(broken("rule"), "rule: acting: by the bundle , entered 79760002\n") << "before it has closed";
}

TEST_F(DecidedStep, with_the_key_of_another_unit_is_broken) {
  m_facts.key = "seal/79760002/school/2026.1";
  EXPECT_EQ(broken(), std::string("rule: key: by the bundle ") + school_key + ", entered " + m_facts.key + "\n");
  m_facts.key = "seal/79760003/school/2026.1";
  EXPECT_EQ(broken("key"), "key: " + m_facts.key + ", which the bundle does not have\n");
}

TEST_F(DecidedStep, with_a_seal_by_another_key_than_the_entrys_is_broken) {
  seal_with(client::make_seal(*s_scratch, "other", document));
  EXPECT_EQ(broken(), std::string("key: the seal is by another than ") + school_key + "\n");
}

TEST_F(DecidedStep, with_a_seal_by_the_keys_other_certificate_leaves_that_open) {
  const auto renewed = crypto::sha256(base::view("another certificate of the same key"));
  m_bundle.certificate_by_hash[renewed] = certificate("seal");
  policy().keys.at(school_key).certificate = renewed;
  EXPECT_EQ(broken(), "(key)\n");
}

TEST_F(DecidedStep, by_somebody_whose_authority_only_the_signature_brings_along_is_broken) {
  policy().people.intermediates.clear();
  EXPECT_THAT(broken(), testing::StartsWith("certificate: "));
}

}  // namespace
}  // namespace antin::cli
