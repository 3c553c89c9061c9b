// antin-policy simulate: which past decisions would be others under this bundle?
#include "client/cli/json.hpp"
#include "daemon/keeper/ledger/read_backup.hpp"
#include "policy/cli/folder.hpp"
#include "policy/cli/history.hpp"
#include "policy/cli/reasons.hpp"

namespace antin::policy::cli {
namespace {

using antin::cli::local_trouble;
using antin::cli::Report;

// As far as can be told: a refusal's approvals are not kept, so what gets to them may be allowed or not.
std::string outcome_of(const std::optional<DenialReason>& against, const Past& past) {
  if (!against) return past.type;
  if (!past.code.empty() && *against == DenialReason::approval_invalid) return "as its approvals are";
  return "denied " + std::string(code_of(*against));
}

bool can_be_asked(const Past& past) {
  const auto& rules = past.act == base::Act::unknown ? rules_of_steps() : rules_of_endings(true);
  return past.code.empty() || can_be_asked_again(rules, past.code);
}

struct Change {
  Past past;
  std::string after;
};

std::string line_of(const Change& change) {
  const auto& name = change.past.name;
  return "entry " + std::to_string(change.past.index) + " " + base::print(change.past.at) + " " + name.unit + " " +
         name.kind + " " + name.record + " revision " + std::to_string(name.revision) +
         (name.step.empty() ? "" : " step " + name.step) + ": " + outcome_of(change.past) + " → " + change.after;
}

Report report_of(const Change& change) {
  const auto& name = change.past.name;
  return {{{"index", change.past.index},
           {"at", base::print(change.past.at)},
           {"unit", name.unit},
           {"kind", name.kind},
           {"record", name.record},
           {"revision", std::uint64_t{name.revision}},
           {"step", name.step},
           {"before", outcome_of(change.past)},
           {"after", change.after}}};
}

struct Simulated {
  std::uint64_t asked = 0;
  std::vector<Change> changes;
};

base::Result<Simulated> simulate(const keeper::OpenedLedger& backup, const bundle::Bundle& bundle) {
  Simulated simulated;
  Replay replay(*backup.ledger, backup.identity.person_key);
  auto read = each_decision(*backup.ledger, [&](const Past& past) -> base::Result<void> {
    if (!can_be_asked(past)) return {};
    const auto against = replay.ask(past, bundle);
    if (!against) return against.error();
    ++simulated.asked;
    auto after = outcome_of(*against, past);
    if (after != outcome_of(past)) simulated.changes.push_back({past, std::move(after)});
    return {};
  });
  if (!read) return read.error();
  return simulated;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto folder = operand(arguments, 0, "DIR");
  if (!folder) return folder.error();
  const auto file = arguments.required("against");
  if (!file) return file.error();
  const auto read = bundle_in(*folder);
  if (!read) return read.error();
  const auto backup = keeper::read_backup(*file);
  if (!backup) return local_trouble(backup.error());
  if (backup->identity.origin != read->bundle.rules.policy.origin)
    return refused({*file + " is of the log " + backup->identity.origin});
  const auto simulated = simulate(*backup, read->bundle);
  if (!simulated) return local_trouble(simulated.error());
  const auto status = simulated->changes.empty() ? Exit::ok : Exit::refused;
  if (arguments.has("json")) {
    std::vector<Report> changes;
    for (const auto& change : simulated->changes) changes.push_back(report_of(change));
    console.out << print(Report{{{"decisions", simulated->asked}, {"changes", std::move(changes)}}});
    return status;
  }
  for (const auto& change : simulated->changes) console.out << antin::cli::printable(line_of(change)) << "\n";
  console.out << simulated->changes.size() << " of " << simulated->asked << " decisions would change\n";
  return status;
}

}  // namespace

const Command& simulate_command() {
  static const Command command{
      "simulate",
      "which past decisions would be others under this bundle?",
      {"DIR --against BACKUP [--json]"},
      "Asks the rules of DIR about every step of a record, and every end of a revision, in a backup of the ledger: "
      "those\n"
      "that came about and those that were refused, with what the ledger held then. Left out are revocation, as lists "
      "of\n"
      "then are not kept; refusals for approvals, formats or reasons, as these are not kept either (where the new "
      "rules\n"
      "have nothing against a refused one before them, it says so); and the roster's changes.\n",
      {{"Options", {{"against", "BACKUP", "backup of the ledger, as antind makes it"}, {"json", "", "as JSON"}}}},
      1,
      "exit status: 0 none; 1 some.\n",
      run,
      {},
      "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
