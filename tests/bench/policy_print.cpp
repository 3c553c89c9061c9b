#include <nlohmann/json.hpp>

#include "tests/bench/policy_figures.hpp"
#include "tests/bench/text.hpp"

namespace antin::bench {
namespace {

using nlohmann::json;

json to_json(const Manner& manner) { return {{"class", manner.class_us}, {"single", manner.single_us}}; }

json to_json(const Deciding& deciding) {
  return {{"people", deciding.size.people},
          {"schools", deciding.size.schools},
          {"steps", deciding.size.steps},
          {"decisions", deciding.decisions},
          {"rules_us", to_json(deciding.rules)},
          {"whole_us", to_json(deciding.whole)},
          {"decisions_per_second", deciding.per_second()}};
}

std::string line(const Deciding& deciding) {
  return format("  %9s %8s %11s %12s %11.2f %8.2f %11.2f %8.2f\n",
                whole(static_cast<double>(deciding.size.people)).c_str(),
                whole(static_cast<double>(deciding.size.schools)).c_str(),
                whole(static_cast<double>(deciding.size.steps)).c_str(), whole(deciding.per_second()).c_str(),
                deciding.rules.class_us, deciding.rules.single_us, deciding.whole.class_us, deciding.whole.single_us);
}

}  // namespace

std::string print_table(const PolicyFigures& figures) {
  const auto rules = ratio(figures.large.rules, figures.small.rules);
  const auto all = ratio(figures.large.whole, figures.small.whole);
  const auto verified =
      ratio(with_approval(figures.large.whole, figures.approval), with_approval(figures.small.whole, figures.approval));
  return print_machine(figures.machine) +
         format(
             "\nDecisions on a principal's step, %s of each kind at each size, one thread; us each, at the median.\n"
             "Rules: with the facts in hand. Whole: with the facts asked of the ledger, the quota's count among them.\n"
             "Class: 35 of a class in turn, as a school sends them. Single: each of another school than the last.\n"
             "  %9s %8s %11s %12s %11s %8s %11s %8s\n",
             whole(static_cast<double>(figures.small.decisions)).c_str(), "people", "schools", "steps", "rules per s",
             "rules class", "single", "whole class", "single") +
         line(figures.small) + line(figures.large) +
         format("  %43s %11.2f %8.2f %11.2f %8.2f\n", "large against small", rules.class_us, rules.single_us,
                all.class_us, all.single_us) +
         format(
             "\nVerifying the approval before (P-256, two authorities and their lists): class %.1f us, single %.1f us\n"
             "With it, all that antind does for a decision, large against small: class %.2f, single %.2f\n",
             figures.approval.class_us, figures.approval.single_us, verified.class_us, verified.single_us) +
         format("\nThe large ledger has %s MiB and was filled in %.0f s\n", whole(figures.ledger_mib).c_str(),
                figures.filling_seconds);
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
                 {"ledger_mib", figures.ledger_mib}};
  return all.dump(2) + "\n";
}

}  // namespace antin::bench
