// antin-courier: reads its options and carries until it is asked to stop.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "daemon/courier/courier.hpp"
#include "daemon/process/exit_codes.hpp"
#include "daemon/process/life.hpp"
#include "daemon/process/logging.hpp"

namespace {

using namespace antin;

int fail(int code, const base::Error& error) {
  process::log_error(error.text);
  return code;
}

int run(const courier::Settings& settings, process::Options::Action action) {
  if (const auto hard = process::harden(settings.memory_limit_mib << 20); !hard)
    return fail(process::exit_configuration, hard.error());
  auto signals = process::Signals::watch();
  if (!signals) return fail(process::exit_temporary, signals.error());
  auto courier = courier::Courier::open(settings);
  if (!courier) return fail(process::exit_configuration, courier.error());
  if (action == process::Options::Action::check) return 0;
  const auto status = std::to_string(settings.allow.size()) + " prefixes are allowed";
  process::log_info(status);
  process::notify_ready(status);
  process::turn_until_stopped(*signals, [&courier](int wake, auto most) { courier->turn(wake, most); });
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  process::start_logging("antin-courier", std::getenv("JOURNAL_STREAM") == nullptr);
  try {
    courier::Settings settings;
    auto options = courier::options_into(settings);
    const auto action = options.read(argc, argv);
    if (!action) {
      std::fprintf(stderr, "%s\n", action.error().text.c_str());
      return options.exit_code();
    }
    return *action == process::Options::Action::stop ? 0 : run(settings, *action);
  } catch (const std::exception& problem) {
    process::log_error(problem.what());
    return process::exit_temporary;
  }
}
