// antin-policy explain: why was each step of a record allowed or denied, rule by rule?
#include "client/cli/json.hpp"
#include "daemon/keeper/ledger/read_backup.hpp"
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

// By the first reason against it: rules before its own hold, those after it were not asked.
std::vector<Answer> answers(std::optional<std::string_view> code) {
  const auto& rules = rules_in_order();
  std::vector<Answer> all;
  bool against = false;
  for (const auto& rule : rules) {
    bool its = false;
    for (const auto reason : rule.reasons) its = its || (code && code_of(reason) == *code);
    all.push_back({std::string(rule.says), its ? "does not hold" : against ? "was not asked" : "holds"});
    against = against || its;
  }
  return all;
}

bool is_a_rules(std::string_view code) {
  for (const auto& rule : rules_in_order())
    for (const auto reason : rule.reasons)
      if (code_of(reason) == code) return true;
  return false;
}

// What the rules say when they are asked again, where that is another answer than the log's.
base::Result<std::string> doubt(const Past& past, Replay& replay) {
  const auto bundle = replay.bundle_of(past.policy);
  if (!bundle) return bundle.error();
  const auto again = replay.ask(past, **bundle);
  if (!again) return again.error();
  const auto* denial = std::get_if<Denial>(&*again);
  if (past.type == "done")
    return denial == nullptr ? std::string() : "asked again, the rules say " + std::string(code_of(denial->reason));
  const bool same = denial != nullptr && code_of(denial->reason) == past.code;
  const bool unseen = denial != nullptr && denial->reason == DenialReason::approval_invalid;
  return same || unseen ? std::string() : "asked again, the rules give another answer";
}

std::string outcome(const Past& past) { return past.type == "done" ? "done" : "denied " + past.code; }

Report report_of(const Past& past, const std::string& doubt) {
  std::vector<Report> rules;
  if (past.type == "done" || is_a_rules(past.code))
    for (const auto& answer : answers(past.type == "done" ? std::nullopt : std::optional<std::string_view>(past.code)))
      rules.push_back({{{"rule", answer.rule}, {"verdict", answer.verdict}}});
  return {{{"index", past.index},
           {"at", base::print(past.at)},
           {"unit", past.name.unit},
           {"kind", past.name.kind},
           {"revision", std::uint64_t{past.name.revision}},
           {"step", past.name.step},
           {"outcome", outcome(past)},
           {"policy", base::print(past.policy)},
           {"key", past.key},
           {"doubt", doubt},
           {"rules", std::move(rules)}}};
}

void tell(const Past& past, const std::string& doubt, Console& console) {
  using antin::cli::row;
  console.out << "entry " << past.index << ": revision " << past.name.revision << ", step " << past.name.step << ": "
              << outcome(past) << "\n"
              << row("at", base::print(past.at)) << row("unit", past.name.unit) << row("system", past.system)
              << row("policy", base::print(past.policy)) << row("people", std::to_string(past.statements.size()));
  if (!past.key.empty()) console.out << row("key", past.key);
  if (past.type != "done" && !is_a_rules(past.code))
    console.out << row("why", "not by a rule: the request itself was refused");
  else
    for (const auto& answer : answers(past.type == "done" ? std::nullopt : std::optional<std::string_view>(past.code)))
      console.out << (answer.verdict == "holds"           ? "  + "
                      : answer.verdict == "was not asked" ? "    "
                                                          : "  - ")
                  << answer.rule << (answer.verdict == "holds" ? "" : ": " + answer.verdict) << "\n";
  if (!doubt.empty()) console.out << row("doubt", doubt);
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
    const auto found = doubt(past, replay);
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
      "why was each step of a record allowed or denied, rule by rule",
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
