// Modules that do not hear out a template: keys are made there too, if they come out as meant, and never twice.
#include "core/hsm/key_pair.hpp"
#include "tests/unit/core/hsm/raw_token.hpp"

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;

const std::filesystem::path faulty_module = ANTIN_BINARY_DIR "/tests/faulty_pkcs11.so";

class AStubbornModule : public TokenFolder {
 protected:
  ~AStubbornModule() override { ::unsetenv("ANTIN_PKCS11_FAULT"); }
  base::Result<KeyPair> generate(const char* fault) {
    m_pin = make_token({}).pin;
    ::setenv("ANTIN_PKCS11_FAULT", fault, 1);
    m_token.emplace(m_pin, faulty_module);
    return generate_key_pair(m_token->session(), "k", KeyAlgorithm::ecdsa_p256);
  }
  [[nodiscard]] std::vector<CK_OBJECT_HANDLE> objects() const {
    return objects_labelled(m_token->session(), "k").value();
  }

 private:
  base::Secret m_pin;
  std::optional<RawToken> m_token;
};

TEST_F(AStubbornModule, that_does_not_hear_of_a_use_makes_a_key_if_it_leaves_that_use_off) {
  const auto pair = generate("hears-no-encrypt");
  ASSERT_TRUE(pair) << pair.error().text;
  EXPECT_EQ(objects().size(), 2U);
}

TEST_F(AStubbornModule, that_turns_on_what_it_does_not_hear_of_is_noticed) {
  const auto pair = generate("hears-no-encrypt-and-turns-it-on");
  ASSERT_FALSE(pair);
  EXPECT_EQ(pair.error().text, "k was made, but CKA_ENCRYPT of its public half is not false");
}

TEST_F(AStubbornModule, that_makes_a_key_and_says_that_it_did_not_makes_no_second) {
  const auto pair = generate("makes-and-says-no");
  ASSERT_FALSE(pair);
  EXPECT_EQ(pair.error().text, "C_GenerateKeyPair: CKR_GENERAL_ERROR (0x5)");
  EXPECT_EQ(objects().size(), 2U);
}

}  // namespace
}  // namespace antin::hsm
