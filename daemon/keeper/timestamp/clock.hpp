// What time it is, how far that may be off, and whose word it is. Every timestamp and every entry says so.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/instant.hpp"

namespace antin::keeper {

enum class ClockSource { unknown, kernel, development };

std::string_view name(ClockSource source);  // as entries print it: "kernel", "development"; "unknown" otherwise

struct ClockReading {
  base::Instant now;
  std::uint64_t error_us = 0;  // the kernel's own bound (adjtimex maxerror), of the development clock too
  ClockSource source = ClockSource::unknown;
  bool trusted = false;  // false: nothing may be stamped or decided with this time
};

// Port: the kernel's clock and the development clock here, a hand-set one in tests.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual ClockReading read() = 0;
  // How far off it may be from now on, for a clock that judges itself.
  virtual void demand(unsigned accuracy_ms) { static_cast<void>(accuracy_ms); }
};

// What the kernel says of its clock.
struct KernelTime {
  base::Instant now;
  std::int64_t max_error_us = 0;
  bool known = false;  // false: the call failed
};

// Trusted while the maximum error is at most `accuracy_ms`. The kernel's flag for "unsynchronised" says nothing: it
// stays clear for hours after the clock was set once, while the error grows.
ClockReading judge(const KernelTime& time, unsigned accuracy_ms);

// By adjtimex.
class KernelClock final : public Clock {
 public:
  explicit KernelClock(unsigned accuracy_ms) : m_accuracy_ms(accuracy_ms) {}
  ClockReading read() override;
  void demand(unsigned accuracy_ms) override { m_accuracy_ms = accuracy_ms; }

 private:
  unsigned m_accuracy_ms;
};

// The host's clock, believed although nothing says that it is right. Its tokens carry a policy OID of their own.
class DevelopmentClock final : public Clock {
 public:
  ClockReading read() override;
};

}  // namespace antin::keeper
