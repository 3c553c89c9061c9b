// SHA-256 and SHA-384, HMAC-SHA256. Contexts are reused per thread: one-shot calls cost six times as much on small
// inputs.
#pragma once

#include <initializer_list>
#include <memory>

#include "core/base/digest.hpp"

namespace antin::crypto {

base::Sha256Hash sha256(base::ByteView bytes);
base::Sha256Hash sha256(std::initializer_list<base::ByteView> parts);        // of their concatenation
base::Digest digest(base::DigestAlgorithm algorithm, base::ByteView bytes);  // throws on `unknown`: a bug
base::Sha256Hash hmac_sha256(base::ByteView key, base::ByteView bytes);

// For documents that do not fit in memory.
class RunningDigest {
 public:
  explicit RunningDigest(base::DigestAlgorithm algorithm);
  ~RunningDigest();
  RunningDigest(RunningDigest&&) noexcept;
  RunningDigest& operator=(RunningDigest&&) noexcept;
  void update(base::ByteView bytes);
  base::Digest finish() &&;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace antin::crypto
