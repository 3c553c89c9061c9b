#include "core/hsm/session_copy.hpp"

#include "tests/unit/core/hsm/raw_token.hpp"

namespace antin::hsm {
namespace {

using ASessionCopy = TokenFolder;

CK_OBJECT_HANDLE only_private_key(const Session& session) {
  Attributes match;
  match.number(CKA_CLASS, CKO_PRIVATE_KEY).flag(CKA_TOKEN, true);
  const auto found = session.find(std::move(match));
  if (!found || found->size() != 1) throw std::runtime_error("not exactly one private key");
  return found->front();
}

TEST_F(ASessionCopy, is_made_of_each_kind_of_key_and_as_closed_as_the_key) {
  using crypto::KeyAlgorithm;
  for (const auto algorithm : {KeyAlgorithm::ecdsa_p256, KeyAlgorithm::rsa, KeyAlgorithm::ed25519}) {
    std::filesystem::remove_all(root() / "tokens");
    std::filesystem::create_directory(root() / "tokens");
    const auto made = make_token({{"k", algorithm}});
    const RawToken token(made.pin);
    const auto original = only_private_key(token.session());
    const auto copy = closed_copy(token.session(), original);
    ASSERT_TRUE(copy);
    EXPECT_NE(*copy, original);
    EXPECT_TRUE(token.session().flag_is(*copy, CKA_SENSITIVE, true));
    EXPECT_TRUE(token.session().flag_is(*copy, CKA_EXTRACTABLE, false));
    EXPECT_TRUE(token.session().flag_is(*copy, CKA_TOKEN, false));
  }
}

// What a module that makes copies open would do.
TEST_F(ASessionCopy, that_would_not_be_closed_is_not_made) {
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
  EXPECT_FALSE(closed_copy(session, private_key));
  Attributes session_objects;
  session_objects.flag(CKA_TOKEN, false);
  EXPECT_TRUE(session.find(std::move(session_objects))->empty()) << "the open copy is destroyed";
}

TEST_F(ASessionCopy, of_a_key_that_is_not_there_is_not_made) {
  const auto made = make_token({});
  const RawToken token(made.pin);
  EXPECT_FALSE(closed_copy(token.session(), CK_INVALID_HANDLE));
}

}  // namespace
}  // namespace antin::hsm
