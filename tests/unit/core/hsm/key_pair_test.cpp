#include "core/hsm/key_pair.hpp"

#include "core/hsm/module.hpp"
#include "core/hsm/signing.hpp"
#include "tests/unit/core/hsm/raw_token.hpp"

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;
using AKeyPair = TokenFolder;

TEST_F(AKeyPair, is_made_of_each_kind_with_every_attribute_as_meant) {
  const auto made = make_token({});
  const RawToken token(made.pin);
  for (const auto algorithm : {KeyAlgorithm::ecdsa_p256, KeyAlgorithm::rsa, KeyAlgorithm::ed25519}) {
    const auto label = "k-" + std::to_string(static_cast<int>(algorithm));
    const auto pair = generate_key_pair(token.session(), label, algorithm);
    ASSERT_TRUE(pair) << pair.error().text;
    EXPECT_EQ(crypto::algorithm_of_spki(pair->spki), algorithm);
  }
}

TEST_F(AKeyPair, whose_label_is_taken_is_not_made) {
  const auto made = make_token({{"k", KeyAlgorithm::ecdsa_p256}});
  const RawToken token(made.pin);
  const auto pair = generate_key_pair(token.session(), "k", KeyAlgorithm::ecdsa_p256);
  ASSERT_FALSE(pair);
  EXPECT_EQ(pair.error().text, "the token has an object labelled k already");
  EXPECT_EQ(objects_labelled(token.session(), "k")->size(), 2u);
}

TEST_F(AKeyPair, of_a_kind_that_nobody_needs_is_not_made) {
  const auto made = make_token({});
  const RawToken token(made.pin);
  EXPECT_FALSE(generate_key_pair(token.session(), "k", KeyAlgorithm::ecdsa_p384));
  EXPECT_FALSE(generate_key_pair(token.session(), "k", KeyAlgorithm::unknown));
}

// A key that some other tool made: it can do more than sign, and nobody would notice.
TEST_F(AKeyPair, with_one_attribute_that_is_not_as_meant_is_noticed) {
  const auto made = make_token({});
  const RawToken token(made.pin);
  const auto& session = token.session();
  constexpr std::uint8_t prime256v1[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
  Attributes for_public, for_private;
  for_public.flag(CKA_TOKEN, true).bytes(CKA_EC_PARAMS, prime256v1);
  for_private.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, true);
  CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
  CK_OBJECT_HANDLE public_key = 0, private_key = 0;
  ASSERT_EQ(session.functions().C_GenerateKeyPair(session.handle(), &mechanism, for_public.data(), for_public.size(),
                                                  for_private.data(), for_private.size(), &public_key, &private_key),
            CKR_OK);
  EXPECT_EQ(attribute_fault(session, private_key, KeyAlgorithm::ecdsa_p256, Extraction::never),
            "CKA_WRAP_WITH_TRUSTED is not true");
}

TEST_F(AKeyPair, signs_by_the_one_mechanism_that_it_is_for) {
  const auto made = make_token({{"k", KeyAlgorithm::rsa}});
  const RawToken token(made.pin);
  const auto& session = token.session();
  Attributes match;
  match.number(CKA_CLASS, CKO_PRIVATE_KEY);
  const auto key = session.find(std::move(match))->front();
  CK_MECHANISM old{CKM_SHA256_RSA_PKCS, nullptr, 0};
  EXPECT_EQ(session.functions().C_SignInit(session.handle(), &old, key), CKR_MECHANISM_INVALID);
  const Key described{"k", made.keys.front().spki, KeyAlgorithm::rsa};
  EXPECT_TRUE(sign_on(session, key, described, base::DigestAlgorithm::sha256, base::view("text")));
}

using AModule = TokenFolder;

TEST_F(AModule, shows_its_tokens_and_finds_one_by_label) {
  const auto made = make_token({}, "seals");
  const auto module = Module::load(softhsm_module);
  ASSERT_TRUE(module) << module.error().text;
  const auto token = module->token("seals");
  ASSERT_TRUE(token && *token);
  EXPECT_TRUE((*token)->has_user_pin);
  EXPECT_EQ((*token)->manufacturer, "SoftHSM project");
  EXPECT_EQ((*token)->serial.size(), 16u);
  EXPECT_FALSE(module->token("time")->has_value());
  EXPECT_FALSE(module->free_token()->initialised);
}

TEST_F(AModule, refuses_a_wrong_pin_and_says_which_function_did) {
  const auto made = make_token({}, "seals");
  const auto module = Module::load(softhsm_module);
  const auto slot = (*module->token("seals"))->slot;
  const auto session = module->log_in(slot, User::user, base::Secret(base::view("wrong")));
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().text, "C_Login: CKR_PIN_INCORRECT (0xa0)");
  EXPECT_TRUE(module->log_in(slot, User::user, made.pin));
}

TEST_F(AModule, tells_a_wrong_pin_from_what_it_cannot_ask) {
  const auto made = make_token({}, "seals");
  const auto module = Module::load(softhsm_module);
  const auto slot = (*module->token("seals"))->slot;
  EXPECT_EQ(module->opens(slot, User::user, made.pin).value(), true);
  EXPECT_EQ(module->opens(slot, User::user, base::Secret(base::view("wrong"))).value(), false);
  const auto nowhere = module->opens(slot + 99, User::user, made.pin);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().text, "C_OpenSession: CKR_SLOT_ID_INVALID (0x3)");
}

TEST_F(AModule, does_not_take_a_label_that_no_token_can_have) {
  const auto module = Module::load(softhsm_module);
  const auto slot = module->free_token()->slot;
  const base::Secret pin(base::view("1234567890"));
  EXPECT_FALSE(module->initialise(slot, pin, std::string(33, 'a')));
  EXPECT_FALSE(module->initialise(slot, pin, ""));
}

}  // namespace
}  // namespace antin::hsm
