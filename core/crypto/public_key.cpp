#include "core/crypto/public_key.hpp"

#include <algorithm>
#include <map>

namespace antin::crypto {
namespace {

using SpkiHandle = base::Handle<X509_PUBKEY, X509_PUBKEY_free>;

// Keys come from outside too, so what is kept is bounded.
constexpr std::size_t most_recent_keys = 256;

struct ByOctets {
  using is_transparent = void;
  bool operator()(base::ByteView left, base::ByteView right) const {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
  }
};

}  // namespace

KeyAlgorithm algorithm_of(const X509_PUBKEY* key) {
  X509_ALGOR* identifier = nullptr;
  if (X509_PUBKEY_get0_param(nullptr, nullptr, nullptr, &identifier, key) != 1) return KeyAlgorithm::unknown;
  const ASN1_OBJECT* object = nullptr;
  int kind = V_ASN1_UNDEF;
  const void* parameters = nullptr;
  X509_ALGOR_get0(&object, &kind, &parameters, identifier);
  const int algorithm = OBJ_obj2nid(object);
  if (algorithm == NID_rsaEncryption) return KeyAlgorithm::rsa;
  if (algorithm == NID_ED25519) return KeyAlgorithm::ed25519;
  if (algorithm != NID_X9_62_id_ecPublicKey || kind != V_ASN1_OBJECT) return KeyAlgorithm::unknown;
  const int curve = OBJ_obj2nid(static_cast<const ASN1_OBJECT*>(parameters));
  if (curve == NID_X9_62_prime256v1) return KeyAlgorithm::ecdsa_p256;
  if (curve == NID_secp384r1) return KeyAlgorithm::ecdsa_p384;
  return KeyAlgorithm::unknown;
}

PublicKey decode_public_key(base::ByteView spki) {
  const unsigned char* at = spki.data();
  const SpkiHandle parsed(d2i_X509_PUBKEY(nullptr, &at, static_cast<long>(spki.size())));
  const bool whole = parsed && at == spki.data() + spki.size();
  KeyHandle key(whole ? X509_PUBKEY_get(parsed.get()) : nullptr);
  if (!key) {
    // What OpenSSL complained of must not surface in a later error.
    (void)openssl_error("");
    return {};
  }
  return {std::move(key), algorithm_of(parsed.get())};
}

const PublicKey& recent_public_key(base::ByteView spki) {
  thread_local std::map<base::Bytes, PublicKey, ByOctets> recent;
  const auto found = recent.find(spki);
  if (found != recent.end()) return found->second;
  if (recent.size() >= most_recent_keys) recent.clear();
  return recent.emplace(base::copy(spki), decode_public_key(spki)).first->second;
}

}  // namespace antin::crypto
