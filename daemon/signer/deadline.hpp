// Ends the process when an HSM call does not come back in time. A thread that hangs inside a PKCS#11 module can neither
// be cancelled nor trusted afterwards; a new process can.
#pragma once

#include <chrono>

namespace antin::signer {

// Armed while it lives; one at a time. Past it the process leaves with exit_temporary, from the signal handler.
class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds time);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline();
};

}  // namespace antin::signer
