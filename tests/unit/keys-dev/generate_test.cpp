#include "keys-dev/generate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/crypto/sha2.hpp"
#include "core/hsm/token.hpp"
#include "core/tlog/note.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/layout.hpp"
#include "policy/bundle/admission.hpp"
#include "policy/bundle/ceremony.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::keys_dev {
namespace {

namespace fs = std::filesystem;
const fs::path ceremony = ANTIN_BINARY_DIR "/bin/antin-ceremony";
using ::testing::HasSubstr;

class ADevelopmentFolder : public ::testing::Test {
 protected:
  ADevelopmentFolder() {
    if (::geteuid() == 0) generate({.out = folder(), .seal_signers = 2, .witnesses = 2, .ceremony = ceremony});
  }
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files to the programs' users";
  }

  [[nodiscard]] fs::path folder() const { return m_directory.path() / "dev"; }
  [[nodiscard]] base::Bytes read(const std::string& name) const { return m_directory.read("dev/" + name); }
  [[nodiscard]] test::Outcome tool(const std::string& command) const { return m_directory.run(command); }
  [[nodiscard]] test::Outcome openssl(const std::string& arguments) const {
    return m_directory.run("cd dev && openssl " + arguments);
  }
  // With every certificate below the root, and the root itself, held against its list.
  [[nodiscard]] std::string verdict(const std::string& certificate) const {
    const auto outcome = m_directory.run(
        "cd dev && cat revocation/*.crl > ../lists && cat ca/intermediate.crt ca/people-ca.crt > ../issuers && "
        "openssl verify -x509_strict -crl_check_all -CAfile ca/root.crt -CRLfile ../lists -untrusted ../issuers " +
        certificate);
    return outcome.output;
  }

 private:
  test::ToolDirectory m_directory;
};

TEST_F(ADevelopmentFolder, holds_a_policy_that_parses) {
  const auto bundle = policy::bundle::read_bundle(folder() / "policy");
  ASSERT_TRUE(bundle) << bundle.error().text;
  const auto* rules = &bundle->rules;
  EXPECT_EQ(rules->policy.keys.size(), 5U);
  EXPECT_EQ(rules->policy.log.key, "log/79/hcm/2026.1");
  ASSERT_EQ(rules->policy.log.witnesses.size(), 2U);
  EXPECT_EQ(rules->policy.log.witnesses_needed, 2U);
  const auto vkeys = std::string(base::text(read("client/witnesses.vkey")));
  EXPECT_EQ(vkeys, rules->policy.log.witnesses[0].vkey + "\n" + rules->policy.log.witnesses[1].vkey + "\n");
  EXPECT_EQ(rules->policy.systems.size(), 4U);
  EXPECT_EQ(rules->policy.workflows.size(), 3U);
  EXPECT_EQ(rules->policy.founders.size(), 5U);
  EXPECT_EQ(rules->policy.registration.size(), 7U);
}

TEST_F(ADevelopmentFolder, holds_certificates_that_openssl_judges_as_they_are_meant) {
  for (const auto* good :
       {"people/p-000001.crt", "people/p-000002.crt", "people/p-000003.crt", "people/p-000004.crt",
        "people/p-000007.crt", "people/p-000008.crt", "people/r-000001.crt", "people/r-000001-renewed.crt",
        "client/school-79760001.crt", "client/school-79760002.crt", "client/department-79.crt",
        "policy/keys/79-department-2026.1.crt", "policy/keys/79760002-school-2026.1.crt"}) {
    EXPECT_THAT(verdict(good), HasSubstr(": OK")) << good;
  }
  EXPECT_THAT(verdict("people/p-000005.crt"), HasSubstr("certificate revoked"));
  EXPECT_THAT(verdict("people/p-000006.crt"), HasSubstr("certificate has expired"));
  EXPECT_THAT(verdict("people/p-000009.crt"), ::testing::Not(HasSubstr(": OK")));
  EXPECT_THAT(verdict("-purpose timestampsign policy/keys/antin-tsa-2026.1.crt"), HasSubstr(": OK"));
  EXPECT_THAT(verdict("-purpose timestampsign policy/keys/79-department-2026.1.crt"),
              ::testing::Not(HasSubstr(": OK")));
}

TEST_F(ADevelopmentFolder, holds_officers_a_quorum_of_whom_has_signed_its_policy) {
  const auto officers = policy::bundle::read_officers(folder() / "officers", "seal.dev.example/2026", nullptr);
  ASSERT_TRUE(officers) << officers.error().text;
  EXPECT_EQ(officers->statement.officers.size(), 3U);
  const auto files = policy::bundle::read_bundle_files(folder() / "policy");
  const auto signed_statement = policy::bundle::read_signed(folder() / "policy");
  ASSERT_TRUE(files && signed_statement);
  const auto vouched = policy::bundle::vouch(*files, *signed_statement, *officers, std::nullopt);
  EXPECT_TRUE(vouched) << vouched.error().text;
  ASSERT_EQ(openssl("version && cat ca/root.crt ca/people-ca.crt > ../authorities").status, 0);
  for (const std::string officer : {"so-1", "so-2"}) {
    const auto outcome = openssl("cms -verify -cades -binary -inform DER -in policy/signatures/" + officer +
                                 ".p7s -content policy/signatures/statement.txt -CAfile ../authorities -purpose any "
                                 "-out /dev/null");
    EXPECT_EQ(outcome.status, 0) << outcome.output;
  }
}

