// antin return, supersede, withdraw: a person ends a revision, and the appliance is told.
#include "client/cli/approval_files.hpp"
#include "client/cli/command.hpp"
#include "client/cli/ending_fields.hpp"
#include "client/cli/json.hpp"
#include "client/cli/log_options.hpp"
#include "client/cli/new_file.hpp"
#include "client/cli/person_signs.hpp"
#include "client/cli/signing_key.hpp"
#include "client/lib/calls.hpp"

namespace antin::cli {
namespace {

using base::Act;

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

bool has_key(const Arguments& arguments) {
  return arguments.has("p12") || arguments.has("signing-key") || arguments.has("pkcs11");
}

Outcome<protocol::Approval> sign(Act act, const Arguments& arguments, const Settings& settings, const Record& record,
                                 Console& console) {
  const auto prefix = arguments.required("out");
  if (!prefix) return prefix.error();
  std::optional<Document> document;
  if (arguments.has("document") || arguments.has("digest")) {
    auto given = document_from(arguments);
    if (!given) return given.error();
    document = std::move(*given);
  }
  const auto key = signing_key_from(arguments, console);
  if (!key) return key.error();
  const auto statement = ending_from(act, arguments, settings, record, document, now());
  if (!statement) return statement.error();
  return person_signs(statement::print(*statement), document.value_or(Document{}), **key, *prefix, arguments, console);
}

// Those at hand, and the one that is made now.
Outcome<std::vector<protocol::Approval>> approvals_from(Act act, const Arguments& arguments, const Settings& settings,
                                                        const Record& record, Console& console) {
  auto approvals = read_approvals(arguments.values("approval"));
  if (!approvals) return approvals.error();
  if (has_key(arguments)) {
    auto made = sign(act, arguments, settings, record, console);
    if (!made) return made.error();
    approvals->push_back(std::move(*made));
  }
  if (approvals->empty()) return wrong_usage("give your key to sign with, or --approval with what was signed already");
  return approvals;
}

Outcome<protocol::End> request_of(const Record& record, std::vector<protocol::Approval> approvals) {
  const auto said = statement::parse_ending(base::text(approvals.front().statement));
  if (!said) return local_trouble({"what was signed is no such statement: " + said.error().text});
  return protocol::End{record.unit, record.kind, record.id,           record.revision,
                       said->act,   said->step,  std::move(approvals)};
}

std::string for_people(const EntryFacts& facts, const client::Receipt& receipt) {
  const auto at = facts.step.empty() ? "" : " at step " + facts.step;
  return row("revision", facts.revision + ": " + facts.type + at) + row("reason", facts.reason) +
         row("time", facts.at) +
         row("log index", std::to_string(receipt.index) + " of " + receipt.log +
                              (receipt.provisional ? " (provisional)" : " (witnessed)")) +
         row("leaf", base::print(receipt.leaf()));
}

Report for_machines(const EntryFacts& facts, const client::Receipt& receipt) {
  Report report{{{"outcome", facts.type}, {"revision", std::uint64_t{receipt.revision}}}};
  if (!facts.step.empty()) report.fields.emplace_back("step", facts.step);
  report.fields.emplace_back("reason", facts.reason);
  report.fields.emplace_back("at", facts.at);
  report.fields.emplace_back("index", receipt.index);
  report.fields.emplace_back("log", receipt.log);
  report.fields.emplace_back("leaf", base::print(receipt.leaf()));
  report.fields.emplace_back("provisional", receipt.provisional);
  return report;
}

Outcome<void> keep(const client::Receipt& receipt, const Arguments& arguments) {
  const auto prefix = arguments.value("out");
  if (!prefix) return {};
  if (const auto written = write_result(*prefix + ".entry", receipt.entry); !written) return written.error();
  return write_result(*prefix + ".tlog-proof", base::view(receipt.proof));
}

Outcome<Exit> submit(const protocol::End& request, const Arguments& arguments, const Settings& settings,
                     Console& console) {
  const auto trust = log_trust_if_given(arguments, settings.log_key);
  if (!trust) return trust.error();
  auto connection = connect(settings);
  if (!connection) return connection.error();
  const auto result = client::end(*connection, request);
  if (!result) return stop_from(result.error());
  const auto facts = entry_facts(result->entry);
  if (!facts) return Stop{Exit::temporary, "BAD_ANSWER", facts.error().text};
  const auto said = statement::parse_ending(base::text(request.approvals.front().statement));
  const auto receipt = accounted({said ? said->log : "", result->index, facts->policy, request.unit, request.kind,
                                  request.record, request.revision, request.step, result->entry, true, result->proof},
                                 *trust);
  if (!receipt) return receipt.error();
  if (const auto kept = keep(*receipt, arguments); !kept) return kept.error();
  console.out << (arguments.has("json") ? print(for_machines(*facts, *receipt)) : for_people(*facts, *receipt));
  return Exit::ok;
}

Outcome<Exit> run(Act act, const Arguments& arguments, Console& console) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto record = record_from(arguments, *settings, console);
  if (!record) return record.error();
  auto approvals = approvals_from(act, arguments, *settings, *record, console);
  if (!approvals) return approvals.error();
  if (arguments.has("sign-only")) return Exit::ok;
  const auto request = request_of(*record, std::move(*approvals));
  if (!request) return request.error();
  if (request->act != act) return wrong_usage("what was signed asks for another thing than this command");
  return submit(*request, arguments, *settings, console);
}

std::vector<OptionGroup> groups() {
  auto says = statement_options("sha256:<hex> of the entry that completed the last step that is done");
  says.insert(says.begin(), {"reason", "CODE", "why, by a code that the policy lists; `antin about` shows them"});
  return {record_options(),
          document_options(),
          {"The statement", std::move(says)},
          signing_key_options(),
          {"Options",
           {{"approval", "PREFIX", "what another person has signed for the same: PREFIX.txt and PREFIX.p7s", true},
            {"yes", "", "sign without asking"},
            {"sign-only", "", "write what was signed and do not send it: others must sign too"},
            {"out", "PREFIX", "write PREFIX.txt and .p7s when signed, .entry and .tlog-proof when done"},
            {"json", "", "for machines"}}},
          log_options(),
          server_options()};
}

constexpr std::string_view sent_again =
    "Without a key, what --approval names is sent as it is: also again, after trouble on the way; the stored result "
    "comes back.\n";

}  // namespace

