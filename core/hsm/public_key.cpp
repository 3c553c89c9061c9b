#include "core/hsm/public_key.hpp"

#include <cstring>
#include <optional>

#include "core/der/writer.hpp"

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;

constexpr const char* id_ec_public_key = "1.2.840.10045.2.1";
constexpr const char* id_prime256v1 = "1.2.840.10045.3.1.7";
constexpr const char* id_secp384r1 = "1.3.132.0.34";
constexpr const char* id_ed25519 = "1.3.101.112";
constexpr const char* id_rsa_encryption = "1.2.840.113549.1.1.1";

base::Bytes spki_of(base::ByteView algorithm, base::ByteView key) {
  const std::uint8_t no_unused_bits = 0;
  return der::encode(der::sequence, {algorithm, der::encode(der::bit_string, {{&no_unused_bits, 1}, key})});
}

KeyAlgorithm curve_of(base::ByteView params) {
  if (base::equal(params, der::encode_oid(id_prime256v1))) return KeyAlgorithm::ecdsa_p256;
  if (base::equal(params, der::encode_oid(id_secp384r1))) return KeyAlgorithm::ecdsa_p384;
  if (base::equal(params, der::encode_oid(id_ed25519))) return KeyAlgorithm::ed25519;
  if (base::equal(params, der::encode(der::printable_string, base::view("edwards25519")))) return KeyAlgorithm::ed25519;
  return KeyAlgorithm::unknown;
}

// Strips `prefix` when what follows has exactly `length` octets.
std::optional<base::ByteView> after(base::ByteView whole, std::initializer_list<std::uint8_t> prefix,
                                    std::size_t length) {
  if (whole.size() != prefix.size() + length) return std::nullopt;
  if (!std::equal(prefix.begin(), prefix.end(), whole.begin())) return std::nullopt;
  return whole.subspan(prefix.size());
}

base::Result<PublicKey> checked(KeyAlgorithm algorithm, base::Bytes spki) {
  // OpenSSL has the last word: it also knows whether a point is on its curve.
  if (crypto::algorithm_of_spki(spki) != algorithm) return base::Error{"the token's public key is not valid"};
  return PublicKey{algorithm, std::move(spki)};
}

base::Result<PublicKey> weierstrass_key(KeyAlgorithm algorithm, const char* curve, std::size_t size,
                                        base::ByteView point) {
  // PKCS#11 2.40 says DER OCTET STRING; 2.11 was unclear, and some modules give the bare point (04 ‖ x ‖ y).
  const auto point_size = 1 + 2 * size;
  auto bare = after(point, {der::octet_string, static_cast<std::uint8_t>(point_size)}, point_size);
  if (!bare) bare = after(point, {}, point_size);
  if (!bare || bare->front() != 0x04) return base::Error{"CKA_EC_POINT is not an uncompressed point of its curve"};
  const auto identifier = der::encode(der::sequence, {der::encode_oid(id_ec_public_key), der::encode_oid(curve)});
  return checked(algorithm, spki_of(identifier, *bare));
}

base::Result<PublicKey> ed25519_key(base::ByteView point) {
  auto bare = after(point, {der::octet_string, 32}, 32);
  if (!bare) bare = after(point, {der::bit_string, 33, 0}, 32);
  if (!bare) bare = after(point, {}, 32);
  if (!bare) return base::Error{"CKA_EC_POINT is not an Ed25519 public key"};
  return checked(KeyAlgorithm::ed25519, spki_of(der::encode(der::sequence, der::encode_oid(id_ed25519)), *bare));
}

base::Result<PublicKey> read_elliptic(const Session& session, CK_OBJECT_HANDLE object) {
  const auto params = session.attribute(object, CKA_EC_PARAMS);
  if (!params) return params.error();
  const auto point = session.attribute(object, CKA_EC_POINT);
  if (!point) return point.error();
  return elliptic_public_key(*params, *point);
}

base::Result<PublicKey> read_rsa(const Session& session, CK_OBJECT_HANDLE object) {
  const auto modulus = session.attribute(object, CKA_MODULUS);
  if (!modulus) return modulus.error();
  const auto exponent = session.attribute(object, CKA_PUBLIC_EXPONENT);
  if (!exponent) return exponent.error();
  return rsa_public_key(*modulus, *exponent);
}

}  // namespace

base::Result<PublicKey> elliptic_public_key(base::ByteView params, base::ByteView point) {
  switch (curve_of(params)) {
    case KeyAlgorithm::ecdsa_p256: return weierstrass_key(KeyAlgorithm::ecdsa_p256, id_prime256v1, 32, point);
    case KeyAlgorithm::ecdsa_p384: return weierstrass_key(KeyAlgorithm::ecdsa_p384, id_secp384r1, 48, point);
    case KeyAlgorithm::ed25519: return ed25519_key(point);
    case KeyAlgorithm::rsa:
    case KeyAlgorithm::unknown: break;
  }
  return base::Error{"a curve that is none of ours"};
}

base::Result<PublicKey> rsa_public_key(base::ByteView modulus, base::ByteView exponent) {
  if (modulus.empty() || exponent.empty()) return base::Error{"an RSA public key without modulus or exponent"};
  const std::uint8_t null[] = {der::null, 0};
  const auto identifier = der::encode(der::sequence, {der::encode_oid(id_rsa_encryption), null});
  const auto key = der::encode(der::sequence, {der::encode_unsigned(modulus), der::encode_unsigned(exponent)});
  return checked(KeyAlgorithm::rsa, spki_of(identifier, key));
}

base::Result<PublicKey> read_public_key(const Session& session, CK_OBJECT_HANDLE public_object) {
  const auto type = session.attribute(public_object, CKA_KEY_TYPE);
  if (!type) return type.error();
  CK_KEY_TYPE number = 0;
  if (type->size() != sizeof number) return base::Error{"CKA_KEY_TYPE is not a number"};
  std::memcpy(&number, type->data(), sizeof number);
  if (number == CKK_RSA) return read_rsa(session, public_object);
  // Some modules file Ed25519 under CKK_EC; the parameters tell the curve either way.
  if (number == CKK_EC || number == CKK_EC_EDWARDS) return read_elliptic(session, public_object);
  return base::Error{"a key type that is none of ours"};
}

}  // namespace antin::hsm
