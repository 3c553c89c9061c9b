#include "core/crypto/signature.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include "core/crypto/openssl.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::crypto {
namespace {

using base::DigestAlgorithm;

class Signature : public ::testing::Test {
 protected:
  struct Sample {
    base::Bytes spki;
    SignatureScheme scheme;
    DigestAlgorithm hash;
    base::Bytes message;
    base::Bytes signature;
  };

  void make_key(const std::string& options) const {
    tools.must_run("openssl genpkey -out key.pem " + options);
    tools.must_run("openssl pkey -in key.pem -pubout -out public.pem");
    tools.must_run("openssl pkey -in key.pem -pubout -outform DER -out public.der");
    tools.write("message", message);
  }
  // Signed by the openssl command.
  [[nodiscard]] Sample sample(SignatureScheme scheme, DigestAlgorithm hash, const std::string& options) const {
    tools.must_run("openssl pkeyutl -sign -rawin -inkey key.pem -in message -out signature " + options);
    return {tools.read("public.der"), scheme, hash, tools.read("message"), tools.read("signature")};
  }
  [[nodiscard]] PrivateKey key() const {
    auto read = PrivateKey::from_pem(tools.read("key.pem"), {});
    if (!read) throw std::runtime_error(read.error().text);
    return std::move(*read);
  }
  static bool verify(const Sample& sample) {
    return verify_signature(sample.spki, sample.scheme, sample.hash, sample.message, sample.signature);
  }
  static void expect_true_until_touched(Sample sample) {
    EXPECT_TRUE(verify(sample));
    sample.message.front() ^= 1;
    EXPECT_FALSE(verify(sample));
    sample.message.front() ^= 1;
    sample.signature.back() ^= 1;
    EXPECT_FALSE(verify(sample));
    sample.signature.back() ^= 1;
    sample.signature.push_back(0);
    EXPECT_FALSE(verify(sample));
    sample.signature.clear();
    EXPECT_FALSE(verify(sample));
    EXPECT_EQ(ERR_peek_error(), 0U);
  }
  // Ours, checked by the openssl command.
  void expect_openssl_accepts_ours(DigestAlgorithm hash, const std::string& options) const {
    const auto made = key().sign(hash, base::view(message));
    ASSERT_TRUE(made) << made.error().text;
    tools.write("ours", *made);
    const auto checked =
        tools.run("openssl pkeyutl -verify -rawin -pubin -inkey public.pem -in message -sigfile ours " + options);
    EXPECT_EQ(checked.status, 0) << checked.output;
  }

