// Who approved before is looked at again when a seal is made: in steps of one approver and of several, for single
// approvals and for a class's.
#include <gmock/gmock.h>

#include "client/lib/bulk.hpp"
#include "core/tlog/hash.hpp"
#include "tests/unit/daemon/keeper/flow/revoked.hpp"

namespace antin::keeper::test {
namespace {

using antin::test::Wish;

class Recheck : public ::testing::Test {
 protected:
  // Approved long enough ago that a revocation of now came after it.
  Recheck() { bench.clock.reading.now -= std::chrono::minutes(1); }

  // What the principal's step comes to after `person` was revoked so.
  std::string after(const std::string& person, const std::string& reason, const base::Sha256Hash& previous) {
    revoke(bench, person, reason);
    go_on(bench);
    return code_of(bench.submit(bench.principal_wish(previous), "p-000002"));
  }
  [[nodiscard]] protocol::Approval of_a_class(const Wish& wish, const std::string& person) const {
    auto other = wish;
    other.record = "1.other";
    const auto draft = client::BulkDraft::make({statement::parse_approve(antin::test::statement_of(wish)).value(),
                                                statement::parse_approve(antin::test::statement_of(other)).value()})
                           .value();
    auto key = bench.folder.person(person);
    return draft.approval(0, client::sign_statement(draft.text(), key, bench.clock.reading.now).value().cms);
  }
  std::optional<protocol::Response> send(const Wish& wish, std::vector<protocol::Approval> approvals) {
    return bench.life->send({crypto::random_array<16>(), antin::test::submit_of(wish, std::move(approvals))});
  }

  // How many entries of the log name it as what decisions rest on; it is kept whenever one does.
  std::size_t named(const base::Bytes& der) {
    const auto hash = crypto::sha256(der);
    std::size_t count = 0;
    for (const auto& entry : bench.life->entries())
      if (entry.find(R"("type":"revocation")") != std::string::npos &&
          entry.find(base::print(hash)) != std::string::npos)
        ++count;
    EXPECT_EQ(bench.life->ledger.blob(hash).value() == der, count > 0);
    return count;
  }
  base::Bytes list() const {
    return evidence::parse_revocation_list(bench.folder.read("revocation/people-ca.crl")).value().der;
  }

