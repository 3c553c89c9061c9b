// antin return, supersede, withdraw; and how lookup and verify tell of it.
#include "core/statement/ending.hpp"
#include "core/tlog/hash.hpp"
#include "tests/support/fake_log.hpp"
#include "tests/unit/client/cli/steps_fixture.hpp"

namespace antin::cli {
namespace {

class Endings : public Steps {
 protected:
  Ran end(const std::string& command, const Words& more) const {
    return run_antin(Words{command, "--config", path("conf"), "--unit", "u", "--kind", "hoc-ba", "--record", "1.r"} +
                     more);
  }
  Ran returned(const Words& more) const {
    return end("return", Words{"--step", "principal", "--reason", "wrong-grade"} + more);
  }
  Words signing() const { return Words{"--yes", "--out", path("end")} + pem_key(); }
  statement::Ending said() const { return statement::parse_ending(m_scratch.text("end.txt")).value(); }
  std::optional<protocol::End> asked() {
    for (const auto& frame : m_appliance.seen()) {
      const auto request = protocol::parse_request(frame);
      if (const auto* body = std::get_if<protocol::End>(&request.value().body)) return *body;
    }
    return std::nullopt;
  }
  static protocol::Ending superseded() {
    base::Sha256Hash leaf{};
    leaf.fill(8);
    return {base::Act::superseded, "wrong-grade", 12, leaf, base::parse_instant("2026-05-29T00:00:00.000Z").value()};
  }
};

TEST_F(Endings, a_return_is_signed_kept_and_sent_with_what_the_appliance_knows) {
  const auto ran = returned(Words{"--role", "principal"} + signing());
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  const auto statement = said();
  EXPECT_EQ(statement.act, base::Act::returned);
  EXPECT_EQ(statement.log, "seal.dev.example/2026");
  EXPECT_EQ(statement.step, "principal");
  EXPECT_EQ(statement.role, "principal");
  EXPECT_EQ(statement.reason, "wrong-grade");
  EXPECT_EQ(base::print(statement.policy), "sha256:" + hex_of_ones);
  EXPECT_EQ(statement.previous[0], 9);
  EXPECT_EQ(base::print(statement.digest), hash_text(base::view(content)));
  ASSERT_TRUE(asked());
  EXPECT_EQ(base::text(asked()->approvals.at(0).statement), m_scratch.text("end.txt"));
  EXPECT_EQ(asked()->act, base::Act::returned);
  for (const auto* shown : {"antin/return/v1", "reason: wrong-grade", "person Ấn tín"}) {
    EXPECT_THAT(ran.err, HasSubstr(shown));
  }
  EXPECT_THAT(ran.out, HasSubstr("1: returned at step principal"));
  EXPECT_EQ(m_scratch.text("end.entry"), m_ended);
  EXPECT_TRUE(m_scratch.run(
      "openssl cms -verify -cades -binary -inform DER -in end.p7s -content end.txt -CAfile root.crt -purpose any -out "
      "/dev/null"));
}

TEST_F(Endings, a_whole_revision_is_superseded_and_withdrawn_in_the_only_role_there_is) {
  m_ended = R"({"at":"2026-05-29T00:00:00.000Z","reason":"wrong-name","revision":1,"type":"superseded"})";
  const auto ran = end("supersede", Words{"--reason", "wrong-name"} + signing());
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(said().act, base::Act::superseded);
  EXPECT_EQ(said().role, "principal");
  EXPECT_EQ(said().step, "");
  const auto withdrawn = end("withdraw", Words{"--reason", "issued-in-error", "--json"} + signing());
  ASSERT_EQ(withdrawn.status, Exit::ok) << withdrawn.err;
  EXPECT_EQ(said().act, base::Act::withdrawn);
  EXPECT_EQ(said().role, "leader");
}

TEST_F(Endings, what_the_policy_does_not_provide_for_is_not_even_signed) {
  EXPECT_THAT(returned(signing()).err, HasSubstr("give --role")) << "two roles";
  EXPECT_THAT(end("return", Words{"--step", "teacher", "--reason", "wrong-grade"} + signing()).err,
              HasSubstr("antin: REASON_NOT_ALLOWED:"));
  EXPECT_THAT(end("withdraw", Words{"--reason", "no-reason"} + signing()).err, HasSubstr("it lists issued-in-error"));
  m_known = false;
  EXPECT_THAT(returned(Words{"--role", "principal"} + signing()).err, HasSubstr("antin: OUT_OF_ORDER:"));
  EXPECT_FALSE(std::filesystem::exists(path("end.p7s")));
  EXPECT_FALSE(asked());
}

TEST_F(Endings, nothing_is_signed_without_a_yes_nor_sent_when_it_is_only_signed) {
  EXPECT_EQ(returned(Words{"--role", "principal", "--out", path("end")} + pem_key()).status, Exit::usage);
  EXPECT_FALSE(std::filesystem::exists(path("end.p7s")));
  EXPECT_EQ(returned(Words{"--role", "principal", "--sign-only"} + signing()).status, Exit::ok);
  EXPECT_TRUE(std::filesystem::exists(path("end.p7s")));
  EXPECT_FALSE(asked());
}

TEST_F(Endings, what_others_have_signed_is_sent_with_it_or_alone) {
  ASSERT_EQ(returned(Words{"--role", "principal", "--sign-only"} + signing()).status, Exit::ok);
  m_scratch.must_run("cp end.txt other.txt && cp end.p7s other.p7s");
  ASSERT_EQ(returned(Words{"--approval", path("other")}).status, Exit::ok);
  EXPECT_EQ(asked()->approvals.size(), 1U);
  EXPECT_EQ(returned({}).status, Exit::usage) << "neither a key nor an approval";
  EXPECT_EQ(end("withdraw", {"--approval", path("other")}).status, Exit::usage) << "another act";
  m_scratch.write("other.txt", "antin/approve/v1\n");
  EXPECT_EQ(returned(Words{"--approval", path("other")}).status, Exit::usage) << "no such statement";
}

TEST_F(Endings, a_refusal_of_the_appliance_is_told) {
  m_end_error = protocol::Code::revision_ended;
  const auto ran = returned(Words{"--role", "principal"} + signing());
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.err, HasSubstr("antin: REVISION_ENDED:"));
}

TEST_F(Endings, an_approval_of_the_next_revision_names_what_ended_the_one_before) {
  m_ending = superseded();
  ASSERT_EQ(approve("teacher", Words{"--revision", "2", "--yes"} + pem_key()).status, Exit::ok);
  EXPECT_EQ((*approved().previous)[0], 8);
  m_ending->act = base::Act::withdrawn;
  EXPECT_THAT(approve("teacher", Words{"--revision", "2", "--yes"} + pem_key()).err, HasSubstr("antin: OUT_OF_ORDER:"));
  m_ending.reset();
  EXPECT_THAT(approve("teacher", Words{"--revision", "2", "--yes"} + pem_key()).err, HasSubstr("antin: OUT_OF_ORDER:"));
}

TEST_F(Endings, a_lookup_and_the_receipt_that_it_writes_tell_of_it) {
  m_ending = superseded();
  const auto ran = run_antin(Words{"lookup"} + record("teacher") + Words{"--out", path("out"), "--name", "n"});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("superseded by revision 2: entry 12, reason wrong-grade, at 2026-05-29"));
  const auto receipt = parse_receipt(m_scratch.text("out/n.teacher.receipt.json"));
  ASSERT_TRUE(receipt.ok()) << receipt.error().text;
  ASSERT_TRUE(receipt->ended);
  EXPECT_EQ(receipt->ended->act, base::Act::superseded);
  EXPECT_THAT(m_scratch.text("out/n.teacher.receipt.json"), HasSubstr("\"by_revision\": 2"));
}

