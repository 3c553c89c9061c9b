// antin audit follow: every entry from the first on, once each, verified against all that the log has shown before.
#include "client/cli/audit.hpp"
#include "client/cli/output_file.hpp"
#include "core/base/file.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t state_limit = tlog::note_size_limit + 8192;
constexpr std::chrono::milliseconds wait{2000};  // for news; also how long an interrupt may take
constexpr std::uint32_t credit = 256;

// Where entries go, and then the state: after a crash a page may come again, but none is ever left out. On standard
// output it then stands twice; an output file is cut back to what the state knows.
class Following {
 public:
  static Outcome<Following> resume(const fs::path& file, const std::optional<fs::path>& output,
                                   const client::LogTrust& trust) {
    std::error_code failure;
    const bool fresh = fs::symlink_status(file, failure).type() == fs::file_type::not_found;
    auto state = fresh ? Outcome<FollowState>(FollowState{client::LogView(trust), {}}) : read(file, trust);
    if (!state) return state.error();
    if (!fresh && state->output.has_value() != output.has_value())
      return local_trouble({file.string() + (output ? " was kept without --output" : " was kept with --output")});
    Following following(file, std::move(*state));
    if (!output) return following;
    auto opened = OutputFile::open(*output, following.m_state.output);
    if (!opened) return opened.error();
    following.m_output.emplace(std::move(*opened));
    // Before the first entry: what a crash leaves in the file is then known to be ours.
    if (const auto kept = following.keep(); !kept) return kept.error();
    return following;
  }

  Outcome<void> show(const std::vector<client::LogEntry>& entries, Console& console) {
    std::string text;
    for (const auto& entry : entries) text += entry_line(entry) + "\n";
    if (m_output) return m_output->append(text);
    console.out << text;
    console.out.flush();
    if (!console.out.good()) return Stop{Exit::usage, "CANNOT", "nobody reads the entries any more"};
    return {};
  }

  Outcome<void> keep() {
    if (m_output) {
      const auto mark = m_output->settle();
      if (!mark) return mark.error();
      m_state.output = *mark;
    }
    const auto written = base::write_file_durably(m_file, base::view(print(m_state)));
    if (!written) return local_trouble(written.error());
    return {};
  }

  [[nodiscard]] client::LogView& view() { return m_state.view; }

 private:
  Following(fs::path file, FollowState state) : m_file(std::move(file)), m_state(std::move(state)) {}

  static Outcome<FollowState> read(const fs::path& file, const client::LogTrust& trust) {
    const auto content = base::read_file(file, state_limit);
    if (!content) return local_trouble(content.error());
    auto state = parse_follow_state(trust, base::text(*content));
    if (!state) return local_trouble({file.string() + ": " + state.error().text});
    return std::move(*state);
  }

  fs::path m_file;
  FollowState m_state;
  std::optional<OutputFile> m_output;
};

Outcome<Exit> follow(Audit& audit, Following& following, bool once, Console& console) {
  auto& view = following.view();
  while (!Interruption::wished()) {
    const auto note_before = view.note();
    const auto read = client::read_on(audit.connection, view, credit, once ? wait * 0 : wait, audit.reading);
    if (!read) return stop_from(read.error());
    if (!read->empty() || view.note() != note_before) {
      if (const auto shown = following.show(*read, console); !shown) return shown.error();
      if (const auto kept = following.keep(); !kept) return kept.error();
    }
    if (once && view.next() == view.checkpoint().size) break;
  }
  note(console, described(view.shown(), audit.trust) + "; read up to " + std::to_string(view.next()));
  return Exit::ok;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto state = arguments.required("state");
  if (!state) return state.error();
  std::optional<fs::path> output;
  if (const auto given = arguments.value("output")) output = *given;
  return in_audit(arguments, console, [&](Audit& audit) -> Outcome<Exit> {
    auto following = Following::resume(*state, output, audit.trust);
    if (!following) return following.error();
    return follow(audit, *following, arguments.has("once"), console);
  });
}

}  // namespace

const Command& audit_follow_command() {
  static const Command command{
      "audit follow",
      "all entries as they come, each batch verified against what was shown before",
      {"--state FILE [--output FILE] [--once] --log-key FILE [--auditor …]"},
      "Begins at the log's first entry, or where the state had come to, and shows each entry, one a line, as JSON.\n"
      "The state keeps the last checkpoint and the hashes to go on from. It is written after the entries were: should "
      "this\n"
      "program or the machine stop in between, the last few come once more on standard output (tell them by `index`, "
      "and\n"
      "expect half a line before them); none is ever left out. With --output each stands in that file exactly once: "
      "what\n"
      "lies behind what the state knows is cut off when it goes on.\n"
      "A log that takes entries back, or shows another history, is refused with LOG_ROLLED_BACK or LOG_FORKED.\n",
      audit_options({{"Options",
                      {{"state", "FILE", "what was verified so far; made when it is not there"},
                       {"output", "FILE", "append the entries to this file instead, each exactly once"},
                       {"once", "", "end at the newest entry instead of waiting for more"}}}}),
      0,
      "exit status: 4 when the log was rolled back or forked; else as `antin help` says.\n",
      run};
  return command;
}

}  // namespace antin::cli
