#include "client/cli/interruption.hpp"

namespace antin::cli {
namespace {

volatile std::sig_atomic_t was_wished = 0;

void wish(int) { was_wished = 1; }

}  // namespace

Interruption::Interruption() {
  was_wished = 0;
  struct sigaction action {};
  action.sa_handler = wish;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, &m_before[signal]);
  // A reader that went away shows as a stream that fails.
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, &m_before[SIGPIPE]);
}

Interruption::~Interruption() {
  for (const auto& [signal, before] : m_before) ::sigaction(signal, &before, nullptr);
}

bool Interruption::wished() { return was_wished != 0; }

}  // namespace antin::cli
