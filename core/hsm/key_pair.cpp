#include "core/hsm/key_pair.hpp"

#include <array>
#include <cstring>
#include <optional>

#include "core/crypto/random.hpp"
#include "core/hsm/key_attributes.hpp"
#include "core/hsm/public_key.hpp"

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;

constexpr std::uint8_t prime256v1[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::uint8_t ed25519[] = {0x06, 0x03, 0x2b, 0x65, 0x70};
constexpr std::uint8_t f4[] = {0x01, 0x00, 0x01};
constexpr CK_ULONG rsa_bits = 3072;

struct Mechanisms {
  CK_MECHANISM_TYPE generates;
  CK_MECHANISM_TYPE signs;
};

std::optional<Mechanisms> mechanisms_of(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::ecdsa_p256: return Mechanisms{CKM_EC_KEY_PAIR_GEN, CKM_ECDSA};
    case KeyAlgorithm::ed25519: return Mechanisms{CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA};
    case KeyAlgorithm::rsa: return Mechanisms{CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_RSA_PKCS_PSS};
    case KeyAlgorithm::ecdsa_p384:
    case KeyAlgorithm::unknown: break;
  }
  return std::nullopt;
}

base::ByteView octets_of(const CK_MECHANISM_TYPE& mechanism) {
  return {reinterpret_cast<const std::uint8_t*>(&mechanism), sizeof mechanism};
}

struct Flag {
  CK_ATTRIBUTE_TYPE type;
  bool value;
  const char* name;
};

// Modifiable, on purpose: SoftHSM copies no other key to a session, and SENSITIVE and not EXTRACTABLE cannot be taken
// back.
constexpr std::array<Flag, 12> private_flags = {{{CKA_TOKEN, true, "CKA_TOKEN"},
                                                 {CKA_PRIVATE, true, "CKA_PRIVATE"},
                                                 {CKA_MODIFIABLE, true, "CKA_MODIFIABLE"},
                                                 {CKA_SENSITIVE, true, "CKA_SENSITIVE"},
                                                 {CKA_WRAP_WITH_TRUSTED, true, "CKA_WRAP_WITH_TRUSTED"},
                                                 {CKA_SIGN, true, "CKA_SIGN"},
                                                 {CKA_SIGN_RECOVER, false, "CKA_SIGN_RECOVER"},
                                                 {CKA_DECRYPT, false, "CKA_DECRYPT"},
                                                 {CKA_UNWRAP, false, "CKA_UNWRAP"},
                                                 {CKA_DERIVE, false, "CKA_DERIVE"},
                                                 {CKA_ALWAYS_AUTHENTICATE, false, "CKA_ALWAYS_AUTHENTICATE"},
                                                 {CKA_COPYABLE, true, "CKA_COPYABLE"}}};

// What the token says of a key's past; it sets these itself. A backup has been elsewhere.
std::array<Flag, 2> history_flags(Extraction extraction) {
  const bool here_always = extraction != Extraction::restored;
  return {{{CKA_LOCAL, here_always, "CKA_LOCAL"}, {CKA_ALWAYS_SENSITIVE, here_always, "CKA_ALWAYS_SENSITIVE"}}};
}

// Some modules refuse to hear of a use that a half of a key cannot have, false or not: tpm2-pkcs11 a public key's
// CKA_ENCRYPT, with CKR_GENERAL_ERROR. Unsaid, it is what the module makes of it, and is read back.
constexpr std::array<CK_ATTRIBUTE_TYPE, 8> uses = {
    CKA_ENCRYPT, CKA_DECRYPT,      CKA_WRAP,           CKA_UNWRAP,
    CKA_DERIVE,  CKA_SIGN_RECOVER, CKA_VERIFY_RECOVER, CKA_ALWAYS_AUTHENTICATE};

