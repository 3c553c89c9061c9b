#include "daemon/keeper/approvals/approvals.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "core/statement/ending.hpp"
#include "core/statement/statement.hpp"
#include "tests/support/pki.hpp"

namespace antin::test {
namespace {

using evidence::Fault;
using evidence::Revocation;
using evidence::Trust;
using keeper::recheck_approver;
using keeper::verification_of;
using keeper::verify_approval;
using keeper::verify_ending;
using policy::Verification;

class ApprovalBy : public testing::Test {
 protected:
  ApprovalBy() : pki(directory) {
    pki.root("root", "Root");
    pki.certificate("people", "root", "authority");
    pki.certificate("person", "people");
    pki.list("root", "01");
    pki.list("people", "01");
    statement.log = "seal.example/2026";
    statement.unit = "79760001";
    statement.kind = "hoc-ba";
    statement.record = "1.abc";
    statement.revision = 1;
    statement.step = "teacher";
    statement.role = "teacher";
    statement.scope = "2025-2026.1A";
    statement.digest = base::sha256_digest(crypto::sha256(base::view("document")));
    statement.previous = crypto::sha256(base::view("leaf"));
    statement.policy = crypto::sha256(base::view("policy"));
    statement.expires = instant("2026-06-30T16:59:59Z");
    text = statement::print(statement);
  }

  [[nodiscard]] base::Bytes sign(const std::string& signer, const std::string& more = {}) const {
    directory.write("statement", text);
    directory.must_run("openssl cms -sign -cades -binary -in statement -signer " + signer + ".crt -inkey " + signer +
                       ".key -outform DER -out signed.p7s " + more);
    return directory.read("signed.p7s");
  }
  [[nodiscard]] Trust trust() const {
    return {{pki.read("root")},
            {pki.read("people")},
            {pki.read_list("root"), pki.read_list("people")},
            Revocation::required};
  }
  [[nodiscard]] Verification verified(base::ByteView cms, base::Instant now = test_now()) const {
    return verify_approval(base::view(text), cms, {trust(), trust()}, now).approval.verification;
  }

