#include <iostream>

#include "tests/bench/number.hpp"
#include "tests/bench/policy_figures.hpp"

namespace antin::bench {

std::optional<PolicyOptions> read_policy_command_line(int argc, const char* const* argv) {
  PolicyOptions wanted;
  po::options_description options("Options");
  const auto add = [&](const char* name, const po::value_semantic* value, const char* what) {
    options.add_options()(name, value, what);
  };
  auto& large = wanted.large;
  add("people", number(large.people, 1, 10'000'000), "people of the large roster");
  add("schools", number(large.schools, 1, 20'000), "schools of the large policy");
  add("steps", number(large.steps, 1'000, 100'000'000), "steps in the large ledger");
  add("rounds", number(wanted.rounds, 1, 10'000), "rounds, small and large in turn");
  add("classes", number(wanted.classes, 1, 100'000), "classes of 35 decisions in a round, and as many single ones");
  add("json", po::bool_switch(&wanted.json), "figures as JSON");
  options.add_options()("help", "this text");
  po::variables_map values;
  po::store(po::command_line_parser(argc, argv).options(options).positional({}).run(), values);
  if (values.count("help") != 0) {
    std::cout << "usage: ./dev bench policy [OPTIONS]\n\nMeasures decisions of the rules, with facts in hand and with "
                 "facts from a ledger, for a small policy and a\nlarge one in one run. The large ledger takes some 1.3 "
                 "KiB of disk for each step, in build/.\n\n"
              << options;
    return std::nullopt;
  }
  po::notify(values);
  return wanted;
}

}  // namespace antin::bench
