// An auditor's reading: opened with a signature, closed however the command ends.
#include "tests/unit/client/cli/audit_fixture.hpp"

namespace antin::cli {
namespace {

TEST_F(Audits, an_auditor_reads_everything_under_a_reading_that_is_closed) {
  const auto auditor = as_auditor();
  const auto ran = audit(Words{"tail", "--lines", "30"} + auditor);
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(R"("n":27)"));
  EXPECT_EQ(m_closed, 1);
  const auto statement = statement::parse_request(m_statement);
  ASSERT_TRUE(statement.ok()) << statement.error().text;
  EXPECT_EQ(statement->system, "auditor-79");
  EXPECT_EQ(statement->action, statement::Action::read);
  m_scratch.write("statement", m_statement);
  m_scratch.write("statement.p7s", m_cms);
  m_scratch.must_run(
      "openssl cms -verify -cades -binary -inform DER -in statement.p7s -content statement -CAfile root.crt "
      "-purpose any -out /dev/null");
}

TEST_F(Audits, a_reading_is_closed_when_the_command_fails) {
  const auto auditor = as_auditor();
  const client::NoteKey other("seal.dev.example/2026");
  m_scratch.write("log.vkey", tlog::print(other.vkey()) + "\n");
  EXPECT_EQ(audit(Words{"tail"} + auditor).status, Exit::refused);
  EXPECT_EQ(m_closed, 1);
}

TEST_F(Audits, a_reading_is_closed_when_the_command_is_interrupted) {
  const auto auditor = as_auditor();
  m_log.page = 3;
  m_log.hides = [this](auto index) {
    if (index == 11 && m_closed == 0) ::kill(::getpid(), SIGINT);
    return false;
  };
  const auto ran = audit(Words{"export"} + auditor);
  EXPECT_EQ(ran.status, Exit::temporary);
  EXPECT_THAT(ran.err, HasSubstr("INTERRUPTED"));
  EXPECT_EQ(m_closed, 1);
}

TEST_F(Audits, an_auditor_is_shown_the_approvals_with_their_signatures_checked_again) {
  const auto auditor = as_auditor();
  auto key = client::key_of(m_scratch, "person");
  const auto approval = client::sign_statement("antin/approve/v1\nunit: u\n", key, client::now()).value();
  m_stored = approval;
  const auto name = base::print(crypto::sha256(approval.statement));
  m_log.add(R"({"people":[{"id":"hmac:1","statement":")" + name + R"("}],"type":"done"})");
  const auto good = audit(Words{"show", "30"} + auditor);
  ASSERT_EQ(good.status, Exit::ok) << good.err;
  EXPECT_THAT(good.out, HasSubstr("unit: u"));
  EXPECT_THAT(good.out, HasSubstr("person Ấn tín"));
  m_stored = client::sign_statement("antin/approve/v1\nunit: v\n", key, client::now()).value();
  EXPECT_THAT(audit(Words{"show", "30"} + auditor).err, HasSubstr("LOG_MISMATCH"));
  m_stored = protocol::Approval{approval.statement, std::get<protocol::Approval>(m_stored).cms};
  EXPECT_THAT(audit(Words{"show", "30"} + auditor).err, HasSubstr("SIGNATURE_INVALID"));
  m_stored = base::Bytes{1};
  EXPECT_THAT(audit(Words{"show", "30"} + auditor).err, HasSubstr("LOG_MISMATCH"));
}

}  // namespace
}  // namespace antin::cli
