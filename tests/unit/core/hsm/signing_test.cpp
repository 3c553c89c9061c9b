#include "core/base/file.hpp"
#include "core/crypto/signature.hpp"
#include "tests/unit/core/hsm/token_folder.hpp"

namespace antin::hsm {
namespace {

using base::DigestAlgorithm;
using crypto::KeyAlgorithm;

constexpr std::string_view message = "What was approved is what is sealed.\n";

class Signing : public TokenFolder {
 protected:
  // The whole way: a token with one key, opened, one signature made and verified here.
  base::Bytes signed_by(KeyAlgorithm algorithm, DigestAlgorithm hash, bool copy_keys = true) {
    const auto made = make_token({{"seal/a/b/2026.1", algorithm}});
    auto options = TokenFolder::options();
    options.copy_keys = copy_keys;
    auto token = Token::open(options, made.pin);
    if (!token) throw std::runtime_error(token.error().text);
    const auto* key = token->find("seal/a/b/2026.1");
    if (key == nullptr) throw std::runtime_error("the key is not there");
    EXPECT_EQ(key->algorithm, algorithm);
    EXPECT_EQ(key->spki, made.keys.front().spki);
    EXPECT_EQ(token->used(), 0U);
    auto signature = token->sign(*key, hash, base::view(message));
    EXPECT_EQ(token->used(), 1U);
    if (!signature) throw std::runtime_error(signature.error().text);
    const auto scheme = crypto::scheme_of(algorithm);
    EXPECT_TRUE(crypto::verify_signature(key->spki, scheme, hash, base::view(message), *signature));
    EXPECT_FALSE(crypto::verify_signature(key->spki, scheme, hash, base::view("another message"), *signature));
    write("spki.der", key->spki);
    write("message", base::view(message));
    write("signature", *signature);
    return *signature;
  }

  void write(const char* name, base::ByteView content) const {
    ASSERT_TRUE(base::write_file_durably(root() / name, content));
  }
  [[nodiscard]] int openssl(const std::string& arguments) const {
    const auto command = "cd " + root().string() + " && openssl " + arguments + " >/dev/null 2>&1";
    return std::system(command.c_str());
  }
};

TEST_F(Signing, a_p256_signature_verifies_with_openssl) {
  signed_by(KeyAlgorithm::ecdsa_p256, DigestAlgorithm::sha256);
  EXPECT_EQ(openssl("dgst -sha256 -keyform DER -verify spki.der -signature signature message"), 0);
}

TEST_F(Signing, a_p256_signature_over_sha384_verifies_with_openssl) {
  signed_by(KeyAlgorithm::ecdsa_p256, DigestAlgorithm::sha384);
  EXPECT_EQ(openssl("dgst -sha384 -keyform DER -verify spki.der -signature signature message"), 0);
}

TEST_F(Signing, an_rsa_signature_is_pss_with_a_salt_as_long_as_the_hash) {
  EXPECT_EQ(signed_by(KeyAlgorithm::rsa, DigestAlgorithm::sha256).size(), 384U);
  const std::string verify = "dgst -sha256 -keyform DER -verify spki.der -signature signature ";
  EXPECT_EQ(
      openssl(verify + "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sigopt rsa_mgf1_md:sha256 message"),
      0);
  EXPECT_NE(openssl(verify + "message"), 0) << "PKCS#1 v1.5 is refused for new seals";
}

TEST_F(Signing, an_rsa_signature_over_sha384_uses_sha384_throughout) {
  signed_by(KeyAlgorithm::rsa, DigestAlgorithm::sha384);
  EXPECT_EQ(openssl("dgst -sha384 -keyform DER -verify spki.der -signature signature -sigopt rsa_padding_mode:pss "
                    "-sigopt rsa_pss_saltlen:48 -sigopt rsa_mgf1_md:sha384 message"),
            0);
}

TEST_F(Signing, an_ed25519_signature_verifies_with_openssl) {
  EXPECT_EQ(signed_by(KeyAlgorithm::ed25519, DigestAlgorithm::unknown).size(), 64U);
  EXPECT_EQ(openssl("pkeyutl -verify -rawin -pubin -keyform DER -inkey spki.der -in message -sigfile signature"), 0);
}

TEST_F(Signing, the_tokens_own_objects_sign_when_copies_are_not_wanted) {
  signed_by(KeyAlgorithm::ecdsa_p256, DigestAlgorithm::sha256, false);
  EXPECT_EQ(openssl("dgst -sha256 -keyform DER -verify spki.der -signature signature message"), 0);
}

TEST_F(Signing, an_unnamed_hash_is_refused_and_the_token_goes_on) {
  const auto made = make_token({{"k", KeyAlgorithm::ecdsa_p256}});
  auto token = Token::open(options(), made.pin);
  ASSERT_TRUE(token) << why(token);
  const auto key = token->keys().front();
  EXPECT_FALSE(token->sign(key, DigestAlgorithm::unknown, base::view(message)));
  EXPECT_TRUE(token->sign(key, DigestAlgorithm::sha256, base::view(message))) << "in a session opened anew";
  EXPECT_TRUE(token->usable());
}

TEST_F(Signing, a_key_that_the_token_does_not_hold_is_refused) {
  const auto made = make_token({{"k", KeyAlgorithm::ecdsa_p256}});
  auto token = Token::open(options(), made.pin);
  ASSERT_TRUE(token) << why(token);
  auto stranger = token->keys().front();
  stranger.label = "another";
  EXPECT_FALSE(token->sign(stranger, DigestAlgorithm::sha256, base::view(message)));
}

TEST_F(Signing, a_key_whose_public_half_is_anothers_signs_nothing) {
  const auto made = make_token({{"a", KeyAlgorithm::ecdsa_p256}, {"b", KeyAlgorithm::ecdsa_p256}});
  auto token = Token::open(options(), made.pin);
  ASSERT_TRUE(token) << why(token);
  auto mixed = *token->find("a");
  mixed.spki = token->find("b")->spki;
  const auto signature = token->sign(mixed, DigestAlgorithm::sha256, base::view(message));
  ASSERT_FALSE(signature);
  EXPECT_THAT(signature.error().text, ::testing::HasSubstr("does not fit its public key"));
}

}  // namespace
}  // namespace antin::hsm
