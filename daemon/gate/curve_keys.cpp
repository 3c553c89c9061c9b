#include "daemon/gate/curve_keys.hpp"

#include <zmq.h>

#include <algorithm>

namespace antin::gate {
namespace {

constexpr std::size_t z85_length = 40;

// Z85 text with its final NUL, as libzmq reads and writes it; wiped, for it may be the secret.
struct Z85Text {
  std::array<char, z85_length + 1> characters{};
  Z85Text() = default;
  Z85Text(const Z85Text&) = delete;
  Z85Text& operator=(const Z85Text&) = delete;
  ~Z85Text() { base::wipe({reinterpret_cast<std::uint8_t*>(characters.data()), characters.size()}); }
};

}  // namespace

base::Result<CurveKeys> curve_keys(const base::Secret& z85) {
  const base::Error refusal{"the CURVE secret key is not 40 characters of Z85"};
  const auto given = z85.expose_secret();
  if (given.size() != z85_length || std::count(given.begin(), given.end(), 0) != 0) return refusal;
  Z85Text secret_text;
  std::copy(given.begin(), given.end(), secret_text.characters.begin());

  base::Bytes secret(32);
  if (::zmq_z85_decode(secret.data(), secret_text.characters.data()) == nullptr) return refusal;
  CurveKeys keys;
  keys.secret = base::Secret::take(std::move(secret));

  Z85Text public_text;
  if (::zmq_curve_public(public_text.characters.data(), secret_text.characters.data()) != 0) return refusal;
  if (::zmq_z85_decode(keys.public_key.data(), public_text.characters.data()) == nullptr) return refusal;
  return keys;
}

std::string z85(const local::CurveKey& key) {
  std::array<char, z85_length + 1> text{};
  ::zmq_z85_encode(text.data(), key.data(), key.size());
  return text.data();
}

std::string user_id(const local::CurveKey& key) { return base::to_hex(key); }

std::optional<local::CurveKey> key_of_user_id(std::string_view user_id) {
  const auto octets = base::from_hex(user_id);
  local::CurveKey key{};
  if (!octets || octets->size() != key.size()) return std::nullopt;
  std::copy(octets->begin(), octets->end(), key.begin());
  return key;
}

}  // namespace antin::gate
