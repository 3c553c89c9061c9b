// Key files as the openssl command writes them, and those that are refused.
#include <gtest/gtest.h>

#include "core/crypto/signature.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::crypto {
namespace {

base::Secret secret(std::string_view text) { return base::Secret(base::view(text)); }

class PrivateKeyFile : public ::testing::Test {
 protected:
  PrivateKeyFile() {
    tools.must_run(
        "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout plain.pem -out own.crt "
        "-days 30 -subj /CN=own");
    tools.must_run("openssl pkey -in plain.pem -aes256 -passout pass:horse -out encrypted.pem");
  }
  // KEY and CERTIFICATE, and a second certificate, into file.p12.
  void export_pkcs12(const std::string& more = {}) const {
    tools.must_run(
        "openssl req -x509 -nodes -newkey ed25519 -keyout other.key -out other.crt -days 30 -subj /CN=other");
    tools.must_run(
        "openssl pkcs12 -export -inkey plain.pem -in own.crt -certfile other.crt -passout pass:horse -out "
        "file.p12 " +
        more);
  }
  test::ToolDirectory tools;
};

TEST_F(PrivateKeyFile, an_encrypted_key_opens_with_its_passphrase) {
  const auto plain = PrivateKey::from_pem(tools.read("plain.pem"), {});
  const auto opened = PrivateKey::from_pem(tools.read("encrypted.pem"), secret("horse"));
  ASSERT_TRUE(plain);
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(opened->spki(), plain->spki());
}

TEST_F(PrivateKeyFile, a_traditional_encrypted_key_opens_too) {
  tools.must_run("openssl ec -in plain.pem -aes256 -passout pass:horse -out traditional.pem");
  EXPECT_TRUE(PrivateKey::from_pem(tools.read("traditional.pem"), secret("horse")));
  EXPECT_FALSE(PrivateKey::from_pem(tools.read("traditional.pem"), {}));
}

// Nobody is asked at the terminal: the test would hang.
TEST_F(PrivateKeyFile, a_wrong_or_missing_passphrase_is_refused_without_asking) {
  EXPECT_FALSE(PrivateKey::from_pem(tools.read("encrypted.pem"), secret("cow")));
  EXPECT_FALSE(PrivateKey::from_pem(tools.read("encrypted.pem"), {}));
  EXPECT_FALSE(PrivateKey::from_pem(tools.read("encrypted.pem"), base::Secret(base::Bytes(5000, 'x'))));
}

TEST_F(PrivateKeyFile, what_is_not_a_private_key_is_refused) {
  EXPECT_FALSE(PrivateKey::from_pem({}, {}));
  EXPECT_FALSE(PrivateKey::from_pem(tools.read("own.crt"), {}));
  tools.must_run("openssl genpkey -algorithm X25519 -out agreement.pem");
  EXPECT_FALSE(PrivateKey::from_pem(tools.read("agreement.pem"), {}));
  tools.must_run("openssl ecparam -name secp256k1 -genkey -noout -out curve.pem");
  EXPECT_FALSE(PrivateKey::from_pem(tools.read("curve.pem"), {}));
}

TEST_F(PrivateKeyFile, pkcs12_gives_the_key_and_its_certificate_first) {
  export_pkcs12();
  const auto read = read_pkcs12(tools.read("file.p12"), secret("horse"));
  ASSERT_TRUE(read) << read.error().text;
  ASSERT_EQ(read->certificates.size(), 2U);
  EXPECT_EQ(read->certificates[0].common_name, "own");
  EXPECT_EQ(read->certificates[1].common_name, "other");
  EXPECT_EQ(read->key.spki(), read->certificates[0].spki);
  const auto signature = read->key.sign(base::DigestAlgorithm::sha256, base::view("text"));
  ASSERT_TRUE(signature);
  EXPECT_TRUE(verify_signature(read->key.spki(), SignatureScheme::ecdsa, base::DigestAlgorithm::sha256,
                               base::view("text"), *signature));
}

TEST_F(PrivateKeyFile, pkcs12_of_gnutls_opens_too) {
  tools.must_run(
      "certtool --to-p12 --load-privkey plain.pem --load-certificate own.crt --p12-name own "
      "--password horse --outder --outfile file.p12");
  const auto read = read_pkcs12(tools.read("file.p12"), secret("horse"));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->certificates[0].common_name, "own");
}

TEST_F(PrivateKeyFile, pkcs12_with_a_wrong_passphrase_is_refused) {
  export_pkcs12();
  EXPECT_FALSE(read_pkcs12(tools.read("file.p12"), secret("cow")));
  EXPECT_FALSE(read_pkcs12(tools.read("file.p12"), {}));
}

TEST_F(PrivateKeyFile, a_passphrase_with_a_nul_is_refused_and_not_shortened) {
  export_pkcs12();
  EXPECT_FALSE(read_pkcs12(tools.read("file.p12"), secret(std::string_view("horse\0cow", 9))));
}

TEST_F(PrivateKeyFile, pkcs12_with_octets_after_it_is_refused) {
  export_pkcs12();
  auto file = tools.read("file.p12");
  file.push_back(0);
  EXPECT_FALSE(read_pkcs12(file, secret("horse")));
  EXPECT_FALSE(read_pkcs12(tools.read("own.crt"), secret("horse")));
}

TEST_F(PrivateKeyFile, pkcs12_without_a_key_is_refused) {
  export_pkcs12("-nokeys");
  EXPECT_FALSE(read_pkcs12(tools.read("file.p12"), secret("horse")));
}

}  // namespace
}  // namespace antin::crypto