TEST_F(ADevelopmentFolder, has_its_keys_and_officers_from_a_ceremony_that_auditors_can_check) {
  const auto checked = tool(ceremony.string() + " verify dev/ceremony/ceremony");
  EXPECT_EQ(checked.status, 0) << checked.output;
  EXPECT_THAT(checked.output, HasSubstr("Everything holds together."));
  const auto first = policy::bundle::read_first_officers(folder() / "officers", "seal.dev.example/2026");
  ASSERT_TRUE(first) << first.error().text;
  ASSERT_TRUE(first->ceremony.has_value());
  EXPECT_EQ(first->ceremony->transcript.ceremony, "development-2026.1");
  for (const auto* place : {"", "/ceremony", "/tokens"})
    EXPECT_FALSE(fs::is_symlink(fs::symlink_status(folder().string() + place))) << "nothing of it lies in memory";
  EXPECT_FALSE(fs::exists(folder() / "ceremony/ceremony/secrets/pin-seals")) << "a PIN lies in one place";
}

TEST_F(ADevelopmentFolder, is_not_made_when_the_ceremony_is_not_held) {
  const auto other = folder().string() + "-2";
  try {
    generate({.out = other, .ceremony = "/bin/false"});
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("antin-ceremony ended with 1"));
  }
}

TEST_F(ADevelopmentFolder, certifies_the_keys_that_are_in_its_tokens) {
  ::setenv("SOFTHSM2_CONF", (folder() / "softhsm2.conf").c_str(), 1);
  const auto token =
      hsm::Token::open({"/usr/lib/softhsm/libsofthsm2.so", "seals", "", true}, base::Secret(read("secrets/pin-seals")));
  ASSERT_TRUE(token) << token.error().text;
  EXPECT_TRUE(token->left_out().empty());
  ASSERT_EQ(token->keys().size(), 3U);
  const auto certificate = crypto::certificate_from_pem(read("policy/keys/79760002-school-2026.1.crt"));
  ASSERT_TRUE(certificate);
  EXPECT_EQ(token->find("seal/79760002/school/2026.1")->spki, certificate->spki);
  EXPECT_EQ(certificate->key_bits, 3072U);
}

TEST_F(ADevelopmentFolder, gives_verifiers_the_key_of_its_log) {
  ::setenv("SOFTHSM2_CONF", (folder() / "softhsm2.conf").c_str(), 1);
  const auto token =
      hsm::Token::open({"/usr/lib/softhsm/libsofthsm2.so", "log", "", true}, base::Secret(read("secrets/pin-log")));
  ASSERT_TRUE(token) << token.error().text;
  ASSERT_EQ(token->keys().size(), 1U);
  EXPECT_TRUE(token->left_out().empty());
  const auto vkey = read("client/log.vkey");
  const auto key = tlog::parse_vkey(base::text(base::ByteView(vkey).first(vkey.size() - 1)));
  ASSERT_TRUE(key) << key.error().text;
  EXPECT_EQ(key->name, "seal.dev.example/2026");
  EXPECT_EQ(key->type, tlog::KeyType::ed25519);
  EXPECT_EQ(key->spki(), token->find("log/79/hcm/2026.1")->spki);
  EXPECT_THAT(std::string(base::text(read("policy/keys.toml"))), HasSubstr(tlog::print(*key)));
}

TEST_F(ADevelopmentFolder, gives_each_secret_to_its_reader_alone) {
  const std::map<std::string, uid_t> owners = {{"secrets/pin-seals", signer_owner.user},
                                               {"secrets/pin-time", signer_owner.user},
                                               {"secrets/pin-log", signer_owner.user},
                                               {"secrets/gate-curve.key", gate_owner.user},
                                               {"ca/root.key", 0},
                                               {"people/p-000001.key", 0},
                                               {"people/p-000001.pass", 0},
                                               {"client/school-79760001.key", 0},
                                               {"client/record-id.key", 0}};
  for (const auto& [name, owner] : owners) {
    struct stat status {};
    ASSERT_EQ(::stat((folder() / name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_uid, owner) << name;
    EXPECT_EQ(status.st_mode & 077, 0U) << name;
  }
}

TEST_F(ADevelopmentFolder, holds_a_p12_that_opens_with_its_passphrase) {
  const auto opened = openssl("pkcs12 -in people/p-000001.p12 -passin file:people/p-000001.pass -nodes");
  EXPECT_EQ(opened.status, 0) << opened.output;
  EXPECT_THAT(opened.output, HasSubstr("BEGIN PRIVATE KEY"));
  EXPECT_NE(openssl("pkcs12 -in people/p-000001.p12 -passin pass:wrong -nodes").status, 0);
}

TEST_F(ADevelopmentFolder, that_is_not_empty_is_not_written_over) {
  const auto before = read("ca/root.crt");
  EXPECT_THROW(generate({.out = folder()}), Failure);
  EXPECT_EQ(read("ca/root.crt"), before);
}

}  // namespace
}  // namespace antin::keys_dev
