#include "tests/unit/client/cli/steps_fixture.hpp"

namespace antin::cli {
namespace {

TEST_F(Steps, submit_leaves_files_that_openssl_verifies) {
  ASSERT_EQ(approve("principal", Words{"--role", "principal", "--yes"} + pem_key()).status, Exit::ok);
  const auto ran = submit({"--out", path("out")});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("seal/u/school/2026.1"));
  EXPECT_THAT(ran.out, HasSubstr("7 of seal.dev.example/2026"));
  EXPECT_TRUE(ran.err.empty());
  EXPECT_EQ(m_scratch.bytes("out/report.pdf.principal.p7s"), m_seal);
  EXPECT_EQ(m_scratch.text("out/report.pdf.principal.approval-1.txt"), m_scratch.text("approval.txt"));
  EXPECT_EQ(m_scratch.bytes("out/report.pdf.principal.approval-1.p7s"), m_scratch.bytes("approval.p7s"));
  EXPECT_TRUE(
      m_scratch.run("openssl ts -verify -token_in -in out/report.pdf.principal.tst -data "
                    "out/report.pdf.principal.sig -CAfile root.crt -untrusted ca.crt"))
      << m_scratch.text("said");
  const auto receipt = parse_receipt(m_scratch.text("out/report.pdf.principal.receipt.json"));
  ASSERT_TRUE(receipt.ok()) << receipt.error().text;
  EXPECT_EQ(base::text(receipt->entry), m_entry);
  EXPECT_EQ(receipt->log, "seal.dev.example/2026");
  EXPECT_EQ(receipt->index, 7U);
  EXPECT_TRUE(receipt->provisional);
}

TEST_F(Steps, a_step_without_a_seal_leaves_the_approval_that_was_stamped) {
  ASSERT_EQ(approve("teacher", Words{"--yes"} + pem_key()).status, Exit::ok);
  const auto approval = m_scratch.bytes("approval.p7s");
  m_token = client::pki::token_over(m_scratch, approval);
  m_seal.clear();
  ASSERT_EQ(submit({"--out", path("out")}).status, Exit::ok);
  EXPECT_EQ(m_scratch.bytes("out/report.pdf.principal.sig"), approval);
  EXPECT_FALSE(std::filesystem::exists(path("out/report.pdf.principal.p7s")));
  ASSERT_EQ(approve("teacher", Words{"--yes"} + pem_key()).status, Exit::ok);
  const auto again = submit({"--out", path("again"), "--json"});
  EXPECT_EQ(again.status, Exit::ok);
  EXPECT_THAT(again.err, HasSubstr("other approvals"));
  EXPECT_THAT(again.out, HasSubstr("\"sealed\": false"));
  EXPECT_FALSE(std::filesystem::exists(path("again/report.pdf.principal.sig")));
}

TEST_F(Steps, submit_believes_no_reply_that_does_not_hold) {
  ASSERT_EQ(approve("principal", Words{"--role", "principal", "--yes"} + pem_key()).status, Exit::ok);
  const auto good_seal = m_seal;
  m_seal = client::make_seal(m_scratch, "seal", "another document");
  EXPECT_THAT(submit({}).err, HasSubstr("antin: BAD_ANSWER: the seal"));
  m_seal = good_seal;
  m_token = client::pki::token_over(m_scratch, base::view("something else"));
  EXPECT_THAT(submit({"--out", path("out")}).err, HasSubstr("antin: BAD_ANSWER: the timestamp"));
  EXPECT_TRUE(std::filesystem::is_empty(path("out")));
}

TEST_F(Steps, errors_of_the_appliance_are_one_line_and_an_exit_status) {
  ASSERT_EQ(approve("principal", Words{"--role", "principal", "--yes"} + pem_key()).status, Exit::ok);
  m_error = protocol::Code::already_sealed;
  const auto denied = submit({});
  EXPECT_EQ(denied.status, Exit::refused);
  EXPECT_THAT(denied.err, testing::MatchesRegex("antin: ALREADY_SEALED: [^\n]+\n"));
  EXPECT_TRUE(denied.out.empty());
  m_error = protocol::Code::hsm_unavailable;
  const auto failed = submit({"--timeout", "1"});
  EXPECT_EQ(failed.status, Exit::temporary);
  EXPECT_THAT(failed.err, HasSubstr("antin: HSM_UNAVAILABLE:"));
}

TEST_F(Steps, an_unregistered_key_is_an_unknown_system) {
  m_appliance.refuse_every_key();
  const auto ran = run_antin({"about", "--config", path("conf")});
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.err, testing::StartsWith("antin: UNKNOWN_SYSTEM: "));
}

TEST_F(Steps, about_shows_the_workflow) {
  const auto ran = run_antin({"about", "--config", path("conf")});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("principal: 1 × principal, acting, sealed"));
  EXPECT_THAT(ran.out, HasSubstr("teacher: 1 × teacher, vouched for by the school's server, no seal"));
  EXPECT_THAT(run_antin({"about", "--json", "--config", path("conf")}).out, HasSubstr("\"policy_version\": 3"));
}

