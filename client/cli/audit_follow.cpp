// antin audit follow: every entry from the first on, once each, verified against all that the log has shown before.
#include "client/cli/audit.hpp"
#include "core/base/file.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t state_limit = tlog::note_size_limit + 8192;
constexpr std::chrono::milliseconds wait{2000};  // for news; also how long an interrupt may take
constexpr std::uint32_t credit = 256;

Outcome<client::LogView> view_in(const fs::path& file, const client::LogTrust& trust) {
  std::error_code failure;
  if (fs::symlink_status(file, failure).type() == fs::file_type::not_found) return client::LogView(trust);
  const auto content = base::read_file(file, state_limit);
  if (!content) return local_trouble(content.error());
  auto view = client::LogView::parse(trust, base::text(*content));
  if (!view) return local_trouble({file.string() + ": " + view.error().text});
  return std::move(*view);
}

// Entries first, then the state: after a power loss a page may be shown again, but none is ever left out.
Outcome<void> keep(const client::LogView& view, const fs::path& file, Console& console) {
  console.out.flush();
  if (!console.out.good()) return Stop{Exit::usage, "CANNOT", "nobody reads the entries any more"};
  const auto written = base::write_file_durably(file, base::view(view.print()));
  if (!written) return local_trouble(written.error());
  return {};
}

Outcome<Exit> follow(Audit& audit, const fs::path& file, bool once, Console& console) {
  auto view = view_in(file, audit.trust);
  if (!view) return view.error();
  while (!Interruption::wished()) {
    const auto note_before = view->note();
    const auto read = client::read_on(audit.connection, *view, credit, once ? wait * 0 : wait, audit.reading);
    if (!read) return stop_from(read.error());
    for (const auto& entry : *read) console.out << entry_line(entry) << "\n";
    if (!read->empty() || view->note() != note_before) {
      if (const auto kept = keep(*view, file, console); !kept) return kept.error();
    }
    if (once && view->next() == view->checkpoint().size) break;
  }
  note(console, described(view->shown(), audit.trust) + "; read up to " + std::to_string(view->next()));
  return Exit::ok;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto state = arguments.required("state");
  if (!state) return state.error();
  return in_audit(arguments, console,
                  [&](Audit& audit) { return follow(audit, *state, arguments.has("once"), console); });
}

}  // namespace

const Command& audit_follow_command() {
  static const Command command{
      "audit follow",
      "all entries as they come, each batch verified against what was shown before",
      {"--state FILE [--once] --log-key FILE [--auditor …]"},
      "Begins at the log's first entry, or where FILE says that it had come to, and shows each entry, one a line, as "
      "JSON.\n"
      "FILE keeps the last checkpoint and the hashes to go on from. It is written after the entries were: should the\n"
      "machine stop in between, the last few come once more (tell them by `index`); none is ever left out.\n"
      "A log that takes entries back, or shows another history, is refused with LOG_ROLLED_BACK or LOG_FORKED.\n",
      audit_options({{"Options",
                      {{"state", "FILE", "what was verified so far; made when it is not there"},
                       {"once", "", "end at the newest entry instead of waiting for more"}}}}),
      0,
      "exit status: 4 when the log was rolled back or forked; else as `antin help` says.\n",
      run};
  return command;
}

}  // namespace antin::cli
