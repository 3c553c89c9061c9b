// The signer's own memory of time: a timestamp is near this process's clock and never behind one signed before, also by
// a process that was killed. What is durable is an upper bound, written some seconds ahead, so that most tokens cost no
// fsync.
#pragma once

#include <chrono>
#include <filesystem>

#include "core/base/instant.hpp"
#include "daemon/signer/guard_file.hpp"

namespace antin::signer {

class TimestampGuard {
 public:
  static constexpr std::chrono::milliseconds tolerance{2000};  // between genTime and the clock
  static constexpr std::chrono::milliseconds lease{2000};      // how far the durable bound goes ahead

  // Missing or unreadable means refuse: an empty memory would forget what was signed.
  static base::Result<TimestampGuard> open(const std::filesystem::path& folder);
  // Makes the guard of a new signer. One that is there already is left as it is; one that is damaged is an error.
  static base::Result<void> initialise(const std::filesystem::path& folder);

  enum class Verdict { unknown, admitted, off_the_clock, behind_the_last };
  // Admitting is remembered before it is said. Throws when it cannot be made durable: an fsync that failed is never
  // retried, so the process must end.
  Verdict admit(base::Instant gen_time, base::Instant now);

  // No timestamp up to here will be signed any more (strictly before it).
  [[nodiscard]] base::Instant last() const { return m_last; }

  // At an orderly end: takes the bound back to what was really signed, so that the next start need not wait.
  base::Result<void> settle();

 private:
  TimestampGuard(GuardFile file, base::Instant bound) : m_file(std::move(file)), m_last(bound), m_bound(bound) {}

  GuardFile m_file;
  base::Instant m_last;   // of what was admitted
  base::Instant m_bound;  // durable, never behind m_last
};

}  // namespace antin::signer
