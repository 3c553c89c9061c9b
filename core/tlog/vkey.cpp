// Verifier keys: their text, their ids, and where a name may come from.
#include <algorithm>
#include <stdexcept>

#include "core/base/utf8.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/sha2.hpp"
#include "core/tlog/note.hpp"

namespace antin::tlog {
namespace {

constexpr std::size_t vkey_size_limit = 1024;
constexpr std::size_t raw_key_size = 32;

// Unicode's White_Space beyond the control characters.
bool is_space(char32_t c) {
  return c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_key_of(KeyType type, base::ByteView key) {
  switch (type) {
    case KeyType::ed25519:
    case KeyType::cosignature: return key.size() == raw_key_size;
    case KeyType::ecdsa: return crypto::algorithm_of_spki(key) == crypto::KeyAlgorithm::ecdsa_p256;
    case KeyType::unknown: break;
  }
  return false;
}

KeyType key_type(std::uint8_t octet) {
  for (const auto type : {KeyType::ed25519, KeyType::ecdsa, KeyType::cosignature})
    if (octet == static_cast<std::uint8_t>(type)) return type;
  return KeyType::unknown;
}

base::Sha256Hash long_id(const VerifierKey& key) {
  const std::uint8_t after_name[] = {'\n', static_cast<std::uint8_t>(key.type)};
  switch (key.type) {
    case KeyType::ed25519:
    case KeyType::cosignature: return crypto::sha256({base::view(key.name), after_name, key.key});
    case KeyType::ecdsa: return crypto::sha256(key.key);
    case KeyType::unknown: break;
  }
  throw std::invalid_argument("a verifier key without a type");
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const auto [c, octets] = base::first_code_point(name);
    if (octets == 0 || c < ' ' || c == '+' || is_space(c)) return false;
    name.remove_prefix(octets);
  }
  return true;
}

KeyId VerifierKey::id() const {
  const auto hash = long_id(*this);
  KeyId id{};
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

base::Bytes VerifierKey::spki() const {
  if (type == KeyType::ecdsa) return key;
  // RFC 8410 section 4: all that the SPKI of an Ed25519 key has before its 32 octets.
  base::Bytes spki{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
  base::append(spki, key);
  return spki;
}

std::string print(const VerifierKey& key) {
  base::Bytes typed{static_cast<std::uint8_t>(key.type)};
  base::append(typed, key.key);
  return key.name + "+" + base::to_hex(key.id()) + "+" + base::to_base64(typed);
}

base::Result<VerifierKey> parse_vkey(std::string_view vkey) {
  const base::Error refused{"expected a verifier key: name+id+base64, of a type that is known here, with its own id"};
  if (vkey.size() > vkey_size_limit) return refused;
  // The base64 may hold a '+', the others may not.
  const auto after_name = vkey.find('+');
  const auto after_id = after_name == std::string_view::npos ? after_name : vkey.find('+', after_name + 1);
  if (after_id == std::string_view::npos) return refused;
  const auto typed = base::from_base64(vkey.substr(after_id + 1));
  if (!typed || typed->empty()) return refused;
  const VerifierKey key{std::string(vkey.substr(0, after_name)), key_type(typed->front()),
                        base::Bytes(typed->begin() + 1, typed->end())};
  if (!is_key_name(key.name) || !is_key_of(key.type, key.key) || print(key) != vkey) return refused;
  return key;
}

base::Result<VerifierKey> verifier_key(const std::string& name, KeyType type, base::ByteView spki) {
  if (!is_key_name(name)) return base::Error{"a key's name is not empty and has neither white space nor '+'"};
  const auto algorithm = crypto::algorithm_of_spki(spki);
  VerifierKey key{name, type, {}};
  if (algorithm == crypto::KeyAlgorithm::ed25519 && spki.size() > raw_key_size)
    key.key = base::copy(spki.last(raw_key_size));
  if (algorithm == crypto::KeyAlgorithm::ecdsa_p256) key.key = base::copy(spki);
  if (!is_key_of(type, key.key)) return base::Error{"the key is not of the kind that this type of signature needs"};
  return key;
}

}  // namespace antin::tlog
