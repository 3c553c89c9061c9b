// An appliance begins on the tokens that a ceremony has left, with the PINs and the officers that it has left: it
// seals, and its log holds the ceremony, which whoever has the ceremony's folder checks offline.
#include <gmock/gmock.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ApplianceOfACeremony : public ::testing::Test {
 protected:
  // In the folder `dev`, where the ceremony lies as D.
  ApplianceOfACeremony() { tools().must_run("ln -s dev/ceremony/ceremony D"); }

  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] Outcome ceremony(const std::string& arguments) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin-ceremony " + arguments);
  }
  [[nodiscard]] Outcome anchor(const std::string& more = {}) const {
    return ceremony("anchor D --keeper-socket dev/run/control.sock --keeper-uid 64102 " + more);
  }
  // What `verify` says against a copy of the folder that was tampered with.
  [[nodiscard]] std::string tampered(const std::string& how) const {
    tools().must_run("rm -rf C && cp -r D/. C && " + how);
    const auto said = ceremony("verify C");
    EXPECT_EQ(said.status, 1) << how << "\n" << said.output;
    return said.output;
  }
  [[nodiscard]] Outcome show(std::uint64_t index) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin audit show " + std::to_string(index) +
                       " --config dev/client/auditor-79.conf --server " + appliance.endpoint() +
                       " --log-key dev/client/log.vkey --auditor --signing-key dev/client/auditor-79-x509.key "
                       "--certificate dev/client/auditor-79.crt --chain dev/ca/people-ca.crt");
  }

  Appliance appliance{{.officers = 5, .quorum = 3, .backups = true}};
};

