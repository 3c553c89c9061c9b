#include "daemon/ceremony/probe/key_pair.hpp"

#include <array>

#include "core/crypto/random.hpp"
#include "core/hsm/public_key.hpp"

namespace antin::ceremony::probe {
namespace {

using crypto::KeyAlgorithm;
using hsm::Attributes;

constexpr std::uint8_t prime256v1[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::uint8_t ed25519[] = {0x06, 0x03, 0x2b, 0x65, 0x70};
constexpr std::uint8_t f4[] = {0x01, 0x00, 0x01};

struct Templates {
  Attributes for_public, for_private;
  CK_MECHANISM_TYPE mechanism = CKM_EC_KEY_PAIR_GEN;
};

void name_both(Templates& made, const std::string& label) {
  const auto id = crypto::random_array<16>();
  for (auto* attributes : {&made.for_public, &made.for_private})
    attributes->bytes(CKA_LABEL, base::view(label)).bytes(CKA_ID, id).flag(CKA_TOKEN, true);
  made.for_private.flag(CKA_PRIVATE, true).flag(CKA_SENSITIVE, true);
}

void choose_algorithm(Templates& made, KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::ed25519:
      made.for_public.bytes(CKA_EC_PARAMS, ed25519);
      made.mechanism = CKM_EC_EDWARDS_KEY_PAIR_GEN;
      return;
    case KeyAlgorithm::rsa:
      made.for_public.number(CKA_MODULUS_BITS, 3072).bytes(CKA_PUBLIC_EXPONENT, f4);
      made.mechanism = CKM_RSA_PKCS_KEY_PAIR_GEN;
      return;
    case KeyAlgorithm::ecdsa_p256:
    case KeyAlgorithm::ecdsa_p384:
    case KeyAlgorithm::unknown: break;
  }
  made.for_public.bytes(CKA_EC_PARAMS, prime256v1);
}

// Tools' defaults leave encrypt, wrap and derive on; a ceremony writes every flag out.
struct OptionalAttribute {
  CK_ATTRIBUTE_TYPE type;
  bool value;
  bool of_public_key;
  const char* name;
};
constexpr OptionalAttribute optional_attributes[] = {
    {CKA_PRIVATE, false, true, "CKA_PRIVATE of the public key"},
    {CKA_MODIFIABLE, false, true, "CKA_MODIFIABLE of the public key"},
    {CKA_VERIFY, true, true, "CKA_VERIFY"},
    {CKA_VERIFY_RECOVER, false, true, "CKA_VERIFY_RECOVER"},
    {CKA_ENCRYPT, false, true, "CKA_ENCRYPT"},
    {CKA_WRAP, false, true, "CKA_WRAP"},
    {CKA_DERIVE, false, true, "CKA_DERIVE of the public key"},
    {CKA_MODIFIABLE, true, false, "CKA_MODIFIABLE"},
    {CKA_COPYABLE, true, false, "CKA_COPYABLE"},
    {CKA_EXTRACTABLE, false, false, "CKA_EXTRACTABLE"},
    {CKA_WRAP_WITH_TRUSTED, false, false, "CKA_WRAP_WITH_TRUSTED"},
    {CKA_SIGN, true, false, "CKA_SIGN"},
    {CKA_SIGN_RECOVER, false, false, "CKA_SIGN_RECOVER"},
    {CKA_DECRYPT, false, false, "CKA_DECRYPT"},
    {CKA_UNWRAP, false, false, "CKA_UNWRAP"},
    {CKA_DERIVE, false, false, "CKA_DERIVE"},
    {CKA_ALWAYS_AUTHENTICATE, false, false, "CKA_ALWAYS_AUTHENTICATE"},
};

bool as_wished(const Wish& wish, const OptionalAttribute& attribute) {
  if (attribute.of_public_key) return attribute.value;
  switch (attribute.type) {
    case CKA_MODIFIABLE: return wish.modifiable;
    case CKA_COPYABLE: return wish.copyable;
    case CKA_EXTRACTABLE: return wish.extractable;
    case CKA_WRAP_WITH_TRUSTED: return wish.wrap_with_trusted;
    case CKA_SIGN: return wish.may_sign;
  }
  return attribute.value;
}

// A plain pair states only what its wish departs in, and that it can be extracted or not.
bool is_stated(const Wish& wish, const OptionalAttribute& attribute) {
  if (!wish.plain) return true;
  return as_wished(wish, attribute) != attribute.value || attribute.type == CKA_EXTRACTABLE;
}

base::ByteView octets_of(const std::vector<CK_MECHANISM_TYPE>& types) {
  return {reinterpret_cast<const std::uint8_t*>(types.data()), types.size() * sizeof(CK_MECHANISM_TYPE)};
}

Templates templates_of(const Wish& wish, const std::string& label) {
  Templates made;
  name_both(made, label);
  choose_algorithm(made, wish.algorithm);
  for (const auto& attribute : optional_attributes) {
    if (!is_stated(wish, attribute)) continue;
    auto& attributes = attribute.of_public_key ? made.for_public : made.for_private;
    attributes.flag(attribute.type, as_wished(wish, attribute));
  }
  if (!wish.allowed.empty()) made.for_private.bytes(CKA_ALLOWED_MECHANISMS, octets_of(wish.allowed));
  return made;
}

CK_RV generate_pair(const hsm::Session& session, Templates& made, KeyPair& pair) {
  CK_MECHANISM mechanism{made.mechanism, nullptr, 0};
  return session.functions().C_GenerateKeyPair(session.handle(), &mechanism, made.for_public.data(),
                                               made.for_public.size(), made.for_private.data(), made.for_private.size(),
                                               &pair.public_object, &pair.private_object);
}

void destroy(const hsm::Session& session, const KeyPair& pair) {
  session.functions().C_DestroyObject(session.handle(), pair.public_object);
  session.functions().C_DestroyObject(session.handle(), pair.private_object);
}

}  // namespace

base::Result<KeyPair> generate(const hsm::Session& session, const Wish& wish, const std::string& label) {
  auto made = templates_of(wish, label);
  KeyPair pair;
  if (const auto value = generate_pair(session, made, pair); value != CKR_OK)
    return hsm::cryptoki_error("C_GenerateKeyPair", value);
  const auto read = hsm::read_public_key(session, pair.public_object);
  if (!read || read->algorithm != wish.algorithm) {
    destroy(session, pair);
    return read ? base::Error{"the public key is of another kind than was asked for"} : read.error();
  }
  pair.key = {label, read->spki, read->algorithm};
  return pair;
}

// Behind those that are flags.
constexpr auto allowed_mechanisms = std::size(optional_attributes);

std::size_t attributes_to_try() { return allowed_mechanisms + 1; }

const char* name_of_attribute(std::size_t index) {
  return index < allowed_mechanisms ? optional_attributes[index].name : "CKA_ALLOWED_MECHANISMS";
}

bool takes_attribute(const hsm::Session& session, std::size_t index, KeyAlgorithm algorithm, const std::string& label) {
  Templates made;
  name_both(made, label);
  choose_algorithm(made, algorithm);
  if (index < allowed_mechanisms) {
    const auto& attribute = optional_attributes[index];
    // A ceremony asks for it; the probe's own keys must be wrapped by whatever key there is.
    const bool value = attribute.type == CKA_WRAP_WITH_TRUSTED || attribute.value;
    (attribute.of_public_key ? made.for_public : made.for_private).flag(attribute.type, value);
  } else {
    made.for_private.bytes(CKA_ALLOWED_MECHANISMS, octets_of({mechanism_of(algorithm)}));
  }
  KeyPair pair;
  if (generate_pair(session, made, pair) != CKR_OK) return false;
  destroy(session, pair);
  return true;
}

CK_MECHANISM_TYPE mechanism_of(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::rsa: return CKM_RSA_PKCS_PSS;
    case KeyAlgorithm::ed25519: return CKM_EDDSA;
    case KeyAlgorithm::ecdsa_p256:
    case KeyAlgorithm::ecdsa_p384:
    case KeyAlgorithm::unknown: break;
  }
  return CKM_ECDSA;
}

CK_MECHANISM_TYPE other_mechanism_of(KeyAlgorithm algorithm) {
  return algorithm == KeyAlgorithm::rsa ? CKM_RSA_PKCS : CKM_ECDSA_SHA1;
}

std::string name_of(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::rsa: return "RSA-3072";
    case KeyAlgorithm::ed25519: return "Ed25519";
    case KeyAlgorithm::ecdsa_p256: return "P-256";
    case KeyAlgorithm::ecdsa_p384: return "P-384";
    case KeyAlgorithm::unknown: break;
  }
  return "no kind of key";
}

}  // namespace antin::ceremony::probe
