// What a log's key and its witnesses make of a seal: accounted for or not, provisional or witnessed.
#include "tests/support/fake_log.hpp"
#include "tests/unit/client/cli/steps_fixture.hpp"

namespace antin::cli {
namespace {

class Accounts : public Steps {
 protected:
  void SetUp() override {
    Steps::SetUp();
    m_log.grow(7);
    m_log.add(m_entry);  // index 7, as the appliance says
    m_log.grow(5);
    m_scratch.write("log.vkey", tlog::print(m_log.key.vkey()) + "\n");
    m_scratch.write("witness.vkey", tlog::print(m_log.witness.vkey()) + "\n");
    m_scratch.write("seal.entry", m_entry);
    m_scratch.write("seal.tlog-proof", m_log.proof(7));
    m_scratch.write("cosigned.tlog-proof", m_log.proof(7, true));
    ASSERT_EQ(approve("principal", Words{"--role", "principal", "--yes"} + pem_key()).status, Exit::ok);
  }
  client::Receipt receipt(const std::string& proof) const {
    return {m_log.key.vkey().name,
            7,
            "sha256:" + hex_of_ones,
            "u",
            "hoc-ba",
            "1.r",
            1,
            "principal",
            base::copy(base::view(m_entry)),
            true,
            proof};
  }
  Words log() const { return {"--log-key", path("log.vkey")}; }
  Words witnessed() const { return log() + Words{"--witness-key", path("witness.vkey"), "--witnesses", "1"}; }
  Ran verify_seal(const Words& more) const { return verify(Words{"--root", path("root.crt")} + more); }
  client::Receipt receipt_in(const std::string& file) const { return parse_receipt(m_scratch.text(file)).value(); }

  client::FakeLog m_log;
};

TEST_F(Accounts, submit_checks_the_proof_and_keeps_it) {
  m_proof = m_log.proof(7);
  const auto ran = submit(Words{"--out", path("out"), "--json"} + log());
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"provisional\": true"));
  EXPECT_EQ(m_scratch.text("out/report.pdf.principal.tlog-proof"), m_proof);
  EXPECT_EQ(m_scratch.text("out/report.pdf.principal.entry"), m_entry);
  EXPECT_EQ(receipt_in("out/report.pdf.principal.receipt.json").proof, m_proof);
  EXPECT_EQ(submit(log()).status, Exit::ok);
}

TEST_F(Accounts, submit_without_a_key_of_the_log_keeps_the_proof_unchecked) {
  m_proof = m_log.proof(7);
  ASSERT_EQ(submit(Words{"--out", path("out")}).status, Exit::ok);
  EXPECT_EQ(m_scratch.text("out/report.pdf.principal.tlog-proof"), m_proof);
  EXPECT_TRUE(receipt_in("out/report.pdf.principal.receipt.json").provisional);
}

TEST_F(Accounts, a_reply_that_does_not_prove_itself_is_refused_where_the_log_is_known) {
  for (const auto& proof : {std::string(), std::string("x"), m_log.proof(6), client::FakeLog(13).proof(7)}) {
    m_proof = proof;
    const auto ran = submit(Words{"--out", path("none")} + log());
    EXPECT_EQ(ran.status, Exit::refused);
    EXPECT_THAT(ran.err, HasSubstr("antin: LOG_UNPROVEN: "));
    EXPECT_FALSE(std::filesystem::exists(path("none")));
  }
}

TEST_F(Accounts, a_receipt_is_provisional_until_enough_witnesses_have_cosigned_and_lookup_upgrades_it) {
  const auto look_up = [&] {
    const auto ran = run_antin(Words{"lookup", "--out", path("out"), "--name", "r"} + record("teacher") + witnessed());
    EXPECT_EQ(ran.status, Exit::ok) << ran.err;
    return receipt_in("out/r.teacher.receipt.json");
  };
  m_proof = m_log.proof(7);
  EXPECT_TRUE(look_up().provisional);
  m_proof = m_log.proof(7, true);
  EXPECT_FALSE(look_up().provisional);
}

TEST_F(Accounts, verify_tells_unaccounted_from_provisional_from_witnessed) {
  m_scratch.write("r.json", print(receipt(m_log.proof(7))));
  const Words with{"--receipt", path("r.json")};
  EXPECT_THAT(verify_seal({}).out, HasSubstr("authentic but unaccounted: no receipt"));
  EXPECT_THAT(verify_seal(with).out, HasSubstr("authentic but unaccounted: the proof was not checked"));
  EXPECT_THAT(verify_seal(with + log()).out, HasSubstr("entry 7 of seal.dev.example/2026, in its checkpoint of 13"));
  EXPECT_THAT(verify_seal(with + witnessed()).out, HasSubstr("provisional: 0 of 1 witnesses"));
  EXPECT_THAT(verify_seal(with + witnessed() + Words{"--proof", path("cosigned.tlog-proof")}).out,
              HasSubstr("; 1 of 1 witnesses have cosigned it"));
  const Words files{"--entry", path("seal.entry"), "--proof", path("cosigned.tlog-proof"), "--json"};
  EXPECT_THAT(verify_seal(files + witnessed()).out, HasSubstr("\"accounted\": \"witnessed\""));
  EXPECT_THAT(verify_seal(files + log()).out, HasSubstr("\"accounted\": \"provisional\""));
  EXPECT_THAT(verify_seal({"--json"}).out, HasSubstr("\"accounted\": \"unaccounted\""));
}

TEST_F(Accounts, verify_calls_a_proof_bad_that_is_of_another_entry_place_or_log) {
  const auto expect_bad = [&](const std::string& proof) {
    m_scratch.write("r.json", print(receipt(proof)));
    const auto ran = verify_seal(Words{"--receipt", path("r.json")} + log());
    EXPECT_EQ(ran.status, Exit::refused);
    EXPECT_THAT(ran.out, HasSubstr("PROOF_INVALID"));
  };
  expect_bad("x");
  expect_bad(m_log.proof(6));
  expect_bad(client::FakeLog(13).proof(7));
  auto elsewhere = receipt(m_log.proof(7));
  elsewhere.index = 8;
  m_scratch.write("r.json", print(elsewhere));
  EXPECT_THAT(verify_seal(Words{"--receipt", path("r.json")} + log()).out, HasSubstr("PROOF_INVALID"));
}

TEST_F(Accounts, verify_needs_what_a_proof_is_checked_with) {
  const Words proof{"--proof", path("seal.tlog-proof")};
  EXPECT_EQ(verify_seal(proof + log()).status, Exit::usage) << "no entry";
  EXPECT_EQ(verify_seal(proof + Words{"--entry", path("seal.entry")}).status, Exit::usage) << "no key";
  EXPECT_EQ(verify_seal({"--witness-key", path("witness.vkey")}).status, Exit::usage) << "no key";
}

TEST(ReceiptWithProof, is_of_the_second_schema_and_comes_back_from_its_json) {
  const client::Receipt sample{
      "l", 1, "sha256:00", "u", "k", "r", 1, "s", {'{', '}'}, false, "c2sp.org/tlog-proof@v1\n"};
  const auto text = print(sample);
  EXPECT_THAT(text, HasSubstr("\"schema\": \"antin-receipt/v2\""));
  const auto parsed = parse_receipt(text);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->proof, sample.proof);
  EXPECT_FALSE(parsed->provisional);
  auto first_schema = text;
  first_schema.replace(first_schema.find("/v2"), 3, "/v1");
  EXPECT_FALSE(parse_receipt(first_schema).ok()) << "that had no proof";
}

}  // namespace
}  // namespace antin::cli
