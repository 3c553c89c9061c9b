#include "keys-dev/token_keys.hpp"

#include <array>

#include "core/crypto/random.hpp"
#include "core/hsm/public_key.hpp"
#include "keys-dev/failure.hpp"

namespace antin::keys_dev {
namespace {

using crypto::KeyAlgorithm;

constexpr std::uint8_t prime256v1[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::uint8_t ed25519[] = {0x06, 0x03, 0x2b, 0x65, 0x70};
constexpr std::uint8_t f4[] = {0x01, 0x00, 0x01};

// Tools' defaults leave encrypt, wrap and derive on; here every flag is written out.
hsm::Attributes public_attributes(const std::string& label, base::ByteView id) {
  hsm::Attributes attributes;
  attributes.number(CKA_CLASS, CKO_PUBLIC_KEY).bytes(CKA_LABEL, base::view(label)).bytes(CKA_ID, id);
  attributes.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, false).flag(CKA_MODIFIABLE, false);
  attributes.flag(CKA_VERIFY, true).flag(CKA_VERIFY_RECOVER, false).flag(CKA_ENCRYPT, false);
  attributes.flag(CKA_WRAP, false).flag(CKA_DERIVE, false);
  return attributes;
}

// Modifiable, on purpose: SoftHSM copies no other key to a session, and SENSITIVE and not EXTRACTABLE cannot be taken
// back.
hsm::Attributes private_attributes(const std::string& label, base::ByteView id) {
  hsm::Attributes attributes;
  attributes.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view(label)).bytes(CKA_ID, id);
  attributes.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).flag(CKA_MODIFIABLE, true).flag(CKA_COPYABLE, true);
  attributes.flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, false).flag(CKA_WRAP_WITH_TRUSTED, false);
  attributes.flag(CKA_SIGN, true).flag(CKA_SIGN_RECOVER, false).flag(CKA_DECRYPT, false);
  attributes.flag(CKA_UNWRAP, false).flag(CKA_DERIVE, false).flag(CKA_ALWAYS_AUTHENTICATE, false);
  return attributes;
}

CK_MECHANISM_TYPE add_algorithm(hsm::Attributes& attributes, KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::ecdsa_p256: attributes.bytes(CKA_EC_PARAMS, prime256v1); return CKM_EC_KEY_PAIR_GEN;
    case KeyAlgorithm::ed25519: attributes.bytes(CKA_EC_PARAMS, ed25519); return CKM_EC_EDWARDS_KEY_PAIR_GEN;
    case KeyAlgorithm::rsa:
      attributes.number(CKA_MODULUS_BITS, 3072).bytes(CKA_PUBLIC_EXPONENT, f4);
      return CKM_RSA_PKCS_KEY_PAIR_GEN;
    case KeyAlgorithm::ecdsa_p384:
    case KeyAlgorithm::unknown: break;
  }
  throw Failure("no key of this kind is made here");
}

}  // namespace

base::Bytes generate_key(const hsm::Session& session, const WantedKey& key) {
  const auto id = crypto::random_array<16>();  // ties the two halves together, and nothing else
  auto for_public = public_attributes(key.label, id);
  auto for_private = private_attributes(key.label, id);
  CK_MECHANISM mechanism{add_algorithm(for_public, key.algorithm), nullptr, 0};
  CK_OBJECT_HANDLE public_key = CK_INVALID_HANDLE;
  CK_OBJECT_HANDLE private_key = CK_INVALID_HANDLE;
  const auto value =
      session.functions().C_GenerateKeyPair(session.handle(), &mechanism, for_public.data(), for_public.size(),
                                            for_private.data(), for_private.size(), &public_key, &private_key);
  if (value != CKR_OK) throw Failure(hsm::cryptoki_error("C_GenerateKeyPair", value).text);
  return must(hsm::read_public_key(session, public_key)).spki;
}

}  // namespace antin::keys_dev
