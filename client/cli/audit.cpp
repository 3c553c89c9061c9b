// antin audit: the log of every signature, for those who trust nobody's word about it.
#include "client/cli/audit.hpp"

#include <charconv>

#include "client/cli/json.hpp"
#include "client/cli/signing_key.hpp"
#include "client/lib/reading.hpp"
#include "core/base/identifier.hpp"

namespace antin::cli {
namespace {

constexpr std::uint32_t credit = 256;  // entries asked for at a time

// Worse first: what the work came to, and only then that the reading could not be closed.
Outcome<Exit> closing(Outcome<Exit> outcome, Audit& audit) {
  const auto closed = client::close_reading(audit.connection, {*audit.reading});
  if (outcome && !closed) return stop_from(closed.error());
  return outcome;
}

// The usual slip of those who may read everything and have not said that they want to.
Outcome<Exit> with_hint(Outcome<Exit> outcome) {
  if (outcome || outcome.error().code != "NO_GRANT") return outcome;
  auto stop = outcome.error();
  stop.text += " With --auditor a system reads everything, if it is granted that.";
  return stop;
}

Outcome<Exit> with_reading(const Arguments& arguments, Console& console, Audit& audit, const AuditWork& work) {
  auto key = signing_key_from(arguments, console);
  if (!key) return key.error();
  const Interruption interruption;
  auto opened = client::open_reading(audit.connection, **key, now());
  if (!opened) return stop_from(opened.error());
  audit.reading = opened->id;
  audit.person_key = std::move(opened->person_key);
  note(console, "reading everything: entry " + std::to_string(opened->index) + " of the log says so");
  return closing(work(audit), audit);
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<protocol::StepName> step_name_of(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.size() != 5) return std::nullopt;
  const auto revision = number_of(parts[3]);
  if (!revision || *revision == 0 || *revision > UINT32_MAX) return std::nullopt;
  for (const auto& part : parts) {
    if (!base::is_identifier(part)) return std::nullopt;
  }
  return protocol::StepName{parts[0], parts[1], parts[2], static_cast<std::uint32_t>(*revision), parts[4]};
}

// One line that does nothing to a terminal, and a JSON object: else it goes as base64.
bool fits_a_line(const std::string& text) { return printable(text) == text && entry_facts(base::view(text)).ok(); }

}  // namespace

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::vector<OptionGroup> audit_options(std::vector<OptionGroup> own) {
  own.push_back(log_options());
  own.push_back({"Who reads",
                 {{"auditor", "", "read everything: opens a reading with the system's own signature, and closes it"}}});
  own.push_back(signing_key_options());
  own.push_back(server_options());
  return own;
}

Outcome<Exit> in_audit(const Arguments& arguments, Console& console, const AuditWork& work) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  auto trust = log_trust_from(arguments, *settings);
  if (!trust) return trust.error();
  auto connection = connect(*settings);
  if (!connection) return connection.error();
  Audit audit{std::move(*trust), std::move(*connection)};
  if (arguments.has("auditor")) return with_reading(arguments, console, audit, work);
  const Interruption interruption;
  return with_hint(work(audit));
}

Outcome<void> read_until(Audit& audit, client::LogView& view, const client::SignedCheckpoint& newest, std::uint64_t end,
                         const Show& show) {
  while (view.next() < end && !Interruption::wished()) {
    const auto wanted = static_cast<std::uint32_t>(std::min<std::uint64_t>(credit, end - view.next()));
    const auto read = client::read_on(audit.connection, view, wanted, {}, audit.reading);
    if (!read) return stop_from(read.error());
    for (const auto& entry : *read) {
      if (!show(entry)) return {};
    }
  }
  const auto& [origin, size, root] = newest.checkpoint;
  if (view.next() == size && view.root() != root) {
    return Stop{Exit::diverged, "LOG_FORKED", "the entries make another root than the newest checkpoint's"};
  }
  return {};
}

std::string entry_line(const client::LogEntry& entry) {
  Report report{{{"index", entry.index}, {"leaf", base::print(client::leaf_of(entry.item))}}};
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  if (octets == nullptr) return print_line(report);
  const std::string text(base::text(*octets));
  if (!fits_a_line(text)) {
    report.fields.emplace_back("octets", base::to_base64(*octets));
    return print_line(report);
  }
  auto line = print_line(report);
  line.pop_back();
  return line + R"(,"entry":)" + text + "}";
}

Outcome<EntryName> entry_name_of(const std::string& text) {
  if (const auto index = number_of(text)) return EntryName(*index);
  if (auto step = step_name_of(text)) return EntryName(std::move(*step));
  return wrong_usage("an entry is named by its INDEX, or by unit/kind/record/revision/step");
}

Outcome<EntryName> entry_name_from(const Arguments& arguments) {
  if (arguments.operands().empty()) return wrong_usage("which entry? INDEX, or unit/kind/record/revision/step");
  return entry_name_of(arguments.operands().front());
}

std::string described(const client::SignedCheckpoint& checkpoint, const client::LogTrust& trust) {
  const auto& [origin, size, root] = checkpoint.checkpoint;
  return std::to_string(size) + " entries, root " + base::to_base64(root) + ", cosigned by " +
         std::to_string(checkpoint.cosigned) + " of " + std::to_string(trust.witnesses.size()) + " witnesses";
}

const Command& audit_command() {
  static const Command command{
      "audit",
      "read the log of every signature, and prove that nothing in it was removed or altered",
      {"COMMAND [options]"},
      "Everything that is shown is verified first: against the log's key, against the root that the log has signed,\n"
      "and, by `follow`, against what the log has shown before. A system sees the entries of its own units, and of "
      "the\n"
      "others their leaf hashes, enough to verify the root; with --auditor it sees everything, and the log says so.\n"
      "\n",
      {},
      0,
      "exit status: 0 done; 1 refused, or it does not verify; 2 wrong usage; 3 try again later; 4 the log contradicts "
      "what\n"
      "it showed before: keep the state file and what it shows now, and tell the other auditors.\n",
      nullptr,
      {&audit_vkey_command(), &audit_tail_command(), &audit_follow_command(), &audit_show_command(),
       &audit_check_command(), &audit_prove_command(), &audit_verify_command(), &audit_export_command(),
       &audit_report_command(), &audit_anchors_command()}};
  return command;
}

}  // namespace antin::cli