TEST_F(Endings, a_receipt_whose_end_was_changed_is_refused) {
  client::Receipt receipt{"l", 1, "sha256:00", "u", "hoc-ba", "1.r", 1, "principal", base::copy(base::view("{}"))};
  receipt.ended = superseded();
  const auto good = print(receipt);
  ASSERT_TRUE(parse_receipt(good).ok());
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"by_revision\": 2", "\"by_revision\": 3"},
                                 {"\"superseded\"", "\"supersede\""},
                                 {"\"superseded\"", "\"withdrawn\""},
                                 {"sha256:08", "sha256:0"},
                                 {"2026-05-29T", "2026-05-29 "},
                                 {"\"reason\": ", "\"more\": 1, \"reason\": "},
                                 {"\"index\": 12", "\"index\": -12"},
                                 {"\"reason\": \"wrong-grade\"", "\"reason\": 7"}}) {
    auto text = good;
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    EXPECT_FALSE(parse_receipt(text.replace(at, from.size(), to)).ok()) << to;
  }
}

class Online : public Endings {
 protected:
  void SetUp() override {
    Endings::SetUp();
    m_scratch.write("entry", R"({"at":"2026-05-28T02:11:09.412Z","kind":"hoc-ba","policy":"sha256:)" + hex_of_ones +
                                 R"(","record":"1.r","revision":1,"seal":")" + hash_text(m_seal) + R"(","sealed":")" +
                                 hash_text(base::view(content)) + R"(","step":"principal","type":"done","unit":"u"})");
  }
  Ran online(const Words& more = {}) const {
    return verify(Words{"--root", path("root.crt"), "--entry", path("entry"), "--online", "--config", path("conf")} +
                  more);
  }
};

