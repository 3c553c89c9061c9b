#include <unistd.h>

#include <cstdio>
#include <exception>
#include <optional>

#include "daemon/process/exit_codes.hpp"
#include "daemon/process/life.hpp"
#include "daemon/process/logging.hpp"
#include "daemon/signer/clock.hpp"
#include "daemon/signer/guards.hpp"
#include "daemon/signer/hello.hpp"
#include "daemon/signer/service.hpp"
#include "daemon/signer/settings.hpp"
#include "daemon/signer/start.hpp"

namespace {

using namespace antin;
using signer::Task;

int failed(const base::Error& error, int exit_code) {
  process::log_error(error.text);
  return exit_code;
}

int serve(const signer::Settings& settings) {
  auto signals = process::Signals::watch();
  if (!signals) return failed(signals.error(), process::exit_temporary);
  auto guards = signer::open_guards(settings);
  if (!guards) return failed(guards.error(), guards.error().exit_code);
  auto token = signer::open_token(settings);
  if (!token) return failed(token.error(), token.error().exit_code);
  for (const auto& reason : token->left_out()) process::log_warning("a key of the token is not used: " + reason);
  signer::wait_for_the_clock(guards->time);

  const auto labels = token->keys();
  const auto status = "token " + settings.token.label + ", " + std::to_string(labels.size()) + " keys";
  signer::TokenKeys keys(std::move(token).value(), settings.deadline);
  signer::Signatory signatory(keys, *guards, signer::clock_now);
  const auto hello = [&] { return signer::hello_messages(settings.token.label, labels, keys.used()); };
  signer::Service service(settings.keeper, hello, signatory, keys, *signals);
  process::log_info(status);
  process::notify_ready(status);
  const auto end = service.run();
  process::notify_stopping();
  if (const auto settled = guards->time.settle(); !settled) return failed(settled.error(), process::exit_temporary);
  if (end == signer::Service::End::asked_to_stop) return 0;
  return failed({"the token is gone"}, process::exit_temporary);
}

int perform(const signer::Settings& settings) {
  switch (settings.task) {
    case Task::nothing: return 0;
    case Task::serve: return serve(settings);
    case Task::check: {
      const auto checked = signer::check(settings);
      return checked ? 0 : failed(checked.error(), checked.error().exit_code);
    }
    case Task::initialise_state: {
      const auto made = signer::Guards::initialise(settings.state, settings.log_origin);
      return made ? 0 : failed(made.error(), process::exit_configuration);
    }
    case Task::unknown: break;
  }
  return process::exit_usage;
}

int run(int argc, char** argv) {
  process::start_logging("antin-signer", ::isatty(STDERR_FILENO) == 1);
  if (const auto hardened = process::harden(0); !hardened) return failed(hardened.error(), process::exit_temporary);
  const auto settings = signer::read_settings(argc, argv);
  if (!settings) {
    std::fprintf(stderr, "%s\n", settings.error().text.c_str());  // it names the program and the option
    return settings.error().exit_code;
  }
  if (const auto hardened = process::harden(settings->memory_limit); !hardened)
    return failed(hardened.error(), process::exit_temporary);
  return perform(*settings);
}

}  // namespace

int main(int argc, char** argv) {
  int code = process::exit_temporary;
  try {
    code = run(argc, argv);
  } catch (const std::exception& error) {
    process::log_error(error.what());
  }
  std::fflush(nullptr);
  ::_exit(code);  // C_Finalize was called; a PKCS#11 module's own destructors are not to be trusted
}
