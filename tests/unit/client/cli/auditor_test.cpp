// An auditor's reading: opened with a signature, closed however the command ends.
#include "client/lib/bulk.hpp"
#include "client/lib/verification.hpp"
#include "core/statement/ending.hpp"
#include "core/statement/statement.hpp"
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

TEST_F(Audits, an_auditor_is_shown_what_officers_ordered_with_each_signature_checked_again) {
  const auto auditor = as_auditor();
  auto key = client::key_of(m_scratch, "person");
  const auto order = client::sign_statement("antin/stop/v1\ntarget: appliance\n", key, client::now()).value();
  const auto statement = crypto::sha256(order.statement);
  const auto signature = crypto::sha256(order.cms);
  m_blobs[statement] = order.statement;
  m_blobs[signature] = order.cms;
  m_log.add(R"({"signers":[{"officer":"so-1","signature":")" + base::print(signature) + R"("}],"statement":")" +
            base::print(statement) + R"(","target":"appliance","type":"stop-order"})");
  const auto good = audit(Words{"show", "30"} + auditor);
  ASSERT_EQ(good.status, Exit::ok) << good.err;
  EXPECT_THAT(good.out, HasSubstr("target: appliance"));
  EXPECT_THAT(good.out, HasSubstr("Signed by so-1 ("));
  m_blobs[statement] = base::Bytes{1};
  EXPECT_THAT(audit(Words{"show", "30"} + auditor).err, HasSubstr("LOG_MISMATCH"));
  m_blobs[statement] = order.statement;
  m_blobs[signature] = base::Bytes{1};
  EXPECT_THAT(audit(Words{"show", "30"} + auditor).err, HasSubstr("LOG_MISMATCH"));
}

// Two steps that were done, as entries 30 and 31.
class Decided : public Audits {
 protected:
  void SetUp() override {
    Audits::SetUp();
    m_log.add(R"({"kind":"hoc-ba","record":"1.r","revision":1,"step":"teacher","type":"done","unit":"79760001"})");
  }
  [[nodiscard]] statement::Approve said() const {
    return {m_log.key.vkey().name,
            "79760001",
            "hoc-ba",
            "1.r",
            1,
            "principal",
            "principal",
            {},
            m_digest,
            tlog::leaf_hash(m_log.entry(30)),
            {},
            {},
            std::chrono::floor<std::chrono::seconds>(client::now()) + std::chrono::hours(1)};
  }
  protocol::Approval sign(const std::string& text) const {
    auto key = client::key_of(m_scratch, "person");
    return client::sign_statement(text, key, client::now()).value();
  }
  void log_done(const protocol::Approval& approval) {
    const auto seal = client::make_seal(m_scratch, "seal", "a report");
    const auto verified = client::verify_seal({m_digest}, seal, client::trust_in(m_scratch), client::now()).value();
    const auto& token = *verified.seal.timestamp;
    m_blobs = {
        {crypto::sha256(approval.single()), approval}, {crypto::sha256(seal), seal}, {crypto::sha256(token), token}};
    const auto id = base::to_hex(crypto::hmac_sha256(base::Bytes(32), base::view("p-000002")));
    const auto bulk = approval.bulk ? quoted("bulk", base::print(crypto::sha256(approval.statement))) : "";
    m_log.add("{" + quoted("at", base::print(client::now())) + quoted("approved", base::print(m_digest)) +
              quoted("kind", "hoc-ba") + quoted("policy", base::print(no_bundle)) + R"("people":[{)" + bulk +
              quoted("id", "hmac:" + id) + quoted("proof", "certificate") + quoted("role", "principal") +
              R"("statement":")" + base::print(crypto::sha256(approval.single())) + R"("}],)" +
              quoted("record", "1.r") + R"("revision":1,"rule":"hoc-ba/principal",)" +
              quoted("seal", base::print(crypto::sha256(seal))) + quoted("sealed", base::print(m_digest)) +
              quoted("step", "principal") + R"("token":{)" +
              quoted("gen_time", base::print(verified.timestamp->gen_time)) +
              quoted("serial", base::to_hex(verified.timestamp->serial)) + R"("sha256":")" +
              base::to_hex(crypto::sha256(token)) + R"("},"type":"done","unit":"79760001"})");
    m_scratch.must_run("mkdir people && cp person.crt people/p-000002.crt");
  }
  static std::string quoted(const std::string& name, const std::string& value) {
    return "\"" + name + "\":\"" + value + "\",";
  }

  const base::Digest m_digest = crypto::digest(base::DigestAlgorithm::sha256, base::view("a report"));
};

