#include <nlohmann/json.hpp>

#include "tests/bench/policy_figures.hpp"
#include "tests/bench/text.hpp"

namespace antin::bench {
namespace {

using nlohmann::json;

json to_json(const Manner& manner) {
  return {{"class", manner.class_us}, {"single", manner.single_us}, {"cold", manner.cold_us}};
}

json to_json(const Deciding& deciding) {
  return {{"people", deciding.size.people},
          {"schools", deciding.size.schools},
          {"steps", deciding.size.steps},
          {"decisions", deciding.decisions},
          {"rules_us", to_json(deciding.rules)},
          {"whole_us", to_json(deciding.whole)},
          {"decisions_per_second", deciding.per_second()}};
}

std::string row(const std::string& what, const Manner& manner) {
  return format("  %-36s %9.2f %9.2f %9.2f\n", what.c_str(), manner.class_us, manner.single_us, manner.cold_us);
}

std::string rows(const std::string& what, const Manner& small, const Manner& large) {
  return row(what + ", small", small) + row(what + ", large", large) +
         row("  large against small", ratio(large, small));
}

std::string described(const char* name, const Deciding& deciding) {
  return format("%s: %s people, %s schools, %s steps in the ledger; %s decisions per s by the rules alone\n", name,
                whole(static_cast<double>(deciding.size.people)).c_str(),
                whole(static_cast<double>(deciding.size.schools)).c_str(),
                whole(static_cast<double>(deciding.size.steps)).c_str(), whole(deciding.per_second()).c_str());
}

}  // namespace

std::string print_table(const PolicyFigures& figures) {
  const auto& [small, large] = std::pair(figures.small, figures.large);
  return print_machine(figures.machine) + "\n" + described("Small", small) + described("Large", large) +
         format(
             "\nDecisions on a principal's step, %s of each kind at each size, one thread; us each, at the median.\n"
             "Class: 35 of a class in turn, as a school sends them.\n"
             "Single: in random order, of as many schools, people and records at both sizes: what finding them costs.\n"
             "Cold: in random order of all there are. Hardly anything was used of late: at the large size the rules "
             "wait for\nmemory, and each row of the ledger is on a page that must first be read from its file.\n\n"
             "  %-36s %9s %9s %9s\n",
             whole(static_cast<double>(small.decisions)).c_str(), "", "class", "single", "cold") +
         rows("rules", small.rules, large.rules) + rows("with facts from the ledger", small.whole, large.whole) +
         row("verifying the approval before", figures.approval) +
         rows("all that antind does", with_approval(small.whole, figures.approval),
              with_approval(large.whole, figures.approval)) +
         format("\nThe large ledger has %s MiB and was filled in %.0f s. Resident memory, both towns: %s MiB\n",
                whole(figures.ledger_mib).c_str(), figures.filling_seconds, whole(figures.resident_mib).c_str());
}

std::string print_json(const PolicyFigures& figures) {
  const json all{{"schema", "antin-bench-policy/v1"},
                 {"machine", to_json(figures.machine)},
                 {"rounds", figures.options.rounds},
                 {"small", to_json(figures.small)},
                 {"large", to_json(figures.large)},
                 {"rules_ratio", to_json(ratio(figures.large.rules, figures.small.rules))},
                 {"whole_ratio", to_json(ratio(figures.large.whole, figures.small.whole))},
                 {"approval_us", to_json(figures.approval)},
                 {"filling_seconds", figures.filling_seconds},
                 {"ledger_mib", figures.ledger_mib},
                 {"resident_mib", figures.resident_mib}};
  return all.dump(2) + "\n";
}

}  // namespace antin::bench
