#include "core/hsm/wrapping.hpp"

#include "core/crypto/key_wrap.hpp"
#include "core/crypto/random.hpp"
#include "core/crypto/signature.hpp"
#include "core/hsm/key_pair.hpp"
#include "core/hsm/signing.hpp"
#include "tests/unit/core/hsm/token_folder.hpp"

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;

class AWrappedKey : public TokenFolder {
 protected:
  AWrappedKey() { make("seals"); }
  void make(const std::string& label) {
    const auto slot = m_module.free_token()->slot;
    ASSERT_TRUE(m_module.initialise(slot, m_so, label));
    ASSERT_TRUE(m_module.set_user_pin(slot, m_so, m_user));
  }
  CK_SLOT_ID slot(const std::string& label = "seals") { return (*m_module.token(label))->slot; }
  WrappingKey wrapping_key(const base::Secret& value, const std::string& label = "seals") {
    auto key = WrappingKey::make(m_module, slot(label), m_so, m_user, value);
    if (!key) throw std::runtime_error(key.error().text);
    return std::move(*key);
  }
  base::Bytes generate(Extraction extraction, const std::string& label = "k") {
    const auto session = m_module.log_in(slot(), User::user, m_user);
    const auto pair =
        generate_key_pair(*session, label, KeyAlgorithm::ecdsa_p256, extraction, crypto::random_array<16>());
    if (!pair) throw std::runtime_error(pair.error().text);
    return pair->spki;
  }
  static CK_OBJECT_HANDLE private_key(const Session& session, const std::string& label = "k") {
    Attributes match;
    match.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view(label));
    return session.find(std::move(match))->at(0);
  }

  Module m_module = std::move(Module::load(softhsm_module)).value();
  base::Secret m_so{base::view("security officer")};
  base::Secret m_user{base::view("user")};
  base::Secret m_value{crypto::random_array<32>()};
  base::Secret m_other{crypto::random_array<32>()};
};

TEST_F(AWrappedKey, is_opened_by_openssl_with_the_same_key_and_by_no_other) {
  generate(Extraction::open);
  const auto key = wrapping_key(m_value);
  const auto wrapped = key.wrap(private_key(key.session()));
  ASSERT_TRUE(wrapped) << wrapped.error().text;
  const auto opened = crypto::unwrap_key(crypto::KeyWrap::rfc5649, m_value.expose_secret(), *wrapped);
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(opened->expose_secret()[0], 0x30) << "PKCS #8";
  EXPECT_FALSE(crypto::unwrap_key(crypto::KeyWrap::rfc5649, m_other.expose_secret(), *wrapped));
  auto altered = *wrapped;
  altered[9] ^= 1;
  EXPECT_FALSE(crypto::unwrap_key(crypto::KeyWrap::rfc5649, m_value.expose_secret(), altered));
}

TEST_F(AWrappedKey, signs_in_another_token_as_it_did_in_the_first) {
  const auto spki = generate(Extraction::open);
  base::Bytes wrapped;
  {
    const auto key = wrapping_key(m_value);
    wrapped = *key.wrap(private_key(key.session()));
  }
  make("spare");
  const auto key = wrapping_key(m_value, "spare");
  const auto restored = key.unwrap(wrapped, CKK_EC);
  ASSERT_TRUE(restored) << restored.error().text;
  const auto signature = sign_on(key.session(), *restored, {"k", spki, KeyAlgorithm::ecdsa_p256},
                                 base::DigestAlgorithm::sha256, base::view("text"));
  ASSERT_TRUE(signature) << signature.error().text;
  EXPECT_TRUE(crypto::verify_signature(spki, crypto::SignatureScheme::ecdsa, base::DigestAlgorithm::sha256,
                                       base::view("text"), *signature));
}

TEST_F(AWrappedKey, that_was_altered_or_wrapped_by_another_key_is_not_unwrapped) {
  generate(Extraction::open);
  base::Bytes wrapped;
  {
    const auto key = wrapping_key(m_value);
    wrapped = *key.wrap(private_key(key.session()));
    auto altered = wrapped;
    altered.back() ^= 1;
    EXPECT_FALSE(key.unwrap(altered, CKK_EC));
  }
  EXPECT_FALSE(wrapping_key(m_other).unwrap(wrapped, CKK_EC));
}

// The trap: a trusted key that is stored on the token unwraps for a session that is not even logged in.
TEST_F(AWrappedKey, leaves_no_wrapping_key_on_the_token) {
  generate(Extraction::open);
  { const auto key = wrapping_key(m_value); }
  const auto session = Session::open(m_module.cryptoki(), slot(), SessionKind::read_only);
  Attributes secrets;
  secrets.number(CKA_CLASS, CKO_SECRET_KEY);
  EXPECT_TRUE(session->find(std::move(secrets))->empty());
}

TEST_F(AWrappedKey, is_wrapped_no_more_once_it_is_closed) {
  generate(Extraction::open);
  const auto key = wrapping_key(m_value);
  const auto handle = private_key(key.session());
  ASSERT_TRUE(close_key(key.session(), handle));
  EXPECT_FALSE(key.wrap(handle));
  EXPECT_TRUE(close_key(key.session(), handle)) << "once more is no harm";
  EXPECT_FALSE(attribute_fault(key.session(), handle, KeyAlgorithm::ecdsa_p256, Extraction::closed));
}

TEST_F(AWrappedKey, that_never_was_open_is_not_wrapped) {
  generate(Extraction::never);
  const auto key = wrapping_key(m_value);
  EXPECT_FALSE(key.wrap(private_key(key.session())));
}

TEST_F(AWrappedKey, is_not_wrapped_by_a_key_that_the_user_made) {
  generate(Extraction::open);
  const auto session = m_module.log_in(slot(), User::user, m_user);
  Attributes attributes;
  attributes.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES).bytes(CKA_VALUE, m_value.expose_secret());
  attributes.flag(CKA_TOKEN, false).flag(CKA_WRAP, true);
  CK_OBJECT_HANDLE own = CK_INVALID_HANDLE;
  ASSERT_EQ(session->functions().C_CreateObject(session->handle(), attributes.data(), attributes.size(), &own), CKR_OK);
  CK_MECHANISM mechanism{0x210A, nullptr, 0};
  base::Bytes wrapped(1024);
  CK_ULONG size = wrapped.size();
  EXPECT_NE(
      session->functions().C_WrapKey(session->handle(), &mechanism, own, private_key(*session), wrapped.data(), &size),
      CKR_OK);
}

}  // namespace
}  // namespace antin::hsm
