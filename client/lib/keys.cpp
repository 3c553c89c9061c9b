#include "client/lib/keys.hpp"

#include <zmq.h>

#include <stdexcept>

#include "core/base/file.hpp"

namespace antin::client {
namespace {

constexpr std::size_t z85_size = 40;
using Z85 = std::array<char, z85_size + 1>;  // libzmq's functions want a terminated string

bool decode(std::string_view z85, std::span<std::uint8_t> out) {
  if (z85.size() != z85_size) return false;
  Z85 terminated{};
  std::copy(z85.begin(), z85.end(), terminated.begin());
  const bool good = zmq_z85_decode(out.data(), terminated.data()) != nullptr;
  base::wipe({reinterpret_cast<std::uint8_t*>(terminated.data()), terminated.size()});
  return good;
}

Z85 encode(base::ByteView key) {
  Z85 out{};
  if (zmq_z85_encode(out.data(), key.data(), key.size()) == nullptr) throw std::logic_error("a CURVE key of odd size");
  return out;
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

base::Secret take(Z85& z85, std::size_t size) {
  const std::span<std::uint8_t> octets(reinterpret_cast<std::uint8_t*>(z85.data()), size);
  base::Secret secret{base::ByteView(octets)};
  base::wipe(octets);
  return secret;
}

}  // namespace

CurveKeys make_curve_keys() {
  Z85 public_key{}, secret_key{};
  if (zmq_curve_keypair(public_key.data(), secret_key.data()) != 0) {
    throw std::runtime_error("libzmq was built without CURVE");
  }
  auto keys = parse_curve_secret_key(take(secret_key, z85_size));
  return std::move(keys).value();
}

std::string print(const CurvePublicKey& key) { return encode(key).data(); }

base::Result<CurvePublicKey> parse_curve_public_key(std::string_view z85) {
  CurvePublicKey key{};
  if (!decode(without_line_end(z85), key)) return base::Error{"not a CURVE key: 40 characters of Z85 are expected"};
  return key;
}

base::Secret print_secret_key(const CurveKeys& keys) {
  auto z85 = encode(keys.secret_key.expose_secret());
  z85[z85_size] = '\n';
  return take(z85, z85.size());
}

base::Result<CurveKeys> parse_curve_secret_key(const base::Secret& z85) {
  base::Bytes secret_key(CurvePublicKey{}.size());
  if (!decode(without_line_end(base::text(z85.expose_secret())), secret_key)) {
    return base::Error{"not a CURVE secret key: 40 characters of Z85 are expected"};
  }
  CurveKeys keys;
  keys.secret_key = base::Secret::take(std::move(secret_key));
  auto terminated = encode(keys.secret_key.expose_secret());
  Z85 public_key{};
  const bool good = zmq_curve_public(public_key.data(), terminated.data()) == 0;
  base::wipe({reinterpret_cast<std::uint8_t*>(terminated.data()), terminated.size()});
  if (!good || !decode({public_key.data(), z85_size}, keys.public_key)) {
    return base::Error{"not a CURVE secret key: it has no public key"};
  }
  return keys;
}

base::Result<base::Secret> read_secret_file(const std::filesystem::path& path, std::size_t limit) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const auto mode = fs::status(path, failure).permissions();
  if (failure) return base::Error{"cannot read " + path.string() + ": " + failure.message()};
  if ((mode & fs::perms::others_all) != fs::perms::none) {
    return base::Error{path.string() + " holds a secret that every user of this machine can read: chmod 0600 it"};
  }
  auto content = base::read_file(path, limit);
  if (!content) return content.error();
  return base::Secret::take(std::move(*content));
}

base::Result<CurveKeys> read_curve_keys(const std::filesystem::path& secret_key_file) {
  const auto content = read_secret_file(secret_key_file, 128);
  if (!content) return content.error();
  auto keys = parse_curve_secret_key(*content);
  if (!keys) return base::Error{secret_key_file.string() + ": " + keys.error().text};
  return keys;
}

}  // namespace antin::client
