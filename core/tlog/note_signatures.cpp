// Whether a note's signatures hold: a log's own, and a witness's cosignature with its time.
#include <algorithm>
#include <chrono>

#include "core/crypto/signature.hpp"
#include "core/tlog/note.hpp"

namespace antin::tlog {
namespace {

constexpr std::size_t time_size = 8;
constexpr std::uint64_t last_second = 253402300799;  // of the year 9999, the last that an Instant prints

bool verify_ed25519(const VerifierKey& key, base::ByteView message, base::ByteView signature) {
  return crypto::verify_signature(key.spki(), crypto::SignatureScheme::ed25519, base::DigestAlgorithm::unknown, message,
                                  signature);
}

bool holds(const VerifierKey& key, base::ByteView text, base::ByteView signature) {
  switch (key.type) {
    case KeyType::ed25519: return verify_ed25519(key, text, signature);
    case KeyType::ecdsa:
      return crypto::verify_signature(key.key, crypto::SignatureScheme::ecdsa, base::DigestAlgorithm::sha256, text,
                                      signature);
    case KeyType::cosignature:  // it is not over the text alone: see cosigned_at
    case KeyType::unknown: break;
  }
  return false;
}

bool is_by(const NoteSignature& signature, const VerifierKey& key) {
  return signature.name == key.name && signature.id == key.id();
}

std::uint64_t seconds_of(base::Instant at) {
  return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

std::optional<base::Instant> time_of(base::ByteView octets) {
  std::uint64_t seconds = 0;
  for (const auto octet : octets) seconds = seconds << 8 | octet;
  if (seconds > last_second) return std::nullopt;
  return base::Instant(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

std::optional<base::Instant> time_if_it_holds(std::string_view text, const VerifierKey& witness,
                                              base::ByteView signature) {
  if (signature.size() <= time_size) return std::nullopt;
  const auto at = time_of(signature.first(time_size));
  if (!at || !verify_ed25519(witness, cosignature_message(text, *at), signature.subspan(time_size)))
    return std::nullopt;
  return at;
}

}  // namespace

bool is_signed_by(const Note& note, const VerifierKey& key) {
  if (key.type == KeyType::unknown) return false;
  return std::any_of(note.signatures.begin(), note.signatures.end(), [&](const NoteSignature& signature) {
    return is_by(signature, key) && holds(key, base::view(note.text), signature.signature);
  });
}

// A witness that cosigned twice says that nothing larger had come up to the later time.
std::optional<base::Instant> cosigned_at(const Note& note, const VerifierKey& witness) {
  if (witness.type != KeyType::cosignature) return std::nullopt;
  std::optional<base::Instant> latest;
  for (const auto& signature : note.signatures) {
    if (!is_by(signature, witness)) continue;
    const auto at = time_if_it_holds(note.text, witness, signature.signature);
    if (at) latest = std::max(latest, at);
  }
  return latest;
}

base::Bytes cosignature_message(std::string_view text, base::Instant at) {
  auto message = base::copy(base::view("cosignature/v1\ntime " + std::to_string(seconds_of(at)) + "\n"));
  base::append(message, base::view(text));
  return message;
}

NoteSignature cosignature(const VerifierKey& witness, base::Instant at, base::ByteView signature) {
  NoteSignature made{witness.name, witness.id(), {}};
  const auto seconds = seconds_of(at);
  for (unsigned shift = 8 * time_size; shift > 0; shift -= 8)
    made.signature.push_back(static_cast<std::uint8_t>(seconds >> (shift - 8)));
  base::append(made.signature, signature);
  return made;
}

}  // namespace antin::tlog
