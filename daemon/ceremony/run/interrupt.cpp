#include "daemon/ceremony/run/interrupt.hpp"

#include <csignal>
#include <initializer_list>

namespace antin::ceremony {
namespace {

volatile std::sig_atomic_t asked = 0;

void ask(int) { asked = 1; }

}  // namespace

void pause_on_signals() {
  struct sigaction action {};
  action.sa_handler = ask;
  // Without SA_RESTART: whoever waits at a prompt is woken up.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const auto signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, nullptr);
}

bool is_asked_to_pause() { return asked != 0; }

}  // namespace antin::ceremony
