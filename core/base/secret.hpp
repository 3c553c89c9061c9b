// Secret: bytes that must not be seen. It wipes itself, cannot be copied or printed, and opens through one name only.
#pragma once

#include "core/base/bytes.hpp"

namespace antin::base {

class Secret {
 public:
  Secret() = default;
  explicit Secret(ByteView bytes) : m_bytes(copy(bytes)) {}
  // Takes a buffer over and leaves the caller's empty, so that no second copy stays behind.
  static Secret take(Bytes&& bytes) {
    Secret secret;
    secret.m_bytes.swap(bytes);
    return secret;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept { m_bytes.swap(other.m_bytes); }
  Secret& operator=(Secret&& other) noexcept {
    m_bytes.swap(other.m_bytes);
    other.wipe();
    return *this;
  }
  ~Secret() { wipe(); }

  [[nodiscard]] bool empty() const { return m_bytes.empty(); }
  [[nodiscard]] ByteView expose_secret() const { return m_bytes; }

 private:
  void wipe();
  Bytes m_bytes;
};

void wipe(std::span<std::uint8_t> bytes);  // not removed by the optimiser

}  // namespace antin::base