  ToolDirectory directory;
  Pki pki;
  statement::Approve statement;
  std::string text;
};

TEST_F(ApprovalBy, a_person_who_ends_a_revision_is_verified_alike_and_says_another_thing) {
  const statement::Ending ending{base::Act::returned, statement.log,
                                 statement.unit,      statement.kind,
                                 statement.record,    2,
                                 "principal",         "principal",
                                 std::nullopt,        statement.digest,
                                 *statement.previous, "wrong-grade",
                                 statement.policy,    {},
                                 statement.expires};
  text = statement::print(ending);
  const auto cms = sign("person");
  const auto verified = verify_ending(base::view(text), cms, trust(), test_now());
  EXPECT_EQ(verified.approval.verification, Verification::valid);
  EXPECT_EQ(verified.approval.statement_hash, crypto::sha256(base::view(text)));
  EXPECT_EQ(verified.certificate, pki.read("person").der);
  ASSERT_TRUE(verified.approval.statement);
  const auto& said = *verified.approval.statement;
  EXPECT_EQ(said.log + said.unit + said.kind + said.record, ending.log + ending.unit + ending.kind + ending.record);
  EXPECT_EQ(said.revision, 2U);
  EXPECT_EQ(said.step, "principal");
  EXPECT_EQ(said.role, "principal");
  EXPECT_EQ(said.scope, std::nullopt);
  EXPECT_EQ(said.digest, ending.digest);
  EXPECT_EQ(said.previous, ending.previous);
  EXPECT_EQ(said.policy, ending.policy);
  EXPECT_EQ(said.expires, ending.expires);
  EXPECT_EQ(said.ending, (policy::EndingClause{base::Act::returned, "wrong-grade"}));

  // Each reads its own kind of statement alone, whoever signed it.
  EXPECT_FALSE(verify_approval(base::view(text), cms, {trust(), trust()}, test_now()).approval.statement);
  text = statement::print(statement);
  EXPECT_FALSE(verify_ending(base::view(text), sign("person"), trust(), test_now()).approval.statement);
  EXPECT_EQ(verify_ending(base::view(text), cms, trust(), test_now()).approval.verification,
            Verification::signature_invalid);
}

TEST_F(ApprovalBy, a_person_under_the_peoples_authority_is_valid) {
  const auto verified = verify_approval(base::view(text), sign("person"), {trust(), trust()}, test_now());
  EXPECT_EQ(verified.approval.verification, Verification::valid);
  EXPECT_EQ(verified.problem, "");
  EXPECT_EQ(verified.approval.statement_hash, crypto::sha256(base::view(text)));
  EXPECT_EQ(verified.approval.certificate, pki.read("person").hash);
  EXPECT_EQ(verified.certificate, pki.read("person").der);
  ASSERT_TRUE(verified.approval.statement);
  const auto& said = *verified.approval.statement;
  EXPECT_EQ(said.log, statement.log);
  EXPECT_EQ(said.unit, statement.unit);
  EXPECT_EQ(said.kind, statement.kind);
  EXPECT_EQ(said.record, statement.record);
  EXPECT_EQ(said.revision, statement.revision);
  EXPECT_EQ(said.step, statement.step);
  EXPECT_EQ(said.role, statement.role);
  EXPECT_EQ(said.scope, statement.scope);
  EXPECT_EQ(said.digest, statement.digest);
  EXPECT_EQ(said.previous, statement.previous);
  EXPECT_EQ(said.policy, statement.policy);
  EXPECT_EQ(said.expires, statement.expires);
}

TEST_F(ApprovalBy, an_rsa_person_with_pss_is_valid) {
  pki.key("rsa", "rsa:2048");
  pki.certificate("rsa", "people");
  EXPECT_EQ(verified(sign("rsa", "-keyopt rsa_padding_mode:pss")), Verification::valid);
  EXPECT_EQ(verified(sign("rsa")), Verification::signature_invalid);
}

TEST_F(ApprovalBy, a_signed_text_that_is_no_statement_has_none) {
  text += " ";
  const auto verified = verify_approval(base::view(text), sign("person"), {trust(), trust()}, test_now());
  EXPECT_EQ(verified.approval.verification, Verification::valid);
  EXPECT_FALSE(verified.approval.statement);
}

TEST_F(ApprovalBy, another_statement_than_the_one_signed_is_invalid) {
  const auto cms = sign("person");
  statement.record = "1.other";
  text = statement::print(statement);
  const auto verified = verify_approval(base::view(text), cms, {trust(), trust()}, test_now());
  EXPECT_EQ(verified.approval.verification, Verification::signature_invalid);
  EXPECT_TRUE(verified.certificate.empty());
  EXPECT_NE(verified.problem, "");
}

TEST_F(ApprovalBy, what_is_no_cms_is_malformed) {
  EXPECT_EQ(verified({}), Verification::malformed);
  EXPECT_EQ(verified(base::view(text)), Verification::malformed);
}

TEST_F(ApprovalBy, a_forger_with_the_same_names_is_untrusted) {
  const auto genuine = trust();
  pki.root("root", "Root");
  pki.key("people");
  pki.certificate("people", "root", "authority");
  pki.certificate("person", "people");
  const auto forged =
      verify_approval(base::view(text), sign("person", "-certfile people.crt"), {genuine, genuine}, test_now());
  EXPECT_EQ(forged.approval.verification, Verification::certificate_untrusted);
  EXPECT_EQ(forged.certificate, pki.read("person").der);
}

// One root may stand over people and seals: an authority that the policy does not name for people makes none.
TEST_F(ApprovalBy, an_authority_that_only_the_cms_brings_is_untrusted) {
  pki.certificate("intermediate", "root", "authority");
  pki.certificate("stranger", "intermediate");
  EXPECT_EQ(verified(sign("stranger", "-certfile intermediate.crt")), Verification::certificate_untrusted);
}

TEST_F(ApprovalBy, an_authority_or_a_key_for_something_else_is_untrusted) {
  pki.certificate("encipher", "people", "encipher");
  EXPECT_EQ(verified(sign("encipher")), Verification::certificate_untrusted);
  EXPECT_EQ(verified(sign("people")), Verification::certificate_untrusted);
}

TEST_F(ApprovalBy, an_expired_person_is_expired) {
  pki.certificate("old", "people", "person", {"20250101000000Z", "20260601000000Z"});
  EXPECT_EQ(verified(sign("old")), Verification::certificate_expired);
}

TEST_F(ApprovalBy, a_revoked_person_is_revoked) {
  pki.list("people", "02", pki.revoked("person", ",superseded"));
  EXPECT_EQ(verified(sign("person")), Verification::certificate_revoked);
}

TEST_F(ApprovalBy, without_fresh_lists_nobody_is_valid) {
  EXPECT_EQ(verified(sign("person"), instant("2026-08-01T00:00:00Z")), Verification::revocation_stale);
}

TEST_F(ApprovalBy, a_system_that_vouches_is_judged_by_the_authority_of_systems) {
  pki.certificate("machines", "root", "authority");
  pki.certificate("school", "machines");
  pki.list("machines", "01");
  const auto machines = [&] {
    return Trust{{pki.read("root")},
                 {pki.read("machines")},
                 {pki.read_list("root"), pki.read_list("machines")},
                 Revocation::required};
  };
  const auto judged = [&](const std::string& signer) {
    return verify_approval(base::view(text), sign(signer), {trust(), machines()}, test_now()).approval.verification;
  };
  EXPECT_EQ(judged("school"), Verification::certificate_untrusted) << "no person";
  statement.vouched = statement::Vouching{"school-79760001", "p-000001"};
  text = statement::print(statement);
  EXPECT_EQ(judged("school"), Verification::valid);
  EXPECT_EQ(judged("person"), Verification::certificate_untrusted) << "no system";
  const auto before = instant("2026-05-20T00:00:00Z");
  const auto rechecked = [&] {
    return recheck_approver(pki.read("school").der, {trust(), machines()}, before, test_now());
  };
  EXPECT_EQ(rechecked(), Verification::valid);
  pki.list("machines", "02", pki.revoked("school", ",keyCompromise"));
  EXPECT_EQ(judged("school"), Verification::certificate_revoked);
  EXPECT_EQ(rechecked(), Verification::certificate_revoked);
}

TEST_F(ApprovalBy, an_earlier_approver_stands_or_falls_by_date_and_reason) {
  const auto person = pki.read("person");
  const auto before = instant("2026-05-20T00:00:00Z");
  const auto after = instant("2026-06-02T00:00:00Z");
  EXPECT_EQ(recheck_approver(person.der, {trust(), trust()}, before, test_now()), Verification::valid);
  pki.list("people", "02", pki.revoked("person", ",superseded"));
  EXPECT_EQ(recheck_approver(person.der, {trust(), trust()}, before, test_now()), Verification::valid);
  EXPECT_EQ(recheck_approver(person.der, {trust(), trust()}, after, test_now()), Verification::certificate_revoked);
  pki.list("people", "03", pki.revoked("person", ",keyCompromise"));
  EXPECT_EQ(recheck_approver(person.der, {trust(), trust()}, before, test_now()), Verification::certificate_revoked);
  pki.list("people", "04", pki.revoked("person", ""));
  EXPECT_EQ(recheck_approver(person.der, {trust(), trust()}, before, test_now()), Verification::certificate_revoked);
}

TEST_F(ApprovalBy, an_earlier_approver_may_expire_afterwards) {
  pki.certificate("old", "people", "person", {"20250101000000Z", "20260601000000Z"});
  EXPECT_EQ(recheck_approver(pki.read("old").der, {trust(), trust()}, instant("2026-05-20T00:00:00Z"), test_now()),
            Verification::valid);
}

TEST_F(ApprovalBy, an_earlier_approver_whose_chain_was_not_valid_then_was_never_looked_up_in_a_list) {
  pki.certificate("late", "people", "person", {"20260601000000Z", "20270101000000Z"});
  EXPECT_EQ(recheck_approver(pki.read("late").der, {trust(), trust()}, instant("2026-05-20T00:00:00Z"), test_now()),
            Verification::revocation_stale);
}

TEST_F(ApprovalBy, an_earlier_approver_needs_lists_that_are_fresh_now) {
  EXPECT_EQ(recheck_approver(pki.read("person").der, {trust(), trust()}, test_now(), instant("2026-08-01T00:00:00Z")),
            Verification::revocation_stale);
}

TEST_F(ApprovalBy, a_blob_that_is_no_certificate_is_malformed) {
  EXPECT_EQ(recheck_approver(base::view("x"), {trust(), trust()}, test_now(), test_now()), Verification::malformed);
}

TEST(VerificationOf, no_fault_becomes_valid) {
  for (const auto fault : {Fault::unknown, Fault::malformed, Fault::signature_invalid, Fault::certificate_untrusted,
                           Fault::certificate_expired, Fault::certificate_revoked, Fault::revocation_stale,
                           Fault::wrong_usage, Fault::weak_algorithm})
    EXPECT_NE(verification_of(fault), Verification::valid);
  EXPECT_EQ(verification_of(static_cast<Fault>(99)), Verification::unknown);
}

}  // namespace
}  // namespace antin::test