  Bench bench;
};

TEST_F(Recheck, each_list_that_decisions_rest_on_is_kept_and_named_once_before_them) {
  const auto first = list();
  EXPECT_EQ(named(first), 1U);
  bench.restart();
  EXPECT_EQ(named(first), 1U) << "it is the same still";
  revoke(bench, "p-000001", "keyCompromise");
  EXPECT_EQ(named(list()), 0U) << "nobody has read it";
  go_on(bench);
  EXPECT_EQ(named(list()), 1U);
  EXPECT_EQ(named(first), 1U);
  const auto entries = bench.life->entries().size();
  go_on(bench);
  EXPECT_EQ(bench.life->entries().size(), entries) << "nothing is new";
}

// Of a step whose seal has waited for a signer.
TEST_F(Recheck, a_compromise_undoes_what_was_decided_and_has_no_seal_yet) {
  for (const auto* person : {"p-000001", "p-000002"}) {
    SCOPED_TRACE(person);
    Bench other;
    other.clock.reading.now -= std::chrono::minutes(1);
    const auto previous = other.teacher_done();
    other.keys.seal_failure = SigningFailure::hsm;
    EXPECT_EQ(code_of(other.submit(other.principal_wish(previous), "p-000002")), "HSM_UNAVAILABLE");
    revoke(other, person, "keyCompromise");
    go_on(other);
    other.keys.seal_failure.reset();
    other.life->flow->signer_arrived();
    other.life->settle();
    EXPECT_EQ(other.keys.seals, 1U) << "the one that failed";
    EXPECT_THAT(other.life->entries().back(),
                testing::AllOf(testing::HasSubstr(R"("type":"abandoned")"), testing::HasSubstr("CERTIFICATE_REVOKED")));
    EXPECT_EQ(code_of(other.submit(other.principal_wish(previous), "p-000002")), "CERTIFICATE_REVOKED");
  }
}

TEST_F(Recheck, what_was_decided_waits_on_while_nobody_can_say_whether_its_approvers_stand) {
  const auto previous = bench.teacher_done();
  bench.keys.seal_failure = SigningFailure::hsm;
  const auto request = bench.request(bench.principal_wish(previous), {"p-000002"});
  EXPECT_EQ(code_of(bench.life->send(request)), "HSM_UNAVAILABLE");
  bench.keys.seal_failure.reset();
  go_on(bench, std::chrono::hours(24 * 40));
  bench.life->flow->signer_arrived();
  bench.life->settle();
  EXPECT_EQ(bench.keys.seals, 1U) << "the lists are stale";
  EXPECT_EQ(bench.life->flow->parked().size(), 1U);
  revoke(bench, "p-000009", "");
  go_on(bench, std::chrono::minutes(10) - std::chrono::hours(24 * 40));
  EXPECT_EQ(bench.keys.seals, 2U);
}

TEST_F(Recheck, who_retires_in_june_does_not_undo_the_report_of_may) {
  EXPECT_EQ(after("p-000001", "cessationOfOperation", bench.teacher_done()), "done");
}

TEST_F(Recheck, a_compromise_undoes_what_was_approved_before_it) {
  EXPECT_EQ(after("p-000001", "keyCompromise", bench.teacher_done()), "CERTIFICATE_REVOKED");
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(Recheck, a_revocation_without_a_reason_undoes_what_was_approved_before_it) {
  EXPECT_EQ(after("p-000001", "", bench.teacher_done()), "CERTIFICATE_REVOKED");
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(Recheck, a_retirement_that_was_effective_before_the_approval_undoes_it) {
  bench.clock.reading.now += std::chrono::minutes(30);
  const auto leaf = bench.teacher_done();
  EXPECT_EQ(after("p-000001", "cessationOfOperation", leaf), "CERTIFICATE_REVOKED");
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(Recheck, of_a_class_approved_at_once_finds_a_compromise) {
  const auto wish = bench.wish();
  const auto done = step_result(send(wish, {of_a_class(wish, "p-000001")}));
  EXPECT_EQ(after("p-000001", "keyCompromise", tlog::leaf_hash(done.entry)), "CERTIFICATE_REVOKED");
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(Recheck, of_a_class_approved_at_once_forgives_a_retirement) {
  const auto wish = bench.wish();
  const auto done = step_result(send(wish, {of_a_class(wish, "p-000001")}));
  EXPECT_EQ(after("p-000001", "cessationOfOperation", tlog::leaf_hash(done.entry)), "done");
}

TEST_F(Recheck, precedes_a_class_sealed_at_once) {
  const auto leaf = bench.teacher_done();
  revoke(bench, "p-000001", "keyCompromise");
  go_on(bench);
  const auto wish = bench.principal_wish(leaf);
  EXPECT_EQ(code_of(send(wish, {of_a_class(wish, "p-000002")})), "CERTIFICATE_REVOKED");
  EXPECT_EQ(bench.keys.seals, 0U);
}

// Whoever of them it is.
TEST_F(Recheck, looks_at_each_of_several_approvers_of_a_step) {
  for (const std::string person : {"p-000001", "p-000004"}) {
    Bench two;
    two.clock.reading.now -= std::chrono::minutes(1);
    change_policy(two, "workflow.toml", "0,/^role = /s/^role = /approvers = 2\\nrole = /");
    const auto done = step_result(two.life->send(two.request(two.wish(), {"p-000001", "p-000004"})));
    revoke(two, person, "keyCompromise");
    go_on(two);
    const auto wish = two.principal_wish(tlog::leaf_hash(done.entry));
    EXPECT_EQ(code_of(two.submit(wish, "p-000002")), "CERTIFICATE_REVOKED") << person;
    EXPECT_EQ(two.keys.seals, 0U);
  }
}

TEST_F(Recheck, looks_at_every_step_before) {
  const auto leaf = bench.principal_done();
  const auto seals = bench.keys.seals;
  revoke(bench, "p-000001", "keyCompromise");
  go_on(bench);
  EXPECT_EQ(code_of(bench.submit(bench.department_wish(leaf), "p-000003", "department-79")), "CERTIFICATE_REVOKED");
  EXPECT_EQ(bench.keys.seals, seals);
}

TEST_F(Recheck, refuses_when_nobody_can_look) {
  const auto leaf = bench.teacher_done();
  bench.clock.reading.now += std::chrono::days(40);
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "REVOCATION_STALE");
}

// Revocation by response, where the policy asks for responses.
class RecheckByResponse : public Recheck {
 protected:
  RecheckByResponse() {
    for (const auto* person : {"p-000001", "p-000002", "so-1", "so-2"})
      respond(bench, "people/" + std::string(person) + ".crt", "V");
    bench.clock.reading.now += std::chrono::minutes(10);  // no response is from the future
    change_policy(bench, "authorities.toml", "0,/^roots/s/^roots/revocation = \"ocsp\"\\nocsp_age = \"24h\"\\nroots/");
  }
  [[nodiscard]] evidence::StatusResponse response_about_the_teacher() const {
    return evidence::parse_status_response(bench.folder.read("revocation/p-000001.ocsp")).value();
  }
};

TEST_F(RecheckByResponse, lets_pass_who_is_called_good_and_nobody_else) {
  const auto leaf = bench.teacher_done();
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000004")), "REVOCATION_STALE");
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "done");
}

TEST_F(RecheckByResponse, keeps_each_response_that_decisions_rest_on_and_names_it_once) {
  const auto good = response_about_the_teacher().der;
  EXPECT_EQ(named(good), 1U);
  const auto other = evidence::parse_status_response(bench.folder.read("revocation/so-1.ocsp")).value().der;
  EXPECT_EQ(named(other), 1U);
  respond(bench, "people/p-000001.crt", "R", ",keyCompromise");
  go_on(bench);
  EXPECT_EQ(named(response_about_the_teacher().der), 1U);
  EXPECT_EQ(named(good), 1U);
}

TEST_F(RecheckByResponse, refuses_when_a_response_is_older_than_the_policy_allows) {
  const auto leaf = bench.teacher_done();
  bench.clock.reading.now += std::chrono::hours(25);
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "REVOCATION_STALE");
}

TEST_F(RecheckByResponse, refuses_whom_the_responder_does_not_know) {
  respond(bench, "people/p-000001.crt", "");
  go_on(bench);
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "REVOCATION_STALE");
}

TEST_F(RecheckByResponse, finds_a_compromise) {
  const auto leaf = bench.teacher_done();
  respond(bench, "people/p-000001.crt", "R", ",keyCompromise");
  go_on(bench);
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "CERTIFICATE_REVOKED");
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(RecheckByResponse, takes_no_older_response_again_also_after_a_restart) {
  const auto older = response_about_the_teacher();
  do respond(bench, "people/p-000001.crt", "R", ",keyCompromise");
  while (response_about_the_teacher().this_update == older.this_update);
  go_on(bench);
  bench.folder.tools().write("dev/revocation/p-000001.ocsp", older.der);
  bench.restart();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "REVOCATION_STALE");
}

}  // namespace
}  // namespace antin::keeper::test
