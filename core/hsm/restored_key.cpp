#include "core/hsm/restored_key.hpp"

#include "core/crypto/random.hpp"
#include "core/crypto/signature.hpp"
#include "core/hsm/key_attributes.hpp"
#include "core/hsm/public_key.hpp"
#include "core/hsm/signing.hpp"

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;
constexpr auto sha256 = base::DigestAlgorithm::sha256;

std::optional<CK_KEY_TYPE> type_of(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::ecdsa_p256: return CKK_EC;
    case KeyAlgorithm::rsa: return CKK_RSA;
    case KeyAlgorithm::ed25519:
    case KeyAlgorithm::ecdsa_p384:
    case KeyAlgorithm::unknown: break;
  }
  return std::nullopt;
}

base::Error not_wrapped() { return {"a key of this kind has no backup that is restored"}; }

struct Halves {
  std::optional<CK_OBJECT_HANDLE> private_key;
  std::optional<CK_OBJECT_HANDLE> public_key;
};

// What bears the label must bear the id too, and be one half or the other.
base::Result<Halves> halves_of(const Session& session, const RestoredKey& key) {
  const auto objects = objects_labelled(session, key.label);
  if (!objects) return objects.error();
  Halves halves;
  for (const auto object : *objects) {
    const auto id = session.attribute(object, CKA_ID);
    const bool ours = id && base::equal(*id, key.id);
    auto& half = session.flag_is(object, CKA_SIGN, true) ? halves.private_key : halves.public_key;
    if (!ours || half) return base::Error{"the token has an object labelled " + key.label + " already"};
    half = object;
  }
  return halves;
}

base::Result<void> signs(const Session& session, CK_OBJECT_HANDLE handle, const RestoredKey& key) {
  const auto challenge = crypto::random_array<32>();
  const auto signature = sign_on(session, handle, {key.label, key.spki, key.algorithm}, sha256, challenge);
  if (!signature) return base::Error{"it does not sign: " + signature.error().text};
  if (!crypto::verify_signature(key.spki, crypto::scheme_of(key.algorithm), sha256, challenge, *signature))
    return base::Error{"it is of another key"};
  return {};
}

// X9.62: the uncompressed point ends the SubjectPublicKeyInfo. RSA's numbers are public, so the private half shows
// them.
base::Result<void> add_values(Attributes& attributes, const Session& session, CK_OBJECT_HANDLE private_key,
                              const RestoredKey& key) {
  if (key.algorithm == KeyAlgorithm::ecdsa_p256) {
    constexpr std::size_t point_size = 65;
    if (key.spki.size() < point_size) return base::Error{"the public key is too short"};
    base::Bytes point{0x04, point_size};  // an OCTET STRING
    const auto tail = base::ByteView(key.spki).last(point_size);
    point.insert(point.end(), tail.begin(), tail.end());
    attributes.bytes(CKA_EC_POINT, point);
    return {};
  }
  for (const auto type : {CKA_MODULUS, CKA_PUBLIC_EXPONENT}) {
    const auto number = session.attribute(private_key, type);
    if (!number) return number.error();
    attributes.bytes(type, *number);
  }
  return {};
}

base::Result<CK_OBJECT_HANDLE> write_public_key(const Session& session, CK_OBJECT_HANDLE private_key,
                                                const RestoredKey& key) {
  auto attributes = public_attributes(key.label, key.id, key.algorithm);
  attributes.number(CKA_KEY_TYPE, *type_of(key.algorithm));
  if (auto added = add_values(attributes, session, private_key, key); !added) return added.error();
  CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
  const auto value =
      session.functions().C_CreateObject(session.handle(), attributes.data(), attributes.size(), &handle);
  if (value != CKR_OK) return cryptoki_error("C_CreateObject", value);
  return handle;
}

base::Result<CK_OBJECT_HANDLE> write_private_key(const WrappingKey& opener, base::ByteView wrapped,
                                                 const RestoredKey& key) {
  auto attributes = private_attributes(key.label, key.id, key.algorithm, Extraction::restored);
  attributes.number(CKA_KEY_TYPE, *type_of(key.algorithm));
  return opener.unwrap(wrapped, std::move(attributes));
}

base::Result<void> check_halves(const Session& session, const Halves& halves, const RestoredKey& key) {
  if (auto fault = attribute_fault(session, *halves.private_key, key.algorithm, Extraction::restored))
    return base::Error{key.label + " is in the token, but " + *fault};
  if (auto closed = close_key(session, *halves.private_key); !closed) return closed;
  const auto read = read_public_key(session, *halves.public_key);
  if (!read) return read.error();
  if (!base::equal(read->spki, key.spki)) return base::Error{"the public key of " + key.label + " is another"};
  if (auto good = signs(session, *halves.private_key, key); !good)
    return base::Error{key.label + " is in the token, but " + good.error().text};
  return {};
}

}  // namespace

base::Result<void> try_backup(const WrappingKey& opener, base::ByteView wrapped, const RestoredKey& key) {
  const auto type = type_of(key.algorithm);
  if (!type) return not_wrapped();
  const auto handle = opener.unwrap(wrapped, *type);
  if (!handle) return base::Error{"it does not open: " + handle.error().text};
  auto good = signs(opener.session(), *handle, key);
  opener.session().functions().C_DestroyObject(opener.session().handle(), *handle);
  return good;
}

base::Result<void> restore_key_pair(const WrappingKey& opener, base::ByteView wrapped, const RestoredKey& key) {
  if (!type_of(key.algorithm)) return not_wrapped();
  const auto& session = opener.session();
  auto halves = halves_of(session, key);
  if (!halves) return halves.error();
  if (!halves->private_key) {
    const auto made = write_private_key(opener, wrapped, key);
    if (!made) return made.error();
    halves->private_key = *made;
  }
  if (!halves->public_key) {
    const auto made = write_public_key(session, *halves->private_key, key);
    if (!made) return made.error();
    halves->public_key = *made;
  }
  return check_halves(session, *halves, key);
}

}  // namespace antin::hsm
