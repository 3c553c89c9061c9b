// antin-ceremony status and verify: a ceremony's record, read.
#include "client/cli/log_options.hpp"
#include "daemon/ceremony/anchored.hpp"
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/record/abort.hpp"
#include "daemon/ceremony/record/verify.hpp"

namespace antin::ceremony {
namespace {

struct Record {
  LockedPlan locked;
  Entries entries;
};

Outcome<Record> record_in(const Folder& folder) {
  auto locked = read_locked_plan(folder);
  if (!locked) return cli::local_trouble(locked.error());
  auto entries = read_journal(folder.journal());
  if (!entries) return cli::local_trouble(entries.error());
  return Record{std::move(*locked), std::move(*entries)};
}

std::string state_of(const Entries& entries, const Step& step) {
  if (const auto* end = end_of(entries, step.id)) return "done      " + base::print_seconds(end->at);
  if (begin_of(entries, step.id) == nullptr) return "";
  return "under way " + std::to_string(approved_by(entries, step.id).size()) + " approvals";
}

Outcome<Exit> status(const Arguments& arguments, Console& console) {
  const auto where = operand(arguments, "DIR");
  if (!where) return where.error();
  const auto record = record_in(Folder(*where));
  if (!record) return record.error();
  const auto& entries = record->entries;
  console.out << record->locked.plan.ceremony << (is_rehearsal(entries) ? " (REHEARSAL)" : "")
              << (abort_of(record->locked.plan, entries) != nullptr ? " ABORTED" : "") << "\n";
  for (const auto& step : steps_of(record->locked.plan)) console.out << cli::row(step.id, state_of(entries, step));
  for (const auto& entry : entries) {
    if (entry.kind != Kind::exception && entry.kind != Kind::stop && entry.kind != Kind::abort) continue;
    console.out << name_of(entry.kind) << " " << base::print_seconds(entry.at) << " "
                << cli::printable(entry.fact("text"));
    if (entry.kind != Kind::stop) console.out << " (" << approved_by(entries, entry.step).size() << " approvals)";
    console.out << "\n";
  }
  return Exit::ok;
}

// How it stands in the log.
Outcome<std::string> anchored_in(const Arguments& arguments, const Folder& folder, const Verified& verified) {
  const auto anchor = read_anchor(folder);
  if (!anchor) return Stop{Exit::refused, "DOES_NOT_HOLD", anchor.error().text};
  if (!*anchor) return cli::row("in the log", "not known: there is no anchor");
  const auto trust = log_trust(arguments, folder, verified);
  if (!trust) return trust.error();
  const auto anchored = check_anchor(verified, **anchor, *trust);
  if (!anchored) return Stop{Exit::refused, "DOES_NOT_HOLD", anchored.error().text};
  return row_of(*anchored, verified);
}

Outcome<Exit> verify(const Arguments& arguments, Console& console) {
  const auto where = operand(arguments, "DIR");
  if (!where) return where.error();
  const Folder folder(*where);
  const auto verified = verify_folder(folder);
  if (!verified) return Stop{Exit::refused, "DOES_NOT_HOLD", verified.error().text};
  const auto& entries = verified->entries;
  if (is_rehearsal(entries)) console.out << "REHEARSAL: nothing of it counts\n";
  if (verified->locked.plan.purpose == Purpose::development)
    console.out << "DEVELOPMENT: a file may have played its people\n";
  console.out << shown_hash("SHA-256 of plan.lock:", verified->locked.hash);
  console.out << cli::row("ceremony", verified->locked.plan.ceremony);
  console.out << cli::row("lines", std::to_string(entries.size()));
  console.out << cli::row("from", base::print_seconds(entries.front().at));
  console.out << cli::row("until", base::print_seconds(entries.back().at));
  for (const auto* each : of_kind(entries, Kind::resume))
    console.out << cli::row("resumed", base::print_seconds(each->at) + ", by " + each->fact("tool"));
  for (const auto* each : of_kind(entries, Kind::stop)) console.out << cli::row("stopped", said_of(*each));
  for (const auto* each : of_kind(entries, Kind::exception)) console.out << cli::row("exception", each->fact("text"));
  for (const auto& id : verified->signers)
    console.out << cli::row("signed by", id + ", " + verified->locked.plan.participants.at(id).name);
  for (const auto& [ceremony, record] : verified->formers)
    console.out << cli::row("builds on", ceremony + ", whose record holds too");
  for (const auto& label : verified->absent_backups) console.out << cli::row("backup not here", label);
  const auto anchor = anchored_in(arguments, folder, *verified);
  if (!anchor) return anchor.error();
  console.out << *anchor;
  console.out << "Everything holds together.\n";
  return Exit::ok;
}

}  // namespace

const Command& status_command() {
  static const Command command{"status", "which steps are done, and what was out of the ordinary",
                               {"DIR"},  "Reads DIR/journal.jsonl; also while the ceremony runs.\n",
                               {},       1,
                               "",       status,
                               {},       "antin-ceremony"};
  return command;
}

const Command& verify_command() {
  static const Command command{
      "verify",
      "check a ceremony's folder, for somebody who was not there",
      {"DIR", "DIR --log-key FILE"},
      "Holds the journal's chain, the order of the steps, each approval, the hashes of all files, the certificates and "
      "the\n"
      "signed transcript against DIR/plan.lock; and, once it is anchored, the proof that the log holds it and began "
      "with\n"
      "its officers. The log's key is the one that the ceremony made, or the one in --log-key. Needs neither the HSM "
      "nor a\n"
      "network. Compare the plan's hash yourself.\n",
      {cli::log_options()},
      1,
      "",
      verify,
      {},
      "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
