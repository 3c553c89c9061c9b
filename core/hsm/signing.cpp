#include "core/hsm/signing.hpp"

#include <algorithm>
#include <array>

#include "core/crypto/sha2.hpp"
#include "core/der/writer.hpp"

namespace antin::hsm {
namespace {

using base::DigestAlgorithm;
using crypto::KeyAlgorithm;

constexpr std::size_t largest_signature = 1024;  // RSA of 8192 bits

// PKCS#11 takes its input as non-const and does not change it.
CK_BYTE* in(base::ByteView bytes) { return const_cast<CK_BYTE*>(bytes.data()); }

base::Result<base::Bytes> sign_raw(const Session& session, CK_OBJECT_HANDLE handle, CK_MECHANISM mechanism,
                                   base::ByteView data) {
  const auto& functions = session.functions();
  if (const auto value = functions.C_SignInit(session.handle(), &mechanism, handle); value != CKR_OK)
    return cryptoki_error("C_SignInit", value);
  base::Bytes signature(largest_signature);
  auto size = static_cast<CK_ULONG>(signature.size());
  const auto value =
      functions.C_Sign(session.handle(), in(data), static_cast<CK_ULONG>(data.size()), signature.data(), &size);
  if (value != CKR_OK) return cryptoki_error("C_Sign", value);
  if (size > signature.size()) return base::Error{"C_Sign: a signature of impossible length"};
  signature.resize(size);
  return signature;
}

// PKCS#11 gives r ‖ s; CMS and X.509 want ECDSA-Sig-Value (RFC 3279 2.2.3).
base::Result<base::Bytes> sign_ecdsa(const Session& session, CK_OBJECT_HANDLE handle, std::size_t size,
                                     base::ByteView hash) {
  // FIPS 186-4 6.4: the leftmost bits of a hash that is longer than the order. Not every module truncates by itself.
  const auto used = hash.first(std::min(hash.size(), size));
  const auto raw = sign_raw(session, handle, {CKM_ECDSA, nullptr, 0}, used);
  if (!raw) return raw.error();
  if (raw->size() != 2 * size) return base::Error{"C_Sign: an ECDSA signature of the wrong length"};
  const base::ByteView both(*raw);
  return der::encode(der::sequence, {der::encode_unsigned(both.first(size)), der::encode_unsigned(both.subspan(size))});
}

base::Result<base::Bytes> sign_pss(const Session& session, CK_OBJECT_HANDLE handle, const base::Digest& hash) {
  const bool sha384 = hash.algorithm == DigestAlgorithm::sha384;
  CK_RSA_PKCS_PSS_PARAMS parameters{sha384 ? CKM_SHA384 : CKM_SHA256, sha384 ? CKG_MGF1_SHA384 : CKG_MGF1_SHA256,
                                    static_cast<CK_ULONG>(hash.value.size())};
  return sign_raw(session, handle, {CKM_RSA_PKCS_PSS, &parameters, sizeof parameters}, hash.value);
}

base::Result<base::Bytes> sign_ed25519(const Session& session, CK_OBJECT_HANDLE handle, base::ByteView message) {
  auto signature = sign_raw(session, handle, {CKM_EDDSA, nullptr, 0}, message);
  if (signature && signature->size() != 64) return base::Error{"C_Sign: an Ed25519 signature of the wrong length"};
  return signature;
}

}  // namespace

base::Result<base::Bytes> sign_on(const Session& session, CK_OBJECT_HANDLE handle, const Key& key, DigestAlgorithm hash,
                                  base::ByteView message) {
  if (key.algorithm == KeyAlgorithm::ed25519) return sign_ed25519(session, handle, message);
  if (hash == DigestAlgorithm::unknown) return base::Error{"no hash algorithm was named"};
  const auto digest = crypto::digest(hash, message);
  switch (key.algorithm) {
    case KeyAlgorithm::ecdsa_p256: return sign_ecdsa(session, handle, 32, digest.value);
    case KeyAlgorithm::ecdsa_p384: return sign_ecdsa(session, handle, 48, digest.value);
    case KeyAlgorithm::rsa: return sign_pss(session, handle, digest);
    case KeyAlgorithm::ed25519:
    case KeyAlgorithm::unknown: break;
  }
  return base::Error{"a key type that cannot sign"};
}

}  // namespace antin::hsm
