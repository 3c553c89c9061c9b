#include "daemon/signer/deadline.hpp"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <stdexcept>

#include "daemon/process/exit_codes.hpp"

namespace antin::signer {
namespace {

// Only what is safe in a signal handler.
extern "C" void give_up(int) {
  constexpr char text[] = "the HSM passed its deadline: this process ends\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, sizeof text - 1);
  ::_exit(process::exit_temporary);
}

// The module or the parent may have changed either, so both are set each time; two cheap calls.
void make_alarm_fatal() {
  struct sigaction action {};
  action.sa_handler = give_up;
  sigset_t alarm;
  ::sigemptyset(&alarm);
  ::sigaddset(&alarm, SIGALRM);
  if (::sigaction(SIGALRM, &action, nullptr) != 0 || ::pthread_sigmask(SIG_UNBLOCK, &alarm, nullptr) != 0)
    throw std::runtime_error("SIGALRM cannot be handled");
}

// ITIMER_REAL runs on the monotonic clock: setting the time of day does not move it.
bool set_timer(std::chrono::milliseconds time) {
  itimerval value{};
  value.it_value.tv_sec = static_cast<time_t>(time.count() / 1000);
  value.it_value.tv_usec = static_cast<suseconds_t>(time.count() % 1000 * 1000);
  return ::setitimer(ITIMER_REAL, &value, nullptr) == 0;
}

}  // namespace

Deadline::Deadline(std::chrono::milliseconds time) {
  make_alarm_fatal();
  if (!set_timer(time)) throw std::runtime_error("no timer for the HSM's deadline");
}

Deadline::~Deadline() { set_timer(std::chrono::milliseconds(0)); }

}  // namespace antin::signer
