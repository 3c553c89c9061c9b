#include <unistd.h>

#include <cstdio>
#include <exception>

#include "tests/bench/audit_figures.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/machine.hpp"
#include "tests/bench/policy_figures.hpp"
#include "tests/bench/raw_rate.hpp"
#include "tests/bench/report.hpp"

namespace {

using namespace antin;

constexpr const char* module = "/usr/lib/softhsm/libsofthsm2.so";

void say(const char* what) { std::fprintf(stderr, "  %s\n", what); }

// With the programs stopped: nothing else uses the token.
std::vector<bench::RawRate> measure_raw(const test::DevelopmentFolder& folder, const bench::Options& options) {
  ::setenv("SOFTHSM2_CONF", (folder.path() / "softhsm2.conf").c_str(), 1);
  const bench::RawToken token{module, "seals", "seal/79760001/school/2026.1", folder.secret("secrets/pin-seals")};
  std::vector<bench::RawRate> rates;
  for (const auto object : {bench::KeyObject::token, bench::KeyObject::session_copy})
    for (const auto& [processes, threads] : {std::pair{1U, 1U}, std::pair{1U, 2U}, std::pair{2U, 1U}})
      rates.push_back(bench::measure_raw(token, {object, processes, threads, 0}, options.raw_time));
  return rates;
}

// More answers on one connection than the gate keeps by default would be lost, and asked for again.
std::vector<std::pair<std::string, std::string>> gate_lines(const bench::Options& options) {
  constexpr unsigned kept_by_default = 32;
  if (options.in_flight <= kept_by_default) return {};
  return {{"antin-gate", "high-water-mark = " + std::to_string(options.in_flight)}};
}

bench::Figures measure(const bench::Options& options) {
  say("making a throw-away token, CURVE keys and a development CA, and starting the three programs");
  test::Appliance appliance({.seal_signers = options.seal_signers, .lines = gate_lines(options)});
  appliance.stop();
  bench::Figures figures;
  figures.options = options;
  figures.machine = bench::describe_machine(module, appliance.folder().path() / "state");
  say("signing with the token alone");
  figures.raw = measure_raw(appliance.folder(), options);
  say("sealing documents to warm up");
  appliance.start();
  bench::seal_documents(appliance, {options.warm_up, options.connections, options.in_flight});
  say("sealing documents");
  figures.sealing = bench::seal_documents(appliance, {options.documents, options.connections, options.in_flight});
  say("sealing documents one at a time");
  figures.alone = bench::seal_documents(appliance, {options.alone, 1, 1});
  return figures;
}

int measure_the_log(int argc, const char* const* argv) {
  const auto options = bench::read_audit_command_line(argc, argv);
  if (!options) return 0;
  const auto figures = bench::measure_audit(*options);
  std::fputs((options->json ? bench::print_json(figures) : bench::print_table(figures)).c_str(), stdout);
  std::fflush(stdout);
  ::_exit(0);  // this process has used SoftHSM, whose exit handlers are not to be trusted
}

int measure_the_policy(int argc, const char* const* argv) {
  const auto options = bench::read_policy_command_line(argc, argv);
  if (!options) return 0;
  const auto figures = bench::measure_policy(*options);
  std::fputs((options->json ? bench::print_json(figures) : bench::print_table(figures)).c_str(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc > 1 && std::string_view(argv[1]) == "audit") return measure_the_log(argc - 1, argv + 1);
    if (argc > 1 && std::string_view(argv[1]) == "policy") return measure_the_policy(argc - 1, argv + 1);
    const auto options = bench::read_command_line(argc, argv);
    if (!options) return 0;
    const auto figures = measure(*options);
    std::fputs((options->json ? bench::print_json(figures) : bench::print_table(figures)).c_str(), stdout);
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "antin-bench: %s\n", failure.what());
    return 1;
  }
}
