#include "keys-dev/curve_keys.hpp"

#include <zmq.h>

#include <array>

#include "core/base/secret.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"

namespace antin::keys_dev {

std::string write_curve_keys(const std::filesystem::path& secret, const std::filesystem::path& open, Owner owner) {
  std::array<char, 41> public_z85{};
  std::array<char, 41> secret_z85{};
  // Z85 has a `#`, which begins a comment in configuration files: a public key that starts with one is not used.
  do {
    must(zmq_curve_keypair(public_z85.data(), secret_z85.data()) == 0, "zmq_curve_keypair");
  } while (public_z85[0] == '#');
  secret_z85[40] = '\n';
  write_text(secret, {secret_z85.data(), secret_z85.size()}, 0400, owner);
  base::wipe({reinterpret_cast<std::uint8_t*>(secret_z85.data()), secret_z85.size()});
  std::string text(public_z85.data(), 40);
  write_text(open, text + "\n");
  return text;
}

}  // namespace antin::keys_dev
