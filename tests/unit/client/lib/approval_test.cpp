#include "client/lib/approval.hpp"

#include <gtest/gtest.h>

#include "core/evidence/detached_cms.hpp"
#include "tests/support/client_pki.hpp"

namespace antin::client {
namespace {

constexpr std::string_view text = "antin/approve/v1\nlog: seal.dev.example/2026\nunit: 79760001\n";
const std::string verify =
    "openssl cms -verify -cades -binary -inform DER -in approval.p7s -content approval.txt -CAfile root.crt -purpose "
    "any "
    "-out /dev/null";

class Approvals : public testing::Test {
 protected:
  void SetUp() override { make_pki(m_scratch); }
  Scratch m_scratch;
};

TEST_F(Approvals, openssl_verifies_them_as_cades) {
  auto key = key_of(m_scratch, "person");
  const auto approval = sign_statement(text, key, now());
  ASSERT_TRUE(approval.ok()) << approval.error().text;
  EXPECT_EQ(base::text(approval->statement), text);
  m_scratch.write("approval.p7s", approval->cms);
  m_scratch.write("approval.txt", text);
  EXPECT_TRUE(m_scratch.run(verify)) << m_scratch.text("said");
  m_scratch.write("approval.txt", std::string(text) + " ");
  EXPECT_FALSE(m_scratch.run(verify));
}

TEST_F(Approvals, name_the_person_and_the_time_as_the_appliance_reads_them) {
  auto key = key_of(m_scratch, "person");
  const auto at = now();
  const auto approval = sign_statement(text, key, at);
  ASSERT_TRUE(approval.ok());
  const auto read = evidence::read_detached_cms(approval->cms, base::view(text));
  ASSERT_TRUE(read.ok()) << read.error().text;
  EXPECT_EQ(read->certificate.common_name, "person Ấn tín");
  EXPECT_EQ(read->signing_time, std::chrono::floor<std::chrono::seconds>(at));
  EXPECT_EQ(read->others.size(), 1U) << "the issuer's certificate is embedded";
  EXPECT_TRUE(trust_in(m_scratch).check(read->certificate, read->others, evidence::Purpose::person, now()).ok());
}

TEST_F(Approvals, an_rsa_key_signs_with_pss) {
  m_scratch.must_run("openssl genrsa -out person.key 2048");
  m_scratch.must_run(
      "openssl req -new -x509 -days 30 -config pki.conf -extensions signer -subj /CN=rsa -CA ca.crt -CAkey ca.key "
      "-key person.key -out person.crt");
  auto key = key_of(m_scratch, "person");
  const auto approval = sign_statement(text, key, now());
  ASSERT_TRUE(approval.ok()) << approval.error().text;
  m_scratch.write("approval.p7s", approval->cms);
  m_scratch.write("approval.txt", text);
  EXPECT_TRUE(m_scratch.run(verify)) << m_scratch.text("said");
  m_scratch.must_run("openssl asn1parse -inform DER -in approval.p7s | grep -q rsassaPss");
}

TEST_F(Approvals, a_key_with_anothers_certificate_is_refused) {
  auto key = crypto::PrivateKey::from_pem(m_scratch.bytes("person.key"), base::Secret());
  const auto other = crypto::certificate_from_pem(m_scratch.bytes("other.crt"));
  EXPECT_FALSE(SoftwareKey::make(std::move(key).value(), {*other}).ok());
  auto lonely = crypto::PrivateKey::from_pem(m_scratch.bytes("person.key"), base::Secret());
  EXPECT_FALSE(SoftwareKey::make(std::move(lonely).value(), {}).ok());
}

// A token that is broken, or not the one whose certificate was given.
class WrongKey final : public PersonKey {
 public:
  WrongKey(SoftwareKey signs, SoftwareKey claims) : m_signs(std::move(signs)), m_claims(std::move(claims)) {}
  const std::vector<crypto::Certificate>& chain() const override { return m_claims.chain(); }
  base::Result<base::Bytes> sign(base::ByteView message) override {
    if (m_fails) return base::Error{"the token is gone"};
    return m_signs.sign(message);
  }
  bool m_fails = false;

 private:
  SoftwareKey m_signs, m_claims;
};

TEST_F(Approvals, a_signature_that_does_not_verify_is_no_approval) {
  WrongKey key(key_of(m_scratch, "other"), key_of(m_scratch, "person"));
  EXPECT_FALSE(sign_statement(text, key, now()).ok());
  key.m_fails = true;
  const auto failed = sign_statement(text, key, now());
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().text, "the token is gone");
}

}  // namespace
}  // namespace antin::client
