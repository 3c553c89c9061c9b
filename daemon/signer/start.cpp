#include "daemon/signer/start.hpp"

#include <thread>

#include "daemon/process/credentials.hpp"
#include "daemon/process/exit_codes.hpp"
#include "daemon/process/logging.hpp"
#include "daemon/signer/clock.hpp"
#include "daemon/signer/deadline.hpp"

namespace antin::signer {
namespace {

// Loading the module, waiting for other signers' start, and reading all keys of a full token.
constexpr std::chrono::minutes start_deadline{2};
constexpr std::chrono::milliseconds longest_wait{5000};

StartError configuration(const base::Error& error) { return {error, process::exit_configuration}; }

}  // namespace

base::Result<hsm::Token, StartError> open_token(const Settings& settings) {
  const auto pin = process::read_credential(settings.pin);
  if (!pin) return configuration(pin.error());
  const Deadline armed(start_deadline);
  auto token = hsm::Token::open(settings.token, *pin);
  if (token) return std::move(token).value();
  // systemd starts a temporary failure again, and a real HSM locks after a few wrong PINs.
  return StartError{token.error(), token.error().pin_refused ? process::exit_configuration : process::exit_temporary};
}

base::Result<Guards, StartError> open_guards(const Settings& settings) {
  auto guards = Guards::open(settings.state, settings.log_origin);
  if (!guards) return configuration(guards.error());
  return std::move(guards).value();
}

base::Result<void, StartError> check(const Settings& settings) {
  if (const auto guards = open_guards(settings); !guards) return guards.error();
  if (const auto pin = process::read_credential(settings.pin); !pin) return configuration(pin.error());
  if (!std::filesystem::is_regular_file(settings.token.module))
    return configuration({settings.token.module.string() + ": there is no such PKCS#11 library"});
  return {};
}

void wait_for_the_clock(const TimestampGuard& guard) {
  const auto behind = guard.last() - clock_now();
  if (behind > longest_wait) {
    process::log_error("the clock is " + std::to_string(behind.count()) +
                       " ms behind the last timestamp: timestamps are refused until it has caught up");
    return;
  }
  if (behind.count() > 0) std::this_thread::sleep_for(behind);
}

}  // namespace antin::signer