const Command& return_command() {
  static const std::string description =
      std::string(
          "Sends a record back instead of approving a step, with a reason. That closes the revision; the next "
          "attempt is the next\n"
          "revision. All of it stays in the log.\n") +
      std::string(sent_again);
  static const Command command{
      "return",
      "send a record back instead of approving a step",
      {"--unit UNIT --kind KIND --record ID --step STEP --reason CODE --p12 FILE --out PREFIX"},
      description,
      groups(),
      0,
      "",
      [](const Arguments& arguments, Console& console) { return run(Act::returned, arguments, console); }};
  return command;
}

const Command& supersede_command() {
  static const std::string description =
      std::string(
          "Says that a complete revision will be followed by a corrected one, the next. Its seals stay good as "
          "what they were, and\n"
          "`antin verify --online` says that it was superseded and by what.\n") +
      std::string(sent_again);
  static const Command command{
      "supersede",
      "open the next revision of a record that is complete",
      {"--unit UNIT --kind KIND --record ID --revision N --reason CODE --p12 FILE --out PREFIX"},
      description,
      groups(),
      0,
      "",
      [](const Arguments& arguments, Console& console) { return run(Act::superseded, arguments, console); }};
  return command;
}

const Command& withdraw_command() {
  static const std::string description =
      std::string(
          "Takes a complete revision back for good: no other follows. Its seals stay good as what they were, and "
          "`antin verify\n"
          "--online` says that it was withdrawn.\n") +
      std::string(sent_again);
  static const Command command{
      "withdraw",
      "take back a record that is complete",
      {"--unit UNIT --kind KIND --record ID --revision N --reason CODE --p12 FILE --out PREFIX"},
      description,
      groups(),
      0,
      "",
      [](const Arguments& arguments, Console& console) { return run(Act::withdrawn, arguments, console); }};
  return command;
}

}  // namespace antin::cli