bool may_be_about_the_template(CK_RV value) {
  return value == CKR_ATTRIBUTE_TYPE_INVALID || value == CKR_ATTRIBUTE_VALUE_INVALID ||
         value == CKR_TEMPLATE_INCONSISTENT || value == CKR_GENERAL_ERROR;
}

std::array<Flag, 2> extraction_flags(Extraction extraction) {
  return {{{CKA_EXTRACTABLE, extraction == Extraction::open, "CKA_EXTRACTABLE"},
           {CKA_NEVER_EXTRACTABLE, extraction == Extraction::never, "CKA_NEVER_EXTRACTABLE"}}};
}

}  // namespace

Attributes public_attributes(const std::string& label, base::ByteView id, KeyAlgorithm algorithm) {
  Attributes attributes;
  attributes.number(CKA_CLASS, CKO_PUBLIC_KEY).bytes(CKA_LABEL, base::view(label)).bytes(CKA_ID, id);
  attributes.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, false).flag(CKA_MODIFIABLE, false);
  attributes.flag(CKA_VERIFY, true).flag(CKA_VERIFY_RECOVER, false).flag(CKA_ENCRYPT, false);
  attributes.flag(CKA_WRAP, false).flag(CKA_DERIVE, false);
  if (algorithm == KeyAlgorithm::ecdsa_p256) attributes.bytes(CKA_EC_PARAMS, prime256v1);
  if (algorithm == KeyAlgorithm::ed25519) attributes.bytes(CKA_EC_PARAMS, ed25519);
  return attributes;
}

Attributes private_attributes(const std::string& label, base::ByteView id, KeyAlgorithm algorithm,
                              Extraction extraction) {
  Attributes attributes;
  attributes.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view(label)).bytes(CKA_ID, id);
  for (const auto& flag : private_flags) attributes.flag(flag.type, flag.value);
  attributes.flag(CKA_EXTRACTABLE, extraction == Extraction::open);
  if (const auto mechanisms = mechanisms_of(algorithm))
    attributes.bytes(CKA_ALLOWED_MECHANISMS, octets_of(mechanisms->signs));
  return attributes;
}

base::Result<std::vector<CK_OBJECT_HANDLE>> objects_labelled(const Session& session, const std::string& label) {
  Attributes match;
  match.bytes(CKA_LABEL, base::view(label)).flag(CKA_TOKEN, true);
  return session.find(std::move(match));
}

std::optional<std::string> attribute_fault(const Session& session, CK_OBJECT_HANDLE private_key, KeyAlgorithm algorithm,
                                           Extraction extraction) {
  const auto mechanisms = mechanisms_of(algorithm);
  if (!mechanisms) return "it is of an algorithm that is not made here";
  const auto wrong = [&](const Flag& flag) { return !session.flag_is(private_key, flag.type, flag.value); };
  const auto said = [&](const Flag& flag) {
    const bool is_there = session.attribute(private_key, flag.type).ok();
    return std::string(flag.name) + (is_there ? " is not " : " cannot be read: it must be ") +
           (flag.value ? "true" : "false");
  };
  for (const auto& flag : private_flags)
    if (wrong(flag)) return said(flag);
  for (const auto& flag : history_flags(extraction))
    if (wrong(flag)) return said(flag);
  for (const auto& flag : extraction_flags(extraction))
    if (wrong(flag)) return said(flag);
  const auto allowed = session.attribute(private_key, CKA_ALLOWED_MECHANISMS);
  if (!allowed || !base::equal(*allowed, octets_of(mechanisms->signs)))
    return "CKA_ALLOWED_MECHANISMS is not the one mechanism that it signs with";
  return std::nullopt;
}

