// Modules that do not hear out a template: keys are made there too, if they come out as meant, and never twice.
#include "core/crypto/random.hpp"
#include "core/hsm/key_pair.hpp"
#include "core/hsm/wrapping.hpp"
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

class AStubbornModuleWithATokenOfOurs : public AStubbornModule {
 protected:
  void make_with(const char* fault) {
    const auto slot = m_module.free_token()->slot;
    ASSERT_TRUE(m_module.initialise(slot, m_so, "seals"));
    ASSERT_TRUE(m_module.set_user_pin(this->slot(), m_so, m_user));
    ::setenv("ANTIN_PKCS11_FAULT", fault, 1);
  }
  [[nodiscard]] CK_SLOT_ID slot() const { return m_module.token("seals").value().value().slot; }
  Module m_module = std::move(Module::load(faulty_module)).value();
  base::Secret m_so{base::view("security officer")};
  base::Secret m_user{base::view("user")};
};

TEST_F(AStubbornModuleWithATokenOfOurs, that_stores_a_wrapping_key_on_the_token_is_rid_of_it_again) {
  make_with("trusted-keys-stay");
  const auto key = WrappingKey::make(m_module, slot(), m_so, m_user, base::Secret(crypto::random_array<32>()));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().text, "the wrapping key went onto the token, from where it was destroyed");
  const auto session = Session::open(m_module.cryptoki(), slot(), SessionKind::read_only);
  Attributes secrets;
  secrets.number(CKA_CLASS, CKO_SECRET_KEY);
  EXPECT_TRUE(session->find(std::move(secrets))->empty());
}

TEST_F(AStubbornModuleWithATokenOfOurs, that_opens_a_closed_key_again_is_told_to_close_it) {
  make_with("extractable-rises");
  const auto session = m_module.log_in(slot(), User::user, m_user);
  ASSERT_TRUE(session) << session.error().text;
  const auto id = crypto::random_array<16>();
  ASSERT_TRUE(generate_key_pair(*session, "k", KeyAlgorithm::ecdsa_p256, Extraction::open, id));
  Attributes match;
  match.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view("k"));
  const auto key = session->find(std::move(match))->front();
  const auto closed = close_key(*session, key);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().text, "the module lets a key be made extractable again; it is closed now");
  EXPECT_TRUE(session->flag_is(key, CKA_EXTRACTABLE, false));
}

}  // namespace
}  // namespace antin::hsm
