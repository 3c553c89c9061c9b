// Signatures, as antin-signer makes them and as OpenSSL judges them; and the HSM's randomness.
#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "core/crypto/signature.hpp"
#include "core/hsm/signing.hpp"
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

using crypto::KeyAlgorithm;

template <KeyAlgorithm Algorithm, base::DigestAlgorithm Hash>
Answer signs(Subject& subject) {
  const auto pair = subject.key(Algorithm);
  if (!pair) return not_tried(pair.error().text);
  const auto message = base::view(sample);
  const auto signature = hsm::sign_on(subject.session(), pair->private_object, pair->key, Hash, message);
  if (!signature) return no(signature.error().text);
  const auto scheme = crypto::scheme_of(Algorithm);
  return crypto::verify_signature(pair->key.spki, scheme, Hash, message, *signature)
             ? yes()
             : no("OpenSSL does not verify the signature with the public key that was read");
}

Answer differs_each_time(Subject& subject) {
  const auto pair = subject.key(KeyAlgorithm::ecdsa_p256);
  if (!pair) return not_tried(pair.error().text);
  const auto sign = [&] {
    return hsm::sign_on(subject.session(), pair->private_object, pair->key, base::DigestAlgorithm::sha256,
                        base::view(sample));
  };
  const auto first = sign();
  const auto second = sign();
  if (!first || !second) return not_tried(first ? second.error().text : first.error().text);
  return *first == *second ? differs("the same signature twice: RFC 6979, or no randomness") : yes();
}

// Equal r of different messages would give the key away; RFC 6979 has none either.
Answer does_not_reuse_nonces(Subject& subject) {
  const auto pair = subject.key(KeyAlgorithm::ecdsa_p256);
  if (!pair) return not_tried(pair.error().text);
  std::vector<base::Bytes> nonces;
  for (const auto* message : {"one", "two", "three", "four"}) {
    if (begin_signing(subject.session(), CKM_ECDSA, pair->private_object) != CKR_OK)
      return not_tried("C_SignInit fails");
    base::Bytes signature(256);
    auto size = static_cast<CK_ULONG>(signature.size());
    const auto hash = crypto::sha256(base::view(message));
    const auto value =
        subject.functions().C_Sign(subject.session().handle(), in(hash), hash.size(), signature.data(), &size);
    if (value != CKR_OK) return not_tried(said("C_Sign", value));
    if (size != 64) return no("a raw signature of " + std::to_string(size) + " octets, not 64");
    nonces.push_back(base::copy(base::ByteView(signature).first(32)));
  }
  std::sort(nonces.begin(), nonces.end());
  const bool reused = std::adjacent_find(nonces.begin(), nonces.end()) != nonces.end();
  return reused ? no("two messages were signed with one nonce: the private key can be computed") : yes();
}

// FIPS 180-4's example.
Answer hashes(Subject& subject) {
  CK_MECHANISM mechanism{CKM_SHA256, nullptr, 0};
  const auto& functions = subject.functions();
  const auto session = subject.session().handle();
  if (const auto value = functions.C_DigestInit(session, &mechanism); value != CKR_OK)
    return refused("C_DigestInit", value);
  base::Bytes hash(64);
  auto size = static_cast<CK_ULONG>(hash.size());
  const auto message = base::view("abc");
  if (const auto value = functions.C_Digest(session, in(message), message.size(), hash.data(), &size); value != CKR_OK)
    return refused("C_Digest", value);
  hash.resize(std::min<std::size_t>(size, hash.size()));
  return base::to_hex(hash) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
             ? yes()
             : no("a wrong hash: " + base::to_hex(hash));
}

constexpr std::size_t drawn = 2500;  // octets: the 20,000 bits of FIPS 140-2's monobit test

Answer gives_random(Subject& subject) {
  base::Bytes first(drawn), second(drawn);
  for (auto* block : {&first, &second}) {
    const auto value = subject.functions().C_GenerateRandom(subject.session().handle(), block->data(), drawn);
    if (value != CKR_OK) return refused("C_GenerateRandom", value);
  }
  if (first == second) return no("the same octets twice");
  std::size_t ones = 0;
  for (const auto octet : first) ones += static_cast<std::size_t>(__builtin_popcount(octet));
  // Fails by chance once in a million; it finds what is stuck, not what is weak.
  return ones > 9654 && ones < 10346 ? yes() : no(std::to_string(ones) + " of 20000 bits are set");
}

constexpr Check checks[] = {
    {"sign.p256", "Does P-256 sign a SHA-256 hash, and OpenSSL verify it?", Bearing::essential,
     "antin-signer cannot use P-256 keys here.", signs<KeyAlgorithm::ecdsa_p256, base::DigestAlgorithm::sha256>},
    {"sign.p256-sha384", "Does P-256 sign a SHA-384 hash, cut to 32 octets?", Bearing::choice,
     "Policy must ask for SHA-256 with P-256 keys.", signs<KeyAlgorithm::ecdsa_p256, base::DigestAlgorithm::sha384>},
    {"sign.p256-nonces", "Are raw P-256 signatures of 64 octets, each with a nonce of its own?", Bearing::essential,
     "Keys of this module can be computed from their signatures.", does_not_reuse_nonces},
    {"sign.p256-fresh", "Is the same message signed differently each time?", Bearing::note,
     "Deterministic signatures are as good, if it is RFC 6979.", differs_each_time},
    {"sign.pss", "Does RSA-3072 sign by PSS, SHA-256, a salt of 32 octets?", Bearing::choice,
     "antin-signer cannot use RSA keys here.", signs<KeyAlgorithm::rsa, base::DigestAlgorithm::sha256>},
    {"sign.pss-sha384", "Does RSA-3072 sign by PSS, SHA-384, a salt of 48 octets?", Bearing::choice,
     "Policy must ask for SHA-256 with RSA keys.", signs<KeyAlgorithm::rsa, base::DigestAlgorithm::sha384>},
    {"sign.ed25519", "Does Ed25519 sign a message in one C_Sign?", Bearing::choice,
     "antin-signer cannot use Ed25519 keys here: plan an ECDSA P-256 log key.",
     signs<KeyAlgorithm::ed25519, base::DigestAlgorithm::unknown>},
    {"digest.sha-256", "Does C_Digest give FIPS 180-4's SHA-256 of abc?", Bearing::note, "Antin hashes by itself.",
     hashes},
    {"random", "Does C_GenerateRandom give octets that differ and are balanced?", Bearing::choice,
     "The prologue of a ceremony has only the machine's own randomness to test.", gives_random},
};

}  // namespace

const Group sign_group{.name = "sign", .title = "Signing", .opening = Opening::user, .checks = checks};

}  // namespace antin::ceremony::probe
