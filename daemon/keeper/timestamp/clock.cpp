#include "daemon/keeper/timestamp/clock.hpp"

#include <sys/timex.h>

namespace antin::keeper {
namespace {

using namespace std::chrono;

// Time and error of one moment, by one call that needs no privilege.
KernelTime read_kernel() {
  timex state{};
  if (::adjtimex(&state) < 0) return {floor<milliseconds>(system_clock::now()), 0, false};
  const auto part = (state.status & STA_NANO) != 0 ? nanoseconds(state.time.tv_usec) : microseconds(state.time.tv_usec);
  const sys_time<nanoseconds> now(seconds(state.time.tv_sec) + part);
  return {floor<milliseconds>(now), state.maxerror, true};
}

std::uint64_t error_of(const KernelTime& time) {
  return time.max_error_us < 0 ? 0 : static_cast<std::uint64_t>(time.max_error_us);
}

}  // namespace

std::string_view name(ClockSource source) {
  switch (source) {
    case ClockSource::kernel: return "kernel";
    case ClockSource::development: return "development";
    case ClockSource::unknown: break;
  }
  return "unknown";
}

ClockReading judge(const KernelTime& time, unsigned accuracy_ms) {
  const auto error = error_of(time);
  const bool trusted = time.known && time.max_error_us >= 0 && error <= std::uint64_t{accuracy_ms} * 1000;
  return {time.now, error, ClockSource::kernel, trusted};
}

ClockReading KernelClock::read() { return judge(read_kernel(), m_accuracy_ms); }

ClockReading DevelopmentClock::read() {
  const auto time = read_kernel();
  return {time.now, error_of(time), ClockSource::development, true};
}

}  // namespace antin::keeper