TEST_F(Online, a_seal_stays_good_and_the_record_is_said_to_be_superseded_and_by_what) {
  EXPECT_THAT(online().out, HasSubstr("in force: nothing has ended revision 1"));
  m_ending = superseded();
  const auto ran = online();
  EXPECT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("GOOD"));
  EXPECT_THAT(ran.out, HasSubstr("superseded by revision 2: entry 12, reason wrong-grade"));
  const auto json = online({"--json"}).out;
  for (const auto* part : {"\"verdict\": \"good\"", "\"standing\": \"superseded\"", "\"superseded_by\": 2",
                           "\"ended_index\": 12", "\"ended_proven\": false"}) {
    EXPECT_THAT(json, HasSubstr(part));
  }
  m_ending->act = base::Act::withdrawn;
  EXPECT_THAT(online().out, HasSubstr("withdrawn: entry 12"));
}

TEST_F(Online, an_appliance_that_does_not_answer_or_know_the_record_leaves_it_unsaid) {
  m_known = false;
  const auto ran = online();
  EXPECT_EQ(ran.status, Exit::refused);
  EXPECT_THAT(ran.err, HasSubstr("antin: NOT_FOUND:"));
  EXPECT_EQ(verify({"--root", path("root.crt"), "--online", "--config", path("conf")}).status, Exit::usage)
      << "which record?";
  EXPECT_TRUE(verify({"--root", path("root.crt")}).out.find("record") == std::string::npos) << "offline by itself";
}

TEST_F(Online, with_the_logs_key_the_log_must_prove_what_is_said) {
  client::FakeLog log;
  log.grow(12);
  log.add(m_ended);
  m_scratch.write("log.vkey", tlog::print(log.key.vkey()) + "\n");
  m_ending = superseded();
  m_ending->leaf = tlog::leaf_hash(base::view(m_ended));
  m_ended_proof = log.proof(12);
  const Words with_key{"--log-key", path("log.vkey"), "--json"};
  const auto proven = online(with_key);
  EXPECT_EQ(proven.status, Exit::ok) << proven.err;
  EXPECT_THAT(proven.out, HasSubstr("\"ended_proven\": true"));

  m_ending->leaf[0] ^= 1;
  EXPECT_THAT(online(with_key).err, HasSubstr("antin: PROOF_INVALID: the log holds another entry"));
  m_ending->leaf[0] ^= 1;
  client::FakeLog shorter;
  shorter.add(m_ended);
  m_ended_proof = shorter.proof(0);
  EXPECT_THAT(online(with_key).err, HasSubstr("antin: PROOF_INVALID: the log does not prove"));
  log.grow(1);
  m_ended_proof = log.proof(11);
  EXPECT_EQ(online(with_key).status, Exit::refused) << "of another entry";
}

}  // namespace
}  // namespace antin::cli
