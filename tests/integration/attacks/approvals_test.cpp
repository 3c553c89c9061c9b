// Approvals that are forged, replayed, swapped, expired or taken back: each is refused, and nothing is sealed.
#include "tests/integration/attacks/attack.hpp"
#include "tests/support/await.hpp"

namespace antin::test {
namespace {

const std::string teacher = "p-000001", principal = "p-000002", leader = "p-000003", forger = "p-000009";

TEST_F(Attack, a_forger_with_the_principals_name_approves_nothing) {
  const auto next = wish("principal", done(wish("teacher"), teacher));
  EXPECT_EQ(code(next, forger), "CERTIFICATE_UNTRUSTED");
  EXPECT_FALSE(is_done(next));
}

TEST_F(Attack, an_approval_serves_no_other_record_unit_kind_step_or_revision) {
  const auto said = wish("teacher");
  const auto approval = by(teacher, said);
  auto other = said;
  other.record = "1.other";
  EXPECT_EQ(code(submit_of(other, {approval})), "STATEMENT_MISMATCH");
  other = said;
  other.unit = "79760002";
  EXPECT_EQ(code(submit_of(other, {approval}), "school-79760002"), "STATEMENT_MISMATCH");
  other = said;
  other.kind = "trich-luc";
  other.step = "principal";
  EXPECT_EQ(code(submit_of(other, {approval})), "STATEMENT_MISMATCH");

  const auto leaf = done(said, teacher);
  const auto next = wish("principal", leaf);
  EXPECT_EQ(code(submit_of(next, {approval})), "STATEMENT_MISMATCH") << "at the next step";
  EXPECT_FALSE(is_done(next));

  const auto returned = ending_of(base::Act::returned, next, "incomplete");
  auto key = appliance.folder().person(principal);
  auto connection = appliance.connect("school-79760001");
  must(client::end(connection, end_of(returned, {sign(returned, key, now())})));
  other = said;
  other.revision = 2;
  EXPECT_EQ(code(submit_of(other, {approval})), "STATEMENT_MISMATCH") << "for the next revision";
  EXPECT_FALSE(is_done(other));
}

TEST_F(Attack, another_document_is_sealed_at_no_step) {
  std::optional<base::Sha256Hash> previous;
  const std::map<std::string, std::string> approvers = {
      {"teacher", teacher}, {"principal", principal}, {"department", leader}};
  for (const auto& step : steps()) {
    const auto said = wish(step, previous);
    auto swapped = said;
    swapped.digest.value[0] ^= 1;
    const auto expected = previous ? "DIGEST_DIFFERS" : "STATEMENT_MISMATCH";
    EXPECT_EQ(code(submit_of(swapped, {by(approvers.at(step), said)}), "department-79"), expected) << step;
    if (previous) {
      EXPECT_EQ(code(submit_of(swapped, {by(approvers.at(step), swapped)}), "department-79"), expected) << step;
    }
    previous = done(said, approvers.at(step));
  }
  auto late = wish("department", previous);
  late.digest.value[0] ^= 1;
  EXPECT_EQ(code(submit_of(late, {by(leader, late)}), "department-79"), "ALREADY_SEALED");
}

TEST_F(Attack, an_approval_that_has_expired_is_none) {
  auto late = wish("teacher");
  late.expires = std::chrono::floor<std::chrono::seconds>(now()) - std::chrono::seconds(1);
  EXPECT_EQ(code(late, teacher), "APPROVAL_EXPIRED");
  EXPECT_FALSE(is_done(late));
}

TEST_F(Attack, the_approval_of_a_teacher_who_was_revoked_for_compromise_carries_no_seal) {
  const auto next = wish("principal", done(wish("teacher"), teacher));
  appliance.folder().tools().must_run(
      "cd dev/ca && touch db && echo 9000 > number && printf '[ca]\\ndefault_ca=x\\n[x]\\ndatabase=db\\n"
      "crlnumber=number\\ndefault_md=sha256\\n' > ca.cnf && openssl ca -config ca.cnf -cert people-ca.crt -keyfile "
      "people-ca.key -revoke ../people/p-000001.crt -crl_reason keyCompromise && openssl ca -config ca.cnf -gencrl "
      "-crldays 30 -cert people-ca.crt -keyfile people-ca.key -out new.crl && chmod 644 new.crl && mv new.crl "
      "../revocation/people-ca.crl");
  unsigned record = 0;
  await("the new list is read", [&] {
    return code(wish("teacher", std::nullopt, "1.other" + std::to_string(record++)), teacher) == "CERTIFICATE_REVOKED";
  });
  EXPECT_EQ(code(next, principal), "CERTIFICATE_REVOKED");
  EXPECT_FALSE(is_done(next));
}

TEST_F(Attack, one_person_with_two_certificates_is_one_person) {
  // p-000004 is a teacher and principal, p-000010 a deputy; both have renewed.
  const auto next = wish("principal", done(wish("teacher"), "p-000004"));
  EXPECT_EQ(code(next, "p-000004-renewed"), "SAME_PERSON") << "in two steps";
  EXPECT_FALSE(is_done(next));

  auto deputies = wish("deputies");
  deputies.kind = "chuyen-truong";
  deputies.role = "deputy-principal";
  const auto first = by("p-000010", deputies), second = by("p-000010-renewed", deputies);
  EXPECT_EQ(code(submit_of(deputies, {first, second})), "SAME_PERSON") << "in one step";
  EXPECT_EQ(code(submit_of(deputies, {first})), "APPROVALS_MISSING");
  EXPECT_FALSE(is_done(deputies));
}

TEST_F(Attack, a_school_sends_no_other_schools_step) {
  const auto said = wish("teacher");
  EXPECT_EQ(code(submit_of(said, {by(teacher, said)}), "school-79760002"), "NO_GRANT");
  EXPECT_FALSE(is_done(said));
  EXPECT_EQ(code(said, teacher), "done") << "its own may";
}

}  // namespace
}  // namespace antin::test
