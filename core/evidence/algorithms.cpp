#include "core/evidence/algorithms.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>

#include "core/base/handle.hpp"

namespace antin::evidence {
namespace {

using PssParameters = base::Handle<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free>;
using Algorithm = base::Handle<X509_ALGOR, X509_ALGOR_free>;

int nid_of(const X509_ALGOR& algorithm) { return OBJ_obj2nid(algorithm.algorithm); }

template <class T>
T* unpacked(const X509_ALGOR& algorithm, const ASN1_ITEM* item) {
  if (algorithm.parameter == nullptr) return nullptr;
  return static_cast<T*>(ASN1_TYPE_unpack_sequence(item, algorithm.parameter));
}

// RFC 4055 3.1. The defaults are SHA-1 throughout, so an absent field is a weak one.
int pss_digest(const X509_ALGOR& algorithm) {
  const PssParameters pss(unpacked<RSA_PSS_PARAMS>(algorithm, ASN1_ITEM_rptr(RSA_PSS_PARAMS)));
  if (!pss || pss->hashAlgorithm == nullptr || pss->maskGenAlgorithm == nullptr) return NID_undef;
  if (nid_of(*pss->maskGenAlgorithm) != NID_mgf1) return NID_undef;
  const Algorithm mask(unpacked<X509_ALGOR>(*pss->maskGenAlgorithm, ASN1_ITEM_rptr(X509_ALGOR)));
  const int hash = nid_of(*pss->hashAlgorithm);
  return mask && nid_of(*mask) == hash ? hash : NID_undef;
}

// Whoever signs chooses the key, and it is used before anybody asks whether the certificate is trusted. Exponents as
// long as the modulus cost 20 ms a signature, 400 times as much as usual ones; OpenSSL allows them up to 3072 bits.
bool is_bounded(const EVP_PKEY& key, unsigned bits) {
  constexpr unsigned least_bits = 2048;
  constexpr unsigned most_bits = 8192;
  constexpr int most_exponent_bits = 64;
  BIGNUM* raw = nullptr;
  const bool known = EVP_PKEY_get_bn_param(&key, OSSL_PKEY_PARAM_RSA_E, &raw) == 1;
  const base::Handle<BIGNUM, BN_free> exponent(raw);
  return known && bits >= least_bits && bits <= most_bits && BN_num_bits(exponent.get()) <= most_exponent_bits;
}

bool is_ecdsa(int signature) {
  return signature == NID_ecdsa_with_SHA256 || signature == NID_ecdsa_with_SHA384 || signature == NID_ecdsa_with_SHA512;
}

}  // namespace

bool is_sha2(int digest) { return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512; }

base::DigestAlgorithm digest_name(int digest) {
  if (digest == NID_sha256) return base::DigestAlgorithm::sha256;
  if (digest == NID_sha384) return base::DigestAlgorithm::sha384;
  return base::DigestAlgorithm::unknown;
}

int signature_digest(const X509_ALGOR& algorithm) {
  const int signature = nid_of(algorithm);
  if (signature == NID_rsassaPss) return pss_digest(algorithm);
  int digest = NID_undef;
  return OBJ_find_sigid_algs(signature, &digest, nullptr) == 1 ? digest : NID_undef;
}

bool is_allowed(const X509_ALGOR& signature, const X509_ALGOR& digest, const crypto::Certificate& signer,
                const EVP_PKEY& key) {
  const int hash = nid_of(digest);
  if (!is_sha2(hash) || signature_digest(signature) != hash) return false;
  switch (signer.key) {
    case crypto::KeyAlgorithm::ecdsa_p256:
    case crypto::KeyAlgorithm::ecdsa_p384: return is_ecdsa(nid_of(signature));
    case crypto::KeyAlgorithm::rsa: return nid_of(signature) == NID_rsassaPss && is_bounded(key, signer.key_bits);
    case crypto::KeyAlgorithm::ed25519:
    case crypto::KeyAlgorithm::unknown: break;
  }
  return false;
}

}  // namespace antin::evidence
