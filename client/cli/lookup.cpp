// antin lookup: what is known about a revision of a record, and the result of a step again.
#include "client/cli/command.hpp"
#include "client/cli/json.hpp"
#include "client/cli/log_options.hpp"
#include "client/cli/record.hpp"
#include "client/cli/standing.hpp"
#include "client/cli/step_files.hpp"
#include "client/lib/calls.hpp"

namespace antin::cli {
namespace {

Standing standing_of(const protocol::Lookup& asked, const protocol::LookupResult& found) {
  return {asked.revision, found.ending, found.newest_revision, false};
}

std::string for_people(const protocol::Lookup& asked, const protocol::LookupResult& found) {
  std::string text;
  for (const auto& step : found.steps) {
    text += row(step.step, step.status + (step.at ? " at " + base::print(*step.at) : std::string()));
    text += row("", "digest " + base::print(step.digest));
    if (step.leaf) text += row("", "log index " + std::to_string(step.index) + ", leaf " + base::print(*step.leaf));
  }
  if (!found.successor.empty())
    text += row("unit", asked.unit + " has closed; " + found.successor + " goes on with its records");
  if (found.ending) text += row("revision " + std::to_string(asked.revision), text_of(standing_of(asked, found)));
  return text;
}

Report for_machines(const protocol::Lookup& asked, const protocol::LookupResult& found,
                    const std::vector<std::string>& files) {
  std::vector<Report> steps;
  for (const auto& step : found.steps) {
    Report report{{{"step", step.step}, {"status", step.status}, {"digest", base::print(step.digest)}}};
    if (step.leaf) {
      report.fields.emplace_back("index", step.index);
      report.fields.emplace_back("leaf", base::print(*step.leaf));
    }
    if (step.at) report.fields.emplace_back("at", base::print(*step.at));
    steps.push_back(std::move(report));
  }
  Report report{{{"steps", std::move(steps)}, {"files", files}}};
  report.fields.emplace_back("newest_revision", std::uint64_t{found.newest_revision});
  if (!found.successor.empty()) report.fields.emplace_back("successor", found.successor);
  if (found.ending) add_to(report, standing_of(asked, found));
  return report;
}

Outcome<base::Digest> digest_of_step(const protocol::LookupResult& found, const std::string& step) {
  for (const auto& state : found.steps) {
    if (state.step == step) return state.digest;
  }
  return Stop{Exit::temporary, "BAD_ANSWER", "the reply does not say what was sealed"};
}

Outcome<std::vector<std::string>> fetch(const Arguments& arguments, const protocol::Lookup& asked,
                                        const client::Proven<protocol::LookupResult>& found,
                                        const std::optional<client::LogTrust>& trust, client::Connection& connection,
                                        Console& console) {
  const auto folder = arguments.value("out");
  if (!folder) return std::vector<std::string>();
  if (!found.result) return Stop{Exit::refused, "NOT_FOUND", "this step is not done; there is nothing to write"};
  const auto about = client::about(connection);
  if (!about) return stop_from(about.error());
  const auto facts = entry_facts(found.result->entry);
  if (!facts) return Stop{Exit::temporary, "BAD_ANSWER", facts.error().text};
  const auto digest = digest_of_step(found, asked.step);
  if (!digest) return digest.error();
  const auto receipt = accounted({about->log, found.result->index, facts->policy, asked.unit, asked.kind, asked.record,
                                  asked.revision, asked.step, found.result->entry, true, found.proof, found.ending},
                                 trust);
  if (!receipt) return receipt.error();
  const DoneStep step{*receipt, *found.result, *digest, {}};
  return write_step(step, *folder, arguments.value("name").value_or(asked.record), console);
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto record = record_from(arguments, *settings, console);
  if (!record) return record.error();
  const protocol::Lookup asked{record->unit, record->kind, record->id, record->revision,
                               arguments.value("step").value_or("")};
  if (arguments.has("out") && asked.step.empty()) return wrong_usage("--out needs --step");
  const auto trust = log_trust_if_given(arguments, settings->log_key);
  if (!trust) return trust.error();
  auto connection = connect(*settings);
  if (!connection) return connection.error();
  const auto found = client::lookup(*connection, asked);
  if (!found) return stop_from(found.error());
  const auto files = fetch(arguments, asked, *found, *trust, *connection, console);
  if (!files) return files.error();
  console.out << (arguments.has("json") ? print(for_machines(asked, *found, *files)) : for_people(asked, *found));
  return Exit::ok;
}

}  // namespace

const Command& lookup_command() {
  static const Command command{"lookup",
                               "see how far a record is, and fetch the results of a step again",
                               {"--unit UNIT --kind KIND --record ID [--revision N] [--step STEP --out DIR]"},
                               "Shows the steps of a revision: open or done, over which digest, where in the log. With "
                               "--step and --out the stored\n"
                               "seal and timestamp of that step are written again, byte for byte the same, with a "
                               "receipt of today's\n"
                               "checkpoint: a provisional one becomes final once the witnesses have cosigned.\n",
                               {record_options(),
                                {"The results",
                                 {{"out", "DIR", "with --step: where to write that step's results"},
                                  {"name", "NAME", "how their names begin (the record id)"},
                                  {"json", "", "for machines"}}},
                                log_options(),
                                server_options()},
                               0,
                               "",
                               run};
  return command;
}

}  // namespace antin::cli
