// antin audit vkey, tail: whose log it is, and its newest entries.
#include "client/cli/audit.hpp"

namespace antin::cli {
namespace {

Outcome<Exit> run_vkey(const Arguments& arguments, Console& console) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto trust = log_trust_from(arguments, *settings);
  if (!trust) return trust.error();
  for (const auto& key : trust->keys) console.out << tlog::print(key) << "\n";
  return Exit::ok;
}

Outcome<Exit> tail(Audit& audit, std::uint64_t lines, Console& console) {
  const auto newest = client::newest_checkpoint(audit.connection, audit.trust);
  if (!newest) return stop_from(newest.error());
  const auto size = newest->checkpoint.size;
  auto view = client::view_from(audit.connection, audit.trust, size - std::min(size, lines), audit.reading);
  if (!view) return stop_from(view.error());
  const auto read = read_until(audit, *view, *newest, size, [&](const client::LogEntry& entry) {
    console.out << entry_line(entry) << "\n";
    return console.out.good();
  });
  if (!read) return read.error();
  note(console, described(*newest, audit.trust));
  return Exit::ok;
}

Outcome<Exit> run_tail(const Arguments& arguments, Console& console) {
  const auto lines = arguments.number("lines", 1, UINT32_MAX);
  if (!lines) return lines.error();
  return in_audit(arguments, console, [&](Audit& audit) { return tail(audit, lines->value_or(10), console); });
}

}  // namespace

const Command& audit_vkey_command() {
  static const Command command{
      "audit vkey",
      "check a file with the log's verifier keys, and print them",
      {"[--log-key FILE]"},
      "Get the key from somewhere else than the appliance: from its operators on paper, from another auditor. Whoever\n"
      "could change it could show you a log of his own.\n",
      {{"Options",
        {{"log-key", "FILE", "verifier keys (vkey) of one log, one a line; else `log-key` of the configuration"},
         {"config", "FILE", "read this configuration file and no other"}}}},
      0,
      "",
      run_vkey};
  return command;
}

const Command& audit_tail_command() {
  static const Command command{
      "audit tail",
      "the newest entries, one a line, as JSON",
      {"[--lines N] --log-key FILE [--auditor …]"},
      "Shows the last entries of the log, each proven to be in its newest checkpoint. An entry of another unit is "
      "shown by\n"
      "its leaf hash alone.\n",
      audit_options({{"Options", {{"lines", "N", "how many (10)"}}}}),
      0,
      "",
      run_tail};
  return command;
}

}  // namespace antin::cli
