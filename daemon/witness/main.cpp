// antin-witness: makes a key, or reads key, logs and memory and serves until it is asked to stop.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "core/base/file.hpp"
#include "daemon/process/exit_codes.hpp"
#include "daemon/process/life.hpp"
#include "daemon/process/logging.hpp"
#include "daemon/witness/key_file.hpp"
#include "daemon/witness/routes.hpp"
#include "daemon/witness/settings.hpp"

namespace {

using namespace antin;

constexpr std::size_t logs_limit = 1 << 20;

int fail(int code, const base::Error& error) {
  process::log_error(error.text);
  return code;
}

base::Result<witness::Witness> open_witness(const witness::Settings& settings) {
  const auto listed = base::read_file(settings.log, logs_limit);
  if (!listed) return listed.error();
  auto logs = witness::parse_logs(base::text(*listed));
  if (!logs) return base::Error{settings.log + ": " + logs.error().text};
  auto key = witness::read_key(settings.key);
  if (!key) return key.error();
  auto memory = witness::Memory::open(settings.state);
  if (!memory) return memory.error();
  return witness::Witness::make(settings.name, std::move(*key), std::move(*logs), std::move(*memory));
}

base::Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

int serve(const witness::Settings& settings, witness::Witness& judge) {
  auto signals = process::Signals::watch();
  if (!signals) return fail(process::exit_temporary, signals.error());
  witness::Routes routes(judge, settings.prefix);
  auto server = witness::Server::open(settings.listen, witness::request_limit,
                                      [&](const auto& request) { return routes.answer(request, now()); });
  if (!server) return fail(process::exit_temporary, server.error());
  if (!settings.endpoint_file.empty()) {
    const auto written = base::write_file_durably(settings.endpoint_file, base::view(server->endpoint() + "\n"));
    if (!written) return fail(process::exit_temporary, written.error());
  }
  const auto status = "listening on " + server->endpoint() + ", " + std::to_string(judge.logs()) + " logs, vkey " +
                      tlog::print(judge.vkey());
  process::log_info(status);
  process::notify_ready(status);
  process::turn_until_stopped(*signals, [&](int wake, auto most) { server->turn(wake, most); });
  return 0;
}

int make_key(const witness::Settings& settings) {
  const auto vkey = witness::make_key(settings.make_key, settings.name);
  if (!vkey) return fail(process::exit_configuration, vkey.error());
  std::printf("%s\n", vkey->c_str());
  return 0;
}

int run(const witness::Settings& settings, process::Options::Action action) {
  if (const auto hard = process::harden(settings.memory_limit_mib << 20); !hard)
    return fail(process::exit_configuration, hard.error());
  if (!settings.make_key.empty()) return make_key(settings);
  auto judge = open_witness(settings);
  if (!judge) return fail(process::exit_configuration, judge.error());
  return action == process::Options::Action::check ? 0 : serve(settings, *judge);
}

}  // namespace

int main(int argc, char** argv) {
  process::start_logging("antin-witness", std::getenv("JOURNAL_STREAM") == nullptr);
  try {
    witness::Settings settings;
    auto options = witness::options_into(settings);
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
