#include "tests/bench/options.hpp"

#include <iostream>

#include "tests/bench/number.hpp"

namespace antin::bench {

std::optional<Options> read_command_line(int argc, const char* const* argv) {
  Options wanted;
  auto raw_ms = static_cast<unsigned>(wanted.raw_time.count());
  po::options_description options("Options");
  const auto add = [&](const char* name, const po::value_semantic* value, const char* what) {
    options.add_options()(name, value, what);
  };
  add("documents", number(wanted.documents, 1, 1'000'000), "documents that are timed");
  add("warm-up", number(wanted.warm_up, 1, 1'000'000), "documents sealed before");
  add("connections", number(wanted.connections, 1, 256), "clients, each with a connection of its own");
  add("in-flight", number(wanted.in_flight, 1, 1024), "documents under way on each connection");
  add("alone", number(wanted.alone, 1, 100'000), "documents sealed one at a time, for the latency without a queue");
  add("seal-signers", number(wanted.seal_signers, 1, 16), "signer processes for seals");
  add("raw-ms", number(raw_ms, 10, 600'000), "milliseconds of each raw measurement");
  add("json", po::bool_switch(&wanted.json), "figures as JSON");
  options.add_options()("help", "this text");
  po::variables_map values;
  po::store(po::command_line_parser(argc, argv).options(options).positional({}).run(), values);
  if (values.count("help") != 0) {
    std::cout << "usage: ./dev bench [OPTIONS]\n       ./dev bench audit [OPTIONS]\n\nMeasures raw PKCS#11 signatures "
                 "and sealed documents on one throw-away "
                 "token, as root.\n\n"
              << options;
    return std::nullopt;
  }
  po::notify(values);
  wanted.raw_time = std::chrono::milliseconds(raw_ms);
  return wanted;
}

}  // namespace antin::bench