TEST_F(Steps, lookup_shows_states_and_fetches_results_again) {
  const auto states =
      run_antin({"lookup", "--config", path("conf"), "--unit", "u", "--kind", "hoc-ba", "--record", "1.r"});
  ASSERT_EQ(states.status, Exit::ok) << states.err;
  EXPECT_THAT(states.out, HasSubstr("done at 2026-05-27T00:00:00.000Z"));
  const auto fetched = run_antin(Words{"lookup", "--out", path("out"), "--name", "r", "--json"} + record("teacher"));
  ASSERT_EQ(fetched.status, Exit::ok) << fetched.err;
  EXPECT_EQ(m_scratch.bytes("out/r.teacher.p7s"), m_seal);
  EXPECT_THAT(fetched.out, HasSubstr("r.teacher.receipt.json"));
  m_known = false;
  EXPECT_THAT(run_antin(Words{"lookup"} + record("teacher")).err, HasSubstr("antin: NOT_FOUND:"));
}

TEST_F(Steps, timestamp_takes_a_file_or_a_query_and_openssl_verifies_the_answer) {
  const auto ran = run_antin({"timestamp", path("report.pdf"), "--config", path("conf"), "--out", path("r.tsr")});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  m_scratch.must_run("openssl ts -verify -in r.tsr -queryfile asked.tsq -CAfile root.crt -untrusted ca.crt");
  m_scratch.must_run("openssl ts -verify -in r.tsr -data report.pdf -CAfile root.crt -untrusted ca.crt");
  m_scratch.must_run("openssl ts -query -data report.pdf -sha256 -out mine.tsq");
  ASSERT_EQ(run_antin({"timestamp", path("mine.tsq"), "--config", path("conf"), "--out", path("q.tsr")}).status,
            Exit::ok);
  EXPECT_EQ(m_scratch.bytes("asked.tsq"), m_scratch.bytes("mine.tsq"));
  m_scratch.must_run("openssl ts -query -data report.pdf -sha512 -out bad.tsq");
  const auto rejected = run_antin({"timestamp", path("bad.tsq"), "--config", path("conf"), "--out", path("bad.tsr")});
  EXPECT_EQ(rejected.status, Exit::refused);
  EXPECT_THAT(rejected.err, HasSubstr("antin: REJECTED:"));
  EXPECT_EQ(
      run_antin({"timestamp", path("report.pdf"), "--query", "--config", path("conf"), "--out", path("x")}).status,
      Exit::usage);
}

TEST_F(Steps, verify_tells_good_from_bad_and_from_what_it_cannot_check) {
  const auto good = verify({"--root", path("root.crt")});
  EXPECT_EQ(good.status, Exit::ok) << good.out << good.err;
  EXPECT_THAT(good.out, HasSubstr("authentic but unaccounted"));
  EXPECT_THAT(good.out, HasSubstr("seal Ấn tín"));
  EXPECT_THAT(verify({"--root", path("root.crt"), "--json"}).out, HasSubstr("\"verdict\": \"good\""));
  m_scratch.write("report.pdf", "tampered");
  const auto bad = verify({"--root", path("root.crt")});
  EXPECT_EQ(bad.status, Exit::refused);
  EXPECT_THAT(bad.out, HasSubstr("BAD   SIGNATURE_INVALID"));
  EXPECT_THAT(verify({"--root", path("root.crt"), "--json"}).out, HasSubstr("\"code\": \"SIGNATURE_INVALID\""));
  EXPECT_EQ(verify({"--root", path("absent.crt")}).status, Exit::usage) << "2: it cannot check";
}

TEST_F(Steps, verify_refuses_a_root_that_did_not_issue_the_seal_and_a_revoked_seal) {
  m_scratch.must_run(
      "openssl req -new -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout f.key "
      "-config pki.conf -extensions root -subj '/CN=root Ấn tín' -utf8 -out forged.crt");
  EXPECT_THAT(verify({"--root", path("forged.crt")}).out, HasSubstr("CERTIFICATE_UNTRUSTED"));
  m_scratch.write("ca.conf",
                  "[ca]\ndefault_ca=d\n[d]\ndatabase=index\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=9\n");
  m_scratch.must_run(
      "touch index && echo 01 > number && openssl ca -config ca.conf -keyfile ca.key -cert ca.crt -revoke "
      "seal.crt -crl_compromise 20200101000000Z && openssl ca -config ca.conf -keyfile ca.key -cert ca.crt "
      "-gencrl -out ca.crl");
  EXPECT_THAT(verify({"--root", path("root.crt"), "--crl", path("ca.crl")}).out, HasSubstr("CERTIFICATE_REVOKED"));
}

TEST_F(Steps, verify_takes_a_receipt_of_this_very_seal_alone) {
  client::Receipt receipt{"l", 7,           "sha256:" + hex_of_ones,        "u", "hoc-ba", "1.r",
                          1,   "principal", base::copy(base::view(m_entry))};
  m_scratch.write("r.json", print(receipt));
  const Words with{"--root", path("root.crt"), "--receipt", path("r.json")};
  const auto good = verify(with);
  EXPECT_EQ(good.status, Exit::ok) << good.out << good.err;
  EXPECT_THAT(good.out, HasSubstr("authentic but unaccounted: the receipt holds no proof"));
  receipt.entry = base::copy(base::view(entry({1, 2, 3})));
  m_scratch.write("r.json", print(receipt));
  EXPECT_THAT(verify(with).out, HasSubstr("RECEIPT_MISMATCH"));
  m_scratch.write("r.json", "{}");
  EXPECT_EQ(verify(with).status, Exit::usage);
}

}  // namespace
}  // namespace antin::cli