TEST_F(Decided, an_auditor_makes_a_decision_again_from_what_was_signed) {
  const auto auditor = as_auditor() + Words{"--root", path("root.crt"), "--untrusted", path("ca.crt")};
  log_done(sign(statement::print(said())));

  const auto good = audit(Words{"check", "31", "--people", path("people"), "--previous", "30"} + auditor);
  ASSERT_EQ(good.status, Exit::ok) << good.out << good.err;
  EXPECT_THAT(good.out, StartsWith("GOOD  entry 31, hoc-ba/principal: the decision holds as far as it was checked\n"));
  EXPECT_THAT(good.out, HasSubstr("is p-000002 of the roster"));
  EXPECT_EQ(m_closed, 1);
  const auto less = audit(Words{"check", "31", "--json"} + auditor);
  EXPECT_THAT(less.out, HasSubstr("\"finding\": \"not checked\""));
  const auto bad = audit(Words{"check", "31", "--previous", "8"} + auditor);
  EXPECT_EQ(bad.status, Exit::refused);
  EXPECT_THAT(bad.out, StartsWith("BAD  entry 31, hoc-ba/principal: the decision does not hold\n"));

  m_scratch.must_run("mv people/p-000002.crt people/p-000003.crt");
  EXPECT_EQ(audit(Words{"check", "31", "--people", path("people")} + auditor).status, Exit::refused);
  EXPECT_EQ(audit(Words{"check", "31", "--people", path("nobody")} + auditor).status, Exit::usage);
  EXPECT_EQ(audit(Words{"check", "3"} + auditor).status, Exit::refused) << "done, and nobody approved it";
  for (const auto& [hash, blob] : std::map(m_blobs)) {
    m_blobs[hash] = base::Bytes{1};
    EXPECT_THAT(audit(Words{"check", "31"} + auditor).err, HasSubstr("LOG_MISMATCH: what is stored is not the "));
    m_blobs[hash] = blob;
  }
  m_log.add(R"({"type":"denied"})");
  EXPECT_THAT(audit(Words{"check", "32"} + auditor).err, HasSubstr("CANNOT: the entry holds no decision"));
}

TEST_F(Decided, what_comes_in_parts_is_put_together_or_refused) {
  const auto auditor = Words{"check", "31", "--previous", "30"} + as_auditor() +
                       Words{"--root", path("root.crt"), "--untrusted", path("ca.crt")};
  log_done(sign(statement::print(said())));
  m_part = 100;
  const auto good = audit(auditor);
  EXPECT_EQ(good.status, Exit::ok) << good.out << good.err;
  m_grows = 1;
  EXPECT_THAT(audit(auditor).err, HasSubstr("The parts of a blob do not belong together."));
}

TEST_F(Audits, an_auditor_is_given_the_lists_and_responses_that_decisions_rested_on) {
  const auto auditor = as_auditor();
  const auto list = base::copy(base::view("a list")), response = base::copy(base::view("a response"));
  m_blobs[crypto::sha256(list)] = list;
  m_blobs[crypto::sha256(response)] = response;
  m_log.add(R"({"lists":[")" + base::print(crypto::sha256(list)) + R"("],"responses":[")" +
            base::print(crypto::sha256(response)) + R"("],"type":"revocation"})");
  const auto ran = audit(Words{"show", "30", "--out", path("word")} + auditor);
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(m_scratch.bytes("word/" + base::to_hex(crypto::sha256(list)) + ".crl"), list);
  EXPECT_EQ(m_scratch.bytes("word/" + base::to_hex(crypto::sha256(response)) + ".ocsp"), response);
  EXPECT_EQ(audit(Words{"show", "29", "--out", path("word")} + auditor).status, Exit::usage);
  m_blobs[crypto::sha256(list)] = response;
  EXPECT_THAT(audit(Words{"show", "30", "--out", path("word")} + auditor).err, HasSubstr("LOG_MISMATCH"));
}