namespace {

// A public half that says nothing of a use has it not.
std::optional<std::string> public_fault(const Session& session, CK_OBJECT_HANDLE public_key) {
  constexpr std::array<Flag, 5> unwanted = {{{CKA_ENCRYPT, true, "CKA_ENCRYPT"},
                                             {CKA_WRAP, true, "CKA_WRAP"},
                                             {CKA_DERIVE, true, "CKA_DERIVE"},
                                             {CKA_VERIFY_RECOVER, true, "CKA_VERIFY_RECOVER"},
                                             {CKA_PRIVATE, true, "CKA_PRIVATE"}}};
  for (const auto& flag : unwanted)
    if (session.flag_is(public_key, flag.type, flag.value))
      return std::string(flag.name) + " of its public half is not false";
  return std::nullopt;
}

}  // namespace

base::Result<KeyPair> generate_key_pair(const Session& session, const std::string& label, KeyAlgorithm algorithm,
                                        Extraction extraction, base::ByteView id) {
  const auto mechanisms = mechanisms_of(algorithm);
  if (!mechanisms) return base::Error{"no key of this kind is made here"};
  const auto there = objects_labelled(session, label);
  if (!there) return there.error();
  if (!there->empty()) return base::Error{"the token has an object labelled " + label + " already"};
  auto for_public = public_attributes(label, id, algorithm);
  if (algorithm == KeyAlgorithm::rsa) for_public.number(CKA_MODULUS_BITS, rsa_bits).bytes(CKA_PUBLIC_EXPONENT, f4);
  auto for_private = private_attributes(label, id, algorithm, extraction);
  CK_MECHANISM mechanism{mechanisms->generates, nullptr, 0};
  CK_OBJECT_HANDLE public_key = CK_INVALID_HANDLE;
  CK_OBJECT_HANDLE private_key = CK_INVALID_HANDLE;
  const auto generate = [&] {
    return session.functions().C_GenerateKeyPair(session.handle(), &mechanism, for_public.data(), for_public.size(),
                                                 for_private.data(), for_private.size(), &public_key, &private_key);
  };
  auto value = generate();
  // The private half last: where it says nothing, tpm2-pkcs11 turns CKA_DECRYPT on.
  for (auto* half : {&for_public, &for_private}) {
    if (!may_be_about_the_template(value)) break;
    // It may have made the key nevertheless: never a second one beside it.
    const auto left = objects_labelled(session, label);
    if (!left || !left->empty()) return cryptoki_error("C_GenerateKeyPair", value);
    half->drop_false(uses);
    value = generate();
  }
  if (value != CKR_OK) return cryptoki_error("C_GenerateKeyPair", value);
  if (auto fault = attribute_fault(session, private_key, algorithm, extraction))
    return base::Error{label + " was made, but " + *fault};
  if (auto fault = public_fault(session, public_key)) return base::Error{label + " was made, but " + *fault};
  auto read = read_public_key(session, public_key);
  if (!read) return read.error();
  return KeyPair{base::copy(id), std::move(read->spki)};
}

base::Result<KeyPair> generate_key_pair(const Session& session, const std::string& label, KeyAlgorithm algorithm) {
  return generate_key_pair(session, label, algorithm, Extraction::never, crypto::random_array<16>());
}

base::Result<void> close_key(const Session& session, CK_OBJECT_HANDLE private_key) {
  const auto set = [&](bool value) {
    Attributes change;
    change.flag(CKA_EXTRACTABLE, value);
    return session.functions().C_SetAttributeValue(session.handle(), private_key, change.data(), change.size());
  };
  // A key that is closed already is not set again: SoftHSM refuses that too.
  if (!session.flag_is(private_key, CKA_EXTRACTABLE, false))
    if (const auto value = set(false); value != CKR_OK) return cryptoki_error("C_SetAttributeValue", value);
  if (set(true) != CKR_OK && session.flag_is(private_key, CKA_EXTRACTABLE, false)) return {};
  // Nobody is to find it open because it was tried.
  const bool is_closed = set(false) == CKR_OK && session.flag_is(private_key, CKA_EXTRACTABLE, false);
  return base::Error{std::string("the module lets a key be made extractable again; ") +
                     (is_closed ? "it is closed now" : "and it is open")};
}

}  // namespace antin::hsm
