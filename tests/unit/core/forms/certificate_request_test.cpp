#include "core/forms/certificate_request.hpp"

#include <gtest/gtest.h>

#include "core/crypto/pem.hpp"
#include "tests/support/scratch.hpp"

namespace antin::forms {
namespace {

class ACertificateRequest : public ::testing::Test {
 protected:
  // Signed by a key that openssl made, and read by openssl.
  void make(const std::string& kind, crypto::SignatureScheme scheme) {
    m_folder.must_run("openssl genpkey " + kind + " -out key.pem");
    const auto key = crypto::PrivateKey::from_pem(m_folder.bytes("key.pem"), base::Secret());
    const auto info = certificate_request_info({"VN", "Trường Tiểu học Hoa Sen", "Con dấu"}, key->spki());
    const auto signature = key->sign(base::DigestAlgorithm::sha256, info);
    const auto request = certificate_request(info, scheme, *signature);
    m_folder.write("request.pem", crypto::to_pem("CERTIFICATE REQUEST", request));
  }
  client::Scratch m_folder;
};

TEST_F(ACertificateRequest, of_an_ecdsa_key_is_verified_by_openssl) {
  make("-algorithm EC -pkeyopt ec_paramgen_curve:P-256", crypto::SignatureScheme::ecdsa);
  m_folder.must_run("openssl req -in request.pem -verify -noout -subject -nameopt utf8,sep_comma_plus");
  EXPECT_NE(m_folder.text("said").find("C=VN,O=Trường Tiểu học Hoa Sen,CN=Con dấu"), std::string::npos)
      << m_folder.text("said");
}

TEST_F(ACertificateRequest, of_an_rsa_key_is_signed_with_pss_and_verified_by_openssl) {
  make("-algorithm RSA -pkeyopt rsa_keygen_bits:2048", crypto::SignatureScheme::rsa_pss);
  m_folder.must_run("openssl req -in request.pem -verify -noout -text");
  EXPECT_NE(m_folder.text("said").find("rsassaPss"), std::string::npos);
}

}  // namespace
}  // namespace antin::forms