// As `antin roster export --certificates` names them.
TEST_F(Decided, a_persons_second_certificate_is_theirs_too) {
  const auto auditor = Words{"check", "31", "--people", path("people")} + as_auditor() +
                       Words{"--root", path("root.crt"), "--untrusted", path("ca.crt")};
  log_done(sign(statement::print(said())));
  const auto certificate = crypto::certificate_from_pem(m_scratch.bytes("person.crt")).value();
  const auto second = "people/p-000002." + base::to_hex(certificate.hash).substr(0, 16) + ".crt";
  m_scratch.must_run("cp ca.crt people/p-000009.crt && mv people/p-000002.crt " + second);
  const auto found = audit(auditor);
  EXPECT_EQ(found.status, Exit::ok) << found.out << found.err;
  EXPECT_THAT(found.out, HasSubstr("is p-000002 of the roster"));
  m_scratch.must_run("mv " + second + " people/p-000002.0123456789abcdef.crt");
  EXPECT_EQ(audit(auditor).status, Exit::refused) << "the ending is not that of this certificate";
}

TEST_F(Decided, an_auditor_makes_a_decision_on_a_class_again_from_the_item_to_the_one_signature) {
  const auto auditor =
      Words{"check", "31"} + as_auditor() + Words{"--root", path("root.crt"), "--untrusted", path("ca.crt")};
  std::vector<statement::Approve> items(3, said());
  items[0].record = "1.q";
  items[2].record = "1.s";
  const auto draft = client::BulkDraft::make(items).value();
  const auto approval = draft.approval(1, sign(draft.text()).cms);
  log_done(approval);
  const auto good = audit(auditor + Words{"--people", path("people"), "--previous", "30"});
  ASSERT_EQ(good.status, Exit::ok) << good.out << good.err;
  EXPECT_THAT(good.out, StartsWith("GOOD  entry 31, hoc-ba/principal: the decision holds as far as it was checked\n"));
  EXPECT_THAT(good.out, HasSubstr("leads from item 1 of 3 to the root that was signed"));

  auto& stored = m_blobs.at(crypto::sha256(approval.single()));
  auto misplaced = approval;
  misplaced.bulk->index = 2;
  stored = misplaced;
  const auto bad = audit(auditor);
  EXPECT_EQ(bad.status, Exit::refused);
  EXPECT_THAT(bad.out, HasSubstr("broken: does not lead from the statement to the root that was signed"));
  stored = protocol::Approval{approval.statement, sign("another text\n").cms, approval.bulk};
  EXPECT_EQ(audit(auditor).status, Exit::refused);
  stored = draft.approval(2, approval.cms);
  EXPECT_THAT(audit(auditor).err, HasSubstr("LOG_MISMATCH: what is stored is not the statement"));
}

