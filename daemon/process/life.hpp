// A program's life: no core dumps, signals as a descriptor, readiness and watchdog to systemd when it is there.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "core/base/descriptor.hpp"
#include "core/base/result.hpp"

namespace antin::process {

// Call first in main: no core dumps, not dumpable, umask 027, SIGPIPE ignored, and a limit on address space when not 0.
base::Result<void> harden(std::uint64_t memory_limit_bytes);

// SIGTERM and SIGINT ask to stop; a SIGHUP, which would end a program that does not expect it, asks for nothing. Blocks
// them for the whole process; poll() the descriptor.
class Signals {
 public:
  static base::Result<Signals> watch();
  [[nodiscard]] int number() const { return m_descriptor.number(); }
  enum class Asked { nothing, stop };
  Asked take();

 private:
  explicit Signals(base::Descriptor descriptor) : m_descriptor(std::move(descriptor)) {}
  base::Descriptor m_descriptor;
};

// sd_notify; both do nothing outside systemd.
void notify_ready(const std::string& status);
void notify_stopping();
// Half of WatchdogSec, or nullopt when systemd asks for none. Call `notify_alive` at least that often.
std::optional<std::chrono::milliseconds> watchdog_interval();
void notify_alive();

// The life of a program that waits in one place: one turn after the other until it is asked to stop. A turn ends when
// `wake` can be read, and after `most`.
void turn_until_stopped(Signals& signals, const std::function<void(int wake, std::chrono::milliseconds most)>& turn);

}  // namespace antin::process
