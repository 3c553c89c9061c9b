// antin-policy explain: why was each step of a record, or its end, allowed or denied, rule by rule?
#include "client/cli/json.hpp"
#include "daemon/keeper/ledger/read_backup.hpp"
#include "policy/case.hpp"
#include "policy/cli/folder.hpp"
#include "policy/cli/history.hpp"
#include "policy/cli/reasons.hpp"

namespace antin::policy::cli {
namespace {

using antin::cli::local_trouble;
using antin::cli::Report;

struct Answer {
  std::string rule;
  std::string verdict;  // "holds", "does not hold", "was not asked"
};

const Rules& rules_about(const Past& past, const Policy& policy) {
  if (past.act == base::Act::unknown) return rules_of_steps();
  const auto* workflow = find_workflow(policy, past.name.kind);
  if (workflow == nullptr) return rules_of_endings(true);
  if (past.act == base::Act::superseded) return rules_of_endings(workflow->supersede.has_value());
  if (past.act == base::Act::withdrawn) return rules_of_endings(workflow->withdraw.has_value());
  const auto step = find_step(*workflow, past.name.step);
  return rules_of_endings(!step || !workflow->steps[*step].returns.empty());
}

// By the first reason against it: rules before its own hold, those after it were not asked. Empty: by no rule.
std::vector<Answer> answers(const Past& past, const Rules& rules) {
  const auto* its = rule_of(rules, past.code);
  if (its == nullptr && !past.code.empty()) return {};
  std::vector<Answer> all;
  for (const auto& rule : rules)
    all.push_back({std::string(rule.says), its == nullptr || &rule < its ? "holds"
                                           : &rule == its                ? "does not hold"
                                                                         : "was not asked"});
  return all;
}

struct Explained {
  std::vector<Answer> answers;
  std::string doubt;  // what the rules say when they are asked again, where that is another answer than the log's
};

std::string doubt_about(const Past& past, const std::optional<DenialReason>& against) {
  if (past.code.empty()) return against ? "asked again, the rules say " + std::string(code_of(*against)) : "";
  const bool same = against && code_of(*against) == past.code;
  const bool unseen = against == DenialReason::approval_invalid;
  return same || unseen || past.code == code_of(DenialReason::format_not_allowed)
             ? ""
             : "asked again, the rules give another answer";
}

base::Result<Explained> explained(const Past& past, Replay& replay) {
  const auto bundle = replay.bundle_of(past.policy);
  if (!bundle) return bundle.error();
  const auto against = replay.ask(past, **bundle);
  if (!against) return against.error();
  return Explained{answers(past, rules_about(past, (*bundle)->rules.policy)), doubt_about(past, *against)};
}

std::string title_of(const Past& past) {
  return "revision " + std::to_string(past.name.revision) + (past.name.step.empty() ? "" : ", step " + past.name.step) +
         (past.act == base::Act::unknown ? "" : ", to " + std::string(base::verb_of(past.act)));
}

Report report_of(const Past& past, const Explained& explained) {
  std::vector<Report> rules;
  for (const auto& answer : explained.answers) rules.push_back({{{"rule", answer.rule}, {"verdict", answer.verdict}}});
  return {{{"index", past.index},
           {"at", base::print(past.at)},
           {"unit", past.name.unit},
           {"kind", past.name.kind},
           {"revision", std::uint64_t{past.name.revision}},
           {"step", past.name.step},
           {"ending", std::string(base::verb_of(past.act))},
           {"outcome", outcome_of(past)},
           {"policy", base::print(past.policy)},
           {"key", past.key},
           {"doubt", explained.doubt},
           {"rules", std::move(rules)}}};
}

void tell(const Past& past, const Explained& explained, Console& console) {
  using antin::cli::row;
  console.out << "entry " << past.index << ": " << title_of(past) << ": " << outcome_of(past) << "\n"
              << row("at", base::print(past.at)) << row("unit", past.name.unit) << row("system", past.system)
              << row("policy", base::print(past.policy)) << row("people", std::to_string(past.statements.size()));
  if (!past.key.empty()) console.out << row("key", past.key);
  if (explained.answers.empty()) console.out << row("why", "not by a rule: the request itself was refused");
  for (const auto& answer : explained.answers)
    console.out << (answer.verdict == "holds"           ? "  + "
                    : answer.verdict == "was not asked" ? "    "
                                                        : "  - ")
                << answer.rule << (answer.verdict == "holds" ? "" : ": " + answer.verdict) << "\n";
  if (!explained.doubt.empty()) console.out << row("doubt", explained.doubt);
  console.out << "\n";
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto record = operand(arguments, 0, "RECORD");
  if (!record) return record.error();
  const auto file = arguments.required("from");
  if (!file) return file.error();
  const auto backup = keeper::read_backup(*file);
  if (!backup) return local_trouble(backup.error());
  Replay replay(*backup->ledger, backup->identity.person_key);
  std::vector<Report> reports;
  const auto read = each_decision(*backup->ledger, [&](const Past& past) -> base::Result<void> {
    if (past.name.record != *record) return {};
    const auto found = explained(past, replay);
    if (!found) return found.error();
    reports.push_back(report_of(past, *found));
    if (!arguments.has("json")) tell(past, *found, console);
    return {};
  });
  if (!read) return local_trouble(read.error());
  if (reports.empty()) return refused({"the log has no decision about the record " + *record});
  if (arguments.has("json")) console.out << print(Report{{{"record", *record}, {"decisions", std::move(reports)}}});
  return Exit::ok;
}

}  // namespace

const Command& explain_command() {
  static const Command command{
      "explain",
      "why was each step of a record, or its end, allowed or denied, rule by rule",
      {"RECORD --from BACKUP [--json]"},
      "Reads a backup of the ledger and goes through the record's decisions in the order of the log. Each is asked "
      "again\n"
      "of the bundle that it was judged by, with what the ledger held then; `doubt` says where that gives another "
      "answer.\n"
      "Revocation is left out, as lists of then are not kept, and a denial's approvals are not kept either.\n",
      {{"Options", {{"from", "BACKUP", "backup of the ledger, as antind makes it"}, {"json", "", "as JSON"}}}},
      1,
      "",
      run,
      {},
      "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
