// antin submit: one step of one record, or of each record of a list.
#include "client/cli/approval_files.hpp"
#include "client/cli/command.hpp"
#include "client/cli/json.hpp"
#include "client/cli/record.hpp"
#include "client/cli/submit_list.hpp"
#include "client/cli/submitted.hpp"

namespace antin::cli {
namespace {

Outcome<std::vector<protocol::Approval>> approvals_from(const Arguments& arguments) {
  if (!arguments.has("approval")) return wrong_usage("--approval is missing");
  return read_approvals(arguments.values("approval"));
}

struct Asked {
  protocol::Submit request;
  std::string name;  // of the files
};

Outcome<Asked> asked_for(const Arguments& arguments, const Settings& settings, Console& console) {
  const auto record = record_from(arguments, settings, console);
  if (!record) return record.error();
  const auto step = arguments.required("step");
  if (!step) return step.error();
  const auto document = document_from(arguments);
  if (!document) return document.error();
  auto approvals = approvals_from(arguments);
  if (!approvals) return approvals.error();
  const auto name = arguments.value("name").value_or(document->name.empty() ? record->id : document->name);
  return Asked{{record->unit, record->kind, record->id, record->revision, *step, document->digest,
                std::move(*approvals), arguments.values("format")},
               name};
}

std::string for_people(const DoneStep& step, const EntryFacts& facts) {
  return row("step", step.receipt.step + (step.result.seal.empty() ? ": approved" : ": approved and sealed")) +
         (facts.key.empty() ? "" : row("key", facts.key)) +
         (facts.acting.empty() ? "" : row("unit", facts.acting + " acts for " + facts.unit + ", which has closed")) +
         row("time", facts.gen_time) +
         row("log index", std::to_string(step.receipt.index) + " of " + step.receipt.log +
                              (step.receipt.provisional ? " (provisional)" : " (witnessed)")) +
         row("leaf", base::print(step.receipt.leaf()));
}

Report for_machines(const DoneStep& step, const EntryFacts& facts, const std::vector<std::string>& files) {
  return {{{"outcome", std::string("done")},
           {"step", step.receipt.step},
           {"sealed", !step.result.seal.empty()},
           {"key", facts.key},
           {"time", facts.gen_time},
           {"index", step.receipt.index},
           {"log", step.receipt.log},
           {"leaf", base::print(step.receipt.leaf())},
           {"provisional", step.receipt.provisional},
           {"files", files}}};
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  if (arguments.has("list")) return submit_list(arguments, console);
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto trust = log_trust_if_given(arguments, settings->log_key);
  if (!trust) return trust.error();
  auto asked = asked_for(arguments, *settings, console);
  if (!asked) return asked.error();
  auto connection = connect(*settings);
  if (!connection) return connection.error();
  auto result = client::submit(*connection, asked->request);
  if (!result) return stop_from(result.error());
  const auto step = done_step(asked->request, *result, *trust);
  if (!step) return step.error();
  const auto facts = entry_facts(result->entry).value();  // done_step has read it
  std::vector<std::string> files;
  if (const auto folder = arguments.value("out")) {
    auto written = write_step(*step, *folder, asked->name, console);
    if (!written) return written.error();
    files = std::move(*written);
  } else if (const auto checked = stamped_octets(*step); !checked) {
    return checked.error();
  }
  console.out << (arguments.has("json") ? print(for_machines(*step, facts, files)) : for_people(*step, facts));
  return Exit::ok;
}

}  // namespace

const Command& submit_command() {
  static const Command command{
      "submit",
      "send one step with its approvals, or a whole class; get seal, timestamp and receipt",
      {"--document FILE --unit UNIT --kind KIND --record ID --step STEP --approval PREFIX... [--out DIR]",
       "--list class.csv --unit UNIT --kind KIND --step STEP --approval FOLDER... [--out DIR]"},
      "Asks for one step of one record, with all the approvals of that step (and of no other). The document stays "
      "here:\n"
      "only its digest travels. Sending the same step again is safe: the stored result comes back.\n"
      "In DIR it leaves, for each step: NAME.<step>.p7s, the seal (CAdES-B-T, detached), if the step has one;\n"
      "NAME.<step>.tst, the timestamp; NAME.<step>.sig, the octets that it stamps; NAME.<step>.receipt.json;\n"
      "NAME.<step>.entry and .tlog-proof, that the log holds it; NAME.<step>.approval-<n>.txt and .p7s\n"
      "(and .item, when the approval was signed in bulk).\n"
      "\n"
      "With --list every line of the file that `antin approve --list` was given is sent, many at a time; FOLDER is "
      "what\n"
      "that command wrote, once for each approver. NAME is RECORD.REVISION. Interrupted, or with lines not done yet "
      "(exit\n"
      "status 3), run the same command again: what has its receipt in DIR is not sent twice, and the rest is sent "
      "under\n"
      "the same request ids as before.\n",
      {document_options(),
       record_options(),
       list_options(),
       {"The step",
        {{"approval", "PREFIX", "PREFIX.txt and .p7s, or PREFIX.item; with --list the folder; once for each approver",
          true},
         {"format", "FORMAT", "format of the seal, e.g. cades (the step's own)", true}}},
       {"The results",
        {{"out", "DIR", "where to write them; without it they are checked and shown only"},
         {"name", "NAME", "how their names begin (name of the document)"},
         {"json", "", "for machines"}}},
       log_options(),
       server_options()},
      0,
      "example:\n"
      "    antin submit --document report.pdf --unit 79760001 --kind hoc-ba --record 1.j765… --step teacher \\\n"
      "        --approval teacher-approval --out results\n",
      run};
  return command;
}

}  // namespace antin::cli
