// CURVE key pairs for tests.
#pragma once

#include <zmq.h>

#include <array>
#include <stdexcept>
#include <string>

#include "daemon/gate/curve_keys.hpp"

namespace antin::gate {

struct TestKeys {
  std::string public_z85;
  std::string secret_z85;
  local::CurveKey public_key{};
};

inline TestKeys new_keys() {
  std::array<char, 41> public_text{};
  std::array<char, 41> secret_text{};
  if (::zmq_curve_keypair(public_text.data(), secret_text.data()) != 0) throw std::runtime_error("zmq_curve_keypair");
  TestKeys keys{public_text.data(), secret_text.data(), {}};
  ::zmq_z85_decode(keys.public_key.data(), public_text.data());
  return keys;
}

inline base::Secret secret_of(const std::string& text) { return base::Secret(base::view(text)); }

}  // namespace antin::gate