  static constexpr std::string_view message = "what was approved is what is sealed";
  static constexpr const char* p256 = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
  static constexpr const char* p384 = "-algorithm EC -pkeyopt ec_paramgen_curve:P-384";
  static constexpr const char* rsa = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
  static constexpr const char* pss = "-pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:digest ";
  test::ToolDirectory tools;
};

TEST_F(Signature, ecdsa_on_p256_verifies_until_touched) {
  make_key(p256);
  expect_true_until_touched(sample(SignatureScheme::ecdsa, DigestAlgorithm::sha256, "-digest sha256"));
  expect_openssl_accepts_ours(DigestAlgorithm::sha256, "-digest sha256");
  expect_openssl_accepts_ours(DigestAlgorithm::sha384, "-digest sha384");
}

TEST_F(Signature, ecdsa_on_p384_verifies_until_touched) {
  make_key(p384);
  expect_true_until_touched(sample(SignatureScheme::ecdsa, DigestAlgorithm::sha384, "-digest sha384"));
  expect_openssl_accepts_ours(DigestAlgorithm::sha384, "-digest sha384");
}

TEST_F(Signature, rsa_pss_verifies_until_touched) {
  make_key(rsa);
  const auto options = std::string(pss) + "-digest sha256";
  expect_true_until_touched(sample(SignatureScheme::rsa_pss, DigestAlgorithm::sha256, options));
  expect_openssl_accepts_ours(DigestAlgorithm::sha256, options);
  expect_openssl_accepts_ours(DigestAlgorithm::sha384, std::string(pss) + "-digest sha384");
}

TEST_F(Signature, ed25519_verifies_until_touched) {
  make_key("-algorithm ed25519");
  expect_true_until_touched(sample(SignatureScheme::ed25519, DigestAlgorithm::unknown, ""));
  expect_openssl_accepts_ours(DigestAlgorithm::unknown, "");
}

TEST_F(Signature, pkcs1_v1_5_is_refused) {
  make_key(rsa);
  EXPECT_FALSE(verify(sample(SignatureScheme::rsa_pss, DigestAlgorithm::sha256, "-digest sha256")));
}

TEST_F(Signature, pss_with_another_salt_length_is_refused) {
  make_key(rsa);
  const std::string options = "-pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:20 -digest sha256";
  EXPECT_FALSE(verify(sample(SignatureScheme::rsa_pss, DigestAlgorithm::sha256, options)));
}

TEST_F(Signature, an_rsa_key_under_2048_bits_is_refused) {
  make_key("-algorithm RSA -pkeyopt rsa_keygen_bits:1024");
  EXPECT_FALSE(verify(sample(SignatureScheme::rsa_pss, DigestAlgorithm::sha256, std::string(pss) + "-digest sha256")));
  EXPECT_FALSE(PrivateKey::from_pem(tools.read("key.pem"), {}));
}

TEST_F(Signature, another_hash_scheme_or_key_is_refused) {
  make_key(p256);
  auto good = sample(SignatureScheme::ecdsa, DigestAlgorithm::sha256, "-digest sha256");
  auto other = good;
  other.hash = DigestAlgorithm::sha384;
  EXPECT_FALSE(verify(other));
  other.hash = DigestAlgorithm::unknown;
  EXPECT_FALSE(verify(other));
  for (const auto scheme : {SignatureScheme::unknown, SignatureScheme::rsa_pss, SignatureScheme::ed25519}) {
    other = good;
    other.scheme = scheme;
    EXPECT_FALSE(verify(other));
  }
  other = good;
  other.spki.pop_back();
  EXPECT_FALSE(verify(other));
  other = good;
  other.spki.push_back(0);
  EXPECT_FALSE(verify(other));
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST_F(Signature, an_ecdsa_signature_in_ber_is_refused) {
  make_key(p256);
  auto good = sample(SignatureScheme::ecdsa, DigestAlgorithm::sha256, "-digest sha256");
  base::Bytes longer{0x30, 0x81, good.signature[1]};
  base::append(longer, base::ByteView(good.signature).subspan(2));
  good.signature = longer;
  EXPECT_FALSE(verify(good));
}

// Decoded keys are kept for the next time; more of them than are kept must not confuse one with another.
TEST_F(Signature, many_keys_in_turn_are_told_apart) {
  make_key(p256);
  const auto good = sample(SignatureScheme::ecdsa, DigestAlgorithm::sha256, "-digest sha256");
  for (unsigned i = 0; i < 600; ++i) {
    auto other = good;
    other.spki[other.spki.size() - 1 - i % 2] ^= static_cast<std::uint8_t>(1 + i / 3);
    EXPECT_FALSE(verify(other));
    EXPECT_TRUE(verify(good));
  }
}

TEST_F(Signature, signing_with_an_unknown_hash_is_refused) {
  make_key(p256);
  EXPECT_FALSE(key().sign(DigestAlgorithm::unknown, base::view(message)));
}

TEST_F(Signature, a_private_key_knows_its_public_key) {
  make_key(p256);
  EXPECT_EQ(key().spki(), tools.read("public.der"));
}

TEST(OpensslError, it_drains_the_queue_and_is_never_empty) {
  ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
  ERR_raise(ERR_LIB_USER, ERR_R_MALLOC_FAILURE);
  const auto text = openssl_error("cannot sign").text;
  EXPECT_EQ(text.find("cannot sign: "), 0U);
  EXPECT_NE(text.find("; "), std::string::npos);
  EXPECT_EQ(ERR_peek_error(), 0U);
  EXPECT_EQ(openssl_error("cannot sign").text, "cannot sign");
  EXPECT_FALSE(openssl_error("").text.empty());
}

}  // namespace
}  // namespace antin::crypto
