// The timestamps over a log, made by `openssl ts`, and a log that lies about them.
#include "client/lib/anchor.hpp"
#include "core/crypto/sha2.hpp"
#include "tests/support/pki.hpp"
#include "tests/unit/client/cli/audit_fixture.hpp"

namespace antin::cli {
namespace {

class Anchors : public Audits {
 protected:
  void SetUp() override {
    Audits::SetUp();
    m_auditor = as_auditor();
    m_pki.root("root", "TSA Root");
    m_pki.certificate("time", "root", "time");
    m_tools.write("ts.cnf", base::view("[tsa]\ndefault_tsa=one\n[one]\nserial=ts-serial\ndefault_policy=1.2.3.4\n"
                                       "digests=sha256\nsigner_digest=sha256\ness_cert_id_alg=sha256\n"));
  }

  [[nodiscard]] tlog::Checkpoint of_size(std::uint64_t size) const {
    return tlog::parse_checkpoint(tlog::parse_note(m_log.note(size)).value().text).value();
  }
  base::Bytes token_over(const std::string& text) {
    m_tools.write("text", text);
    m_tools.must_run(
        "openssl ts -query -data text -cert -sha256 -out q.tsq && openssl ts -reply -config ts.cnf -queryfile q.tsq "
        "-signer time.crt -inkey time.key -token_out -out token");
    auto token = m_tools.read("token");
    m_blobs[crypto::sha256(token)] = token;
    return token;
  }
  [[nodiscard]] std::string time_in(const tlog::Checkpoint& checkpoint, const base::Bytes& token) const {
    const evidence::Trust trust({m_pki.read("root")}, {}, {}, evidence::Revocation::if_present);
    return base::print(client::verify_anchor(checkpoint, token, trust).value().gen_time);
  }
  void enter(const tlog::Checkpoint& checkpoint, const std::string& hash, const std::string& time,
             const std::string& authority) {
    m_log.add(R"({"authority":")" + authority + R"(","root":")" + base::to_base64(checkpoint.root) + R"(","size":)" +
              std::to_string(checkpoint.size) + R"(,"token":{"gen_time":")" + time + R"(","serial":"01","sha256":")" +
              hash + R"("},"type":"anchor","url":"http://tsa.example.org","v":1})");
  }
  // Over the log's first entries.
  void anchor(std::uint64_t size, const std::string& authority = "external") {
    const auto checkpoint = of_size(size);
    const auto token = token_over(tlog::print(checkpoint));
    enter(checkpoint, base::to_hex(crypto::sha256(token)), time_in(checkpoint, token), authority);
  }
  Ran anchors(const Words& more = {}) {
    m_open = false;
    return audit(Words{"anchors", "--roots", (m_tools.path() / "root.crt").string()} + more + m_auditor);
  }
  void expect_bad(const std::string& reason) {
    const auto ran = anchors();
    EXPECT_EQ(ran.status, Exit::refused) << ran.out << ran.err;
    EXPECT_THAT(ran.out, StartsWith("BAD "));
    EXPECT_THAT(ran.out, HasSubstr(reason));
  }

  antin::test::ToolDirectory m_tools;
  antin::test::Pki m_pki{m_tools};
  Words m_auditor;
};

TEST_F(Anchors, that_hold_are_listed_with_what_they_prove) {
  anchor(30);
  m_log.grow(5);
  anchor(20);
  anchor(37);
  const auto ran = anchors();
  ASSERT_EQ(ran.status, Exit::ok) << ran.out << ran.err;
  EXPECT_EQ(lines_in(ran.out), 3U);
  EXPECT_THAT(ran.out, StartsWith("GOOD      entry 30: the first 30 entries at 20"));
  EXPECT_THAT(ran.out, HasSubstr("entry 36: the first 20 entries"));
  EXPECT_THAT(ran.out, HasSubstr("(http://tsa.example.org)"));
  EXPECT_THAT(ran.err, HasSubstr("3 anchors; the log: 38 entries"));
  EXPECT_EQ(m_closed, 1);
}

TEST_F(Anchors, of_the_built_in_authority_are_said_to_prove_nothing_against_the_operator) {
  anchor(30, "built-in");
  const auto ran = audit(Words{"anchors"} + m_auditor);
  ASSERT_EQ(ran.status, Exit::ok) << ran.out << ran.err;
  EXPECT_THAT(ran.out, StartsWith("BUILT-IN  entry 30: "));
  EXPECT_THAT(ran.out, HasSubstr("no proof against the operator"));
  EXPECT_THAT(anchors({"--json"}).out, HasSubstr(R"("verdict": "built-in")"));
}

TEST_F(Anchors, come_for_machines_too) {
  anchor(30);
  const auto ran = anchors({"--json"});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"verdict\": \"good\""));
  EXPECT_THAT(ran.out, HasSubstr("\"entries\": 30"));
}

TEST_F(Anchors, of_another_authority_are_bad) {
  anchor(30);
  m_pki.root("root", "TSA Root");
  expect_bad("its token: the certificate");
}

TEST_F(Anchors, over_other_entries_are_bad) {
  auto other = of_size(30);
  other.root[0] ^= 1;
  const auto token = token_over(tlog::print(other));
  enter(other, base::to_hex(crypto::sha256(token)), time_in(other, token), "external");
  expect_bad("the log did not begin with the 30 entries");
}

TEST_F(Anchors, whose_token_is_over_another_checkpoint_are_bad) {
  for (const auto* authority : {"external", "built-in"}) {
    const auto token = token_over(tlog::print(of_size(29)));
    enter(of_size(30), base::to_hex(crypto::sha256(token)), time_in(of_size(29), token), authority);
  }
  expect_bad("the timestamp is over something else");
  EXPECT_THAT(anchors().out, HasSubstr("its token is not over that checkpoint"));
}

TEST_F(Anchors, whose_token_is_kept_back_or_exchanged_are_bad) {
  anchor(30);
  const auto token = std::get<base::Bytes>(m_blobs.begin()->second);
  m_blobs.clear();
  m_stored = base::Bytes{1};
  expect_bad("its token is not there");
  m_stored = protocol::Approval{token, token};
  expect_bad("its token is not there");
}

TEST_F(Anchors, whose_entry_tells_another_time_than_the_token_are_bad) {
  const auto token = token_over(tlog::print(of_size(30)));
  enter(of_size(30), base::to_hex(crypto::sha256(token)), "2020-01-01T00:00:00.000Z", "external");
  expect_bad("its token is of another time");
}

TEST_F(Anchors, that_cover_themselves_or_nothing_or_do_not_say_what_are_bad) {
  enter({"", 31, {}}, "", "", "external");
  expect_bad("does not say what was stamped");
  enter({"", 0, {}}, "", "", "external");
  enter(of_size(30), "", "", "mine");
  m_log.add(R"({"type":"anchor"})");
  const auto ran = anchors();
  EXPECT_EQ(lines_in(ran.out), 4U);
  EXPECT_THAT(ran.out, testing::Not(testing::AnyOf(HasSubstr("GOOD"), HasSubstr("BUILT-IN"))));
}

TEST_F(Anchors, need_an_auditor_and_roots_where_an_authority_outside_was_asked) {
  anchor(30);
  EXPECT_EQ(audit({"anchors"}).status, Exit::usage);
  const auto ran = audit(Words{"anchors"} + m_auditor);
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_THAT(ran.err, HasSubstr("--roots is missing"));
}

TEST_F(Anchors, of_a_log_that_has_none_are_none) {
  const auto ran = anchors();
  EXPECT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("0 anchors"));
}

}  // namespace
}  // namespace antin::cli
