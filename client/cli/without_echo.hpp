// A terminal while secrets are on it: what is typed does not show, and nobody who ends or stops the program by a signal
// finds a terminal without echo, or a secret on its screen.
#pragma once

#include <signal.h>
#include <termios.h>

#include "core/base/descriptor.hpp"

namespace antin::cli {

// Echo comes back however the reading of a secret ends.
class WithoutEcho {
 public:
  WithoutEcho();  // what was typed before is dropped
  ~WithoutEcho();
  WithoutEcho(const WithoutEcho&) = delete;
  WithoutEcho& operator=(const WithoutEcho&) = delete;
  [[nodiscard]] bool works() const { return m_changed; }

 private:
  termios m_before{};
  bool m_changed = false;
};

// Signals that end or stop the program wait for as long as this lives; they arrive when it is gone. Made before
// whatever must be put right first.
class HeldSignals {
 public:
  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  // Until a line was typed; false when a signal came instead.
  [[nodiscard]] bool wait_for_line() const;

 private:
  sigset_t m_before{};
  base::Descriptor m_arrived;
};

// An answer that was typed before its question was shown is none.
void drop_typed_ahead();

}  // namespace antin::cli