TEST_F(ApplianceOfACeremony, seals_with_its_keys) {
  EXPECT_EQ(ceremony("status D").output.find("ABORTED"), std::string::npos);
  for (const auto* step :
       {"initialise-seals", "backup-seals", "restore-seals", "close-seals", "certificate-time.antin"})
    EXPECT_THAT(ceremony("status D").output, HasSubstr(step));
  auto school = appliance.connect("school-79760001");
  Office office(appliance.folder(), "79760001", must(client::about(school)).policy);
  const std::string document = "a report of a pupil\n";
  tools().write("document", document);
  const Report report{"79760001", "1.ceremony", crypto::digest(base::DigestAlgorithm::sha256, base::view(document))};
  const auto teacher = must(client::submit(school, office.submission(report, "teacher", {})));
  const auto principal =
      must(client::submit(school, office.submission(report, "principal", tlog::leaf_hash(teacher.entry))));
  tools().write("seal.p7s", principal.seal);
  const auto checked = tools().run(
      "openssl cms -verify -cades -binary -inform DER -in seal.p7s -content document -CAfile dev/ca/root.crt -purpose "
      "any -out /dev/null -signer seal.crt && openssl x509 -in seal.crt -noout -pubkey | cmp - "
      "D/pub/seal.79760001.school.2026.1.pem");
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST_F(ApplianceOfACeremony, holds_it_in_its_log_and_began_with_its_officers) {
  EXPECT_THAT(ceremony("verify D").output, HasSubstr("there is no anchor"));
  const auto first = anchor();
  ASSERT_EQ(first.status, 0) << first.output;
  EXPECT_THAT(first.output, HasSubstr("c2sp.org/tlog-proof@v1\n"));
  EXPECT_THAT(first.output, HasSubstr("pins the officers of this ceremony"));
  const auto entry = tools().read("D/anchor/ceremony.entry");
  ASSERT_EQ(anchor().status, 0);
  EXPECT_EQ(tools().read("D/anchor/ceremony.entry"), entry) << "one ceremony, one entry";

  appliance.stop();
  const auto verified = ceremony("verify D");
  EXPECT_EQ(verified.status, 0) << verified.output;
  EXPECT_THAT(verified.output, HasSubstr("of seal.dev.example/2026, 20"));
  EXPECT_THAT(verified.output, HasSubstr("pins the officers of this ceremony"));
  for (const auto* name : {"ceremony", "officers"}) {
    const auto part = std::string("D/anchor/") + name;
    const auto foreign = tools().run(std::string(ANTIN_SOURCE_DIR) + "/examples/check-proof " + part + ".entry " +
                                     part + ".tlog-proof dev/client/log.vkey");
    EXPECT_EQ(foreign.status, 0) << foreign.output;
  }
  EXPECT_EQ(anchor().status, 3) << "antind is away";
}

TEST_F(ApplianceOfACeremony, shows_it_to_auditors_with_the_signatures_checked_again) {
  ASSERT_EQ(anchor().status, 0);
  const auto proof = std::string(base::text(tools().read("D/anchor/ceremony.tlog-proof")));
  const auto index = std::stoul(proof.substr(proof.find("index ") + 6));
  for (const auto at : {std::size_t{0}, index}) {
    const auto shown = show(at);
    EXPECT_EQ(shown.status, 0) << shown.output;
    EXPECT_THAT(shown.output, HasSubstr("antin/ceremony-transcript/v1"));
    EXPECT_THAT(shown.output, HasSubstr("so-5 ("));
  }
}

TEST_F(ApplianceOfACeremony, is_no_proof_of_anything_else) {
  ASSERT_EQ(anchor().status, 0);
  EXPECT_THAT(tampered("sed -i 's/\"ceremony\":\"development/\"ceremony\":\"another/' C/anchor/ceremony.entry"),
              HasSubstr("anchor/ceremony: the path does not lead from this entry"));
  EXPECT_THAT(tampered("cp C/anchor/officers.entry C/anchor/ceremony.entry && "
                       "cp C/anchor/officers.tlog-proof C/anchor/ceremony.tlog-proof"),
              HasSubstr("anchor/ceremony: the entry is not of this ceremony"));
  EXPECT_THAT(tampered("cp C/anchor/ceremony.entry C/anchor/officers.entry && "
                       "cp C/anchor/ceremony.tlog-proof C/anchor/officers.tlog-proof"),
              HasSubstr("anchor/officers: it is not the first entry of the log"));
  EXPECT_THAT(tampered("sed -i 's/\"threshold\":3/\"threshold\":2/' C/anchor/officers.entry"),
              HasSubstr("anchor/officers: the path does not lead from this entry"));
  EXPECT_THAT(tampered("rm C/anchor/ceremony.tlog-proof"), HasSubstr("ceremony.tlog-proof"));
  EXPECT_THAT(tampered("sed -i 's/^index .*/index 1/' C/anchor/officers.tlog-proof"), HasSubstr("anchor/officers: "));
  // Another log of the same name is another log.
  tools().must_run(
      "openssl genpkey -algorithm ed25519 -outform DER -out other.der && python3 - <<'PY'\n"
      "import base64,hashlib,subprocess\n"
      "pub=subprocess.check_output('openssl pkey -inform DER -in other.der -pubout -outform DER',shell=True)[-32:]\n"
      "name='seal.dev.example/2026'\n"
      "kid=hashlib.sha256(name.encode()+b'\\n\\x01'+pub).digest()[:4].hex()\n"
      "open('other.vkey','w').write(f'{name}+{kid}+{base64.b64encode(bytes([1])+pub).decode()}\\n')\nPY\n:");
  const auto other = ceremony("verify D --log-key other.vkey");
  EXPECT_EQ(other.status, 1) << other.output;
  EXPECT_EQ(ceremony("verify D --log-key dev/client/log.vkey").status, 0);
}

// The same people make the log's next key: the log began with another ceremony, and another key signs for it.
TEST_F(ApplianceOfACeremony, has_a_later_ceremony_in_its_log_too) {
  tools().must_run(
      "mkdir later later/tokens && cd later && printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\n' "
      "\"$PWD\" > softhsm2.conf && cp ../dev/ceremony/answers.toml . && { sed '/^\\[\\[token\\]\\]/,$d; "
      "s/development-2026.1/development-2026.2/' ../dev/ceremony/plan.toml; printf '[[token]]\nlabel = "
      "\"next\"\nso-pin = "
      "\"security\"\nuser-pin = \"operators\"\nunattended = \"none\"\n[[key]]\nlabel = \"log/79/hcm/2026.2\"\ntoken = "
      "\"next\"\nalgorithm = \"ed25519\"\nbackup = \"none\"\n'; } > plan.toml");
  const std::string held = "cd later && SOFTHSM2_CONF=$PWD/softhsm2.conf " ANTIN_BINARY_DIR "/bin/antin-ceremony ";
  tools().must_run(held + "plan plan.toml --out L && SOFTHSM2_CONF=$PWD/softhsm2.conf " ANTIN_BINARY_DIR
                          "/bin/antin-ceremony run L --language en --answers answers.toml");
  const std::string where = "later/L --keeper-socket dev/run/control.sock --keeper-uid 64102";
  const auto by_its_own_key = ceremony("anchor " + where);
  EXPECT_EQ(by_its_own_key.status, 1) << by_its_own_key.output;
  EXPECT_THAT(by_its_own_key.output, HasSubstr("LOG_UNPROVEN"));
  const auto anchored = ceremony("anchor " + where + " --log-key dev/client/log.vkey");
  ASSERT_EQ(anchored.status, 0) << anchored.output;
  EXPECT_THAT(anchored.output, Not(HasSubstr("pins the officers")));
  const auto verified = ceremony("verify later/L --log-key dev/client/log.vkey");
  EXPECT_EQ(verified.status, 0) << verified.output;
  EXPECT_THAT(verified.output, HasSubstr("of seal.dev.example/2026, 20"));
  // Entry 0 is of the first ceremony: as this one's it is refused.
  ASSERT_EQ(anchor().status, 0);
  tools().must_run("cp D/anchor/officers.* later/L/anchor");
  const auto claimed = ceremony("verify later/L --log-key dev/client/log.vkey");
  EXPECT_EQ(claimed.status, 1) << claimed.output;
  EXPECT_THAT(claimed.output, HasSubstr("anchor/officers: the entry pins other officers, or says that they come from"));
}

TEST_F(ApplianceOfACeremony, takes_no_transcript_that_was_altered) {
  tools().must_run("sed -i 's/^exceptions: 0/exceptions: 1/' D/transcript.note");
  const auto said = anchor();
  EXPECT_EQ(said.status, 1) << said.output;
  EXPECT_THAT(said.output, HasSubstr("says something else than the journal"));
  EXPECT_THAT(tools().run("ls D").output, Not(HasSubstr("anchor\n")));
}

}  // namespace
}  // namespace antin::test