TEST_F(Decided, an_auditor_makes_the_end_of_a_revision_again_and_the_first_step_of_the_next) {
  const auto auditor = as_auditor() + Words{"--root", path("root.crt"), "--untrusted", path("ca.crt")};
  const auto approve = said();
  const auto text = statement::print(statement::Ending{base::Act::returned,
                                                       approve.log,
                                                       approve.unit,
                                                       approve.kind,
                                                       approve.record,
                                                       1,
                                                       "principal",
                                                       "principal",
                                                       {},
                                                       m_digest,
                                                       *approve.previous,
                                                       "incomplete",
                                                       {},
                                                       {},
                                                       approve.expires});
  const auto ending = sign(text);
  m_blobs = {{crypto::sha256(ending.statement), ending}};
  const auto id = base::to_hex(crypto::hmac_sha256(base::Bytes(32), base::view("p-000002")));
  const auto entry = [&](const std::string& reason) {
    return "{" + quoted("at", base::print(client::now())) + quoted("digest", base::print(m_digest)) +
           quoted("kind", "hoc-ba") + quoted("policy", base::print(no_bundle)) + R"("people":[{)" +
           quoted("id", "hmac:" + id) + quoted("proof", "certificate") + quoted("role", "principal") +
           R"("statement":")" + base::print(crypto::sha256(ending.statement)) + R"("}],)" + quoted("reason", reason) +
           quoted("record", "1.r") + R"("revision":1,"rule":"hoc-ba/principal:return",)" + quoted("step", "principal") +
           R"("type":"returned","unit":"79760001"})";
  };
  m_log.add(entry("incomplete"));
  m_log.add(entry("wrong-grade"));
  m_scratch.must_run("mkdir people && cp person.crt people/p-000002.crt");
  const auto good = audit(Words{"check", "31", "--people", path("people"), "--previous", "30"} + auditor);
  ASSERT_EQ(good.status, Exit::ok) << good.out << good.err;
  EXPECT_THAT(good.out,
              StartsWith("GOOD  entry 31, hoc-ba/principal:return: the decision holds as far as it was checked\n"));
  const auto bad = audit(Words{"check", "32", "--people", path("people"), "--previous", "30"} + auditor);
  EXPECT_EQ(bad.status, Exit::refused);
  EXPECT_THAT(bad.out, HasSubstr("broken: reason: signed incomplete, entered wrong-grade"));
  EXPECT_EQ(audit(Words{"check", "31", "--previous", "31"} + auditor).status, Exit::refused);
}

TEST_F(Audits, an_auditor_is_shown_an_item_of_a_bulk_approval_when_its_path_leads_to_what_was_signed) {
  const auto auditor = as_auditor();
  auto key = client::key_of(m_scratch, "person");
  std::vector<statement::Approve> items(3);
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = {"l", "u", "k", "1.r" + std::to_string(i), 1, "s", "r", {}, {}, {}, {}, {}, {}};
    items[i].digest = {base::DigestAlgorithm::sha256, base::Bytes(32, static_cast<std::uint8_t>(i))};
  }
  const auto draft = client::BulkDraft::make(items).value();
  const auto cms = client::sign_statement(draft.text(), key, client::now()).value().cms;
  const auto approval = draft.approval(1, cms);
  m_log.add(R"({"people":[{"id":"hmac:1","statement":")" + base::print(crypto::sha256(approval.single())) +
            R"("}],"type":"done"})");
  m_stored = approval;
  const auto good = audit(Words{"show", "30"} + auditor);
  ASSERT_EQ(good.status, Exit::ok) << good.err;
  EXPECT_THAT(good.out, HasSubstr("record: 1.r1"));
  EXPECT_THAT(good.out, HasSubstr("items: 3"));
  EXPECT_THAT(good.out, HasSubstr("person Ấn tín"));
  m_stored = draft.approval(2, cms);
  EXPECT_THAT(audit(Words{"show", "30"} + auditor).err, HasSubstr("LOG_MISMATCH"));
  auto misplaced = approval;
  misplaced.bulk = protocol::BulkItem{approval.single(), 2, draft.item(2).path};
  m_stored = misplaced;
  EXPECT_THAT(audit(Words{"show", "30"} + auditor).err, HasSubstr("SIGNATURE_INVALID"));
  m_stored = protocol::Approval{approval.statement, client::sign_statement("x\n", key, client::now()).value().cms,
                                approval.bulk};
  EXPECT_THAT(audit(Words{"show", "30"} + auditor).err, HasSubstr("SIGNATURE_INVALID"));
}

}  // namespace
}  // namespace antin::cli
