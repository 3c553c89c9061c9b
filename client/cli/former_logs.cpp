#include "client/cli/former_logs.hpp"

#include "client/cli/governance.hpp"
#include "client/cli/interruption.hpp"
#include "client/cli/log_options.hpp"
#include "client/lib/log_files.hpp"
#include "core/base/file.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

// Of nobody's word yet: it only says which key to ask for.
Outcome<std::string> origin_in(const fs::path& folder) {
  const auto content = base::read_file(folder / "checkpoint", tlog::note_size_limit);
  if (!content) return local_trouble(content.error());
  const auto note = tlog::parse_note(base::text(*content));
  const auto checkpoint = note ? tlog::parse_checkpoint(note->text) : note.error();
  if (!checkpoint) return local_trouble({(folder / "checkpoint").string() + ": " + checkpoint.error().text});
  return checkpoint->origin;
}

// The entries of a former log up to where it ended, judged one by one.
class Replay {
 public:
  Replay(GovernanceMeans means, std::uint64_t end)
      : m_log(means.log), m_end(end), m_governance(std::make_unique<Governance>(std::move(means))) {}

  void take(base::ByteView octets) {
    if (m_stop || m_edge.size() >= m_end) return;
    if (Interruption::wished()) {
      m_stop = Stop{Exit::temporary, "INTERRUPTED", "not all of it was read"};
      return;
    }
    const client::LogEntry entry{m_edge.size(), base::copy(octets)};
    m_edge.append(client::leaf_of(entry.item));
    m_last = base::copy(octets);
    auto found = m_governance->take(entry);
    if (found) return keep(entry.index, *std::move(found));
    m_stop = found.error();
    m_stop->text = named(entry.index) + ": " + m_stop->text;
  }

  [[nodiscard]] const std::optional<Stop>& stop() const { return m_stop; }
  [[nodiscard]] std::uint64_t size() const { return m_edge.size(); }
  [[nodiscard]] base::Sha256Hash root() const { return m_edge.root(); }
  [[nodiscard]] const Findings& findings() const { return m_findings; }
  [[nodiscard]] std::optional<Inheritance> hand_on() const { return m_governance->hand_on(); }
  [[nodiscard]] bool is_closed_for(const std::string& successor) const {
    const auto last = entry_facts(m_last);
    return last && last->type == "close" && last->successor == successor;
  }

 private:
  [[nodiscard]] std::string named(std::uint64_t index) const {
    return "entry " + std::to_string(index) + " of " + m_log;
  }
  void keep(std::uint64_t index, Findings found) {
    for (auto& finding : found) {
      if (finding.holds == Holds::no)
        m_findings.push_back(broken(named(index), finding.rule + ": " + finding.text));
      else if (finding.holds == Holds::not_checked && finding.rule == former_log)
        m_findings.push_back(std::move(finding));
    }
  }

  std::string m_log;
  std::uint64_t m_end;
  std::unique_ptr<Governance> m_governance;
  tlog::Frontier m_edge;
  base::Bytes m_last;
  Findings m_findings;
  std::optional<Stop> m_stop;
};

// Where the successor says that the log ended, if that log's own key says so too.
base::Result<tlog::Checkpoint> end_of(const EntryFacts& succeeds, const client::LogTrust& trust) {
  const auto end = client::open_note(succeeds.checkpoint, trust);
  if (!end) return base::Error{"where it ended: " + end.error().text};
  if (end->checkpoint.size != succeeds.size) return base::Error{"its successor says that it ended with another entry"};
  if (!succeeds.lost) return end->checkpoint;
  const auto witnessed = client::open_note(succeeds.lost->checkpoint, trust);
  if (!witnessed) return base::Error{"what its witnesses saw: " + witnessed.error().text};
  if (witnessed->checkpoint.size != succeeds.lost->size)
    return base::Error{"its successor says that its witnesses saw another size"};
  return end->checkpoint;
}

// Are the files all that the end says, each entry of it?
Outcome<void> check_whole(const client::VerifiedFiles& files, std::uint64_t end, const std::string& folder) {
  const auto cannot = [&](const std::string& why) { return Stop{Exit::usage, "CANNOT", folder + ": " + why}; };
  if (files.checkpoint.checkpoint.size < end)
    return cannot("the copy ends with " + std::to_string(files.checkpoint.checkpoint.size) + " entries, the log with " +
                  std::to_string(end));
  if (files.first_entry > 0)
    return cannot("entries before " + std::to_string(files.first_entry) +
                  " are not there: copy tile/entries of the log's archives into it too");
  if (files.entries == 0) return cannot("no entries are there: copy tile/entries of the log's entries into it too");
  return {};
}

std::optional<std::string> contradiction(const EntryFacts& succeeds, const std::string& successor,
                                         const tlog::Checkpoint& end, const client::VerifiedFiles& files,
                                         const Replay& replay) {
  if (replay.root() != end.root) return "its key has signed two histories: the files have another root where it ended";
  if (succeeds.lost) return std::nullopt;
  if (!replay.is_closed_for(successor)) return "it was not closed there for " + successor;
  if (files.checkpoint.checkpoint.size != end.size) return std::string("it went on after it was closed");
  return std::nullopt;
}

Inherited contradicted(const std::string& log, const std::string& why) {
  return {{}, {broken(former_log, log + ": " + why)}};
}

}  // namespace

OptionGroup FormerLogs::options() {
  return {
      "A log that this one succeeds",
      {{"former", "DIR", "its files and entries, as `audit verify` reads them: who governed it is read there", true},
       {"former-key", "FILE", "its verifier key (vkey), or several of it, one a line", true}}};
}

Outcome<FormerLogs> FormerLogs::from(const Arguments& arguments) {
  std::map<std::string, std::vector<tlog::VerifierKey>> keys;
  for (const auto& file : arguments.values("former-key")) {
    const auto found = log_keys_in(file);
    if (!found) return found.error();
    auto& of_log = keys[found->front().name];
    of_log.insert(of_log.end(), found->begin(), found->end());
  }
  FormerLogs logs;
  for (const auto& folder : arguments.values("former")) {
    const auto origin = origin_in(folder);
    if (!origin) return origin.error();
    const auto its = keys.find(*origin);
    if (its == keys.end())
      return wrong_usage(folder + " is of the log " + *origin + ": give its key with --former-key");
    if (!logs.m_logs.emplace(*origin, Former{folder, {its->second, {}, 0}}).second)
      return wrong_usage("two folders of --former are of the log " + *origin);
  }
  for (const auto& [log, of_log] : keys)
    if (!logs.m_logs.contains(log)) return wrong_usage("no --former is of the log " + log + ", whose key is given");
  return logs;
}

Outcome<Inherited> FormerLogs::inherit(const EntryFacts& succeeds, const GovernanceMeans& means) const {
  const auto found = m_logs.find(succeeds.log);
  if (found == m_logs.end()) return not_at_hand(succeeds.log);
  const auto& [folder, trust] = found->second;
  const auto end = end_of(succeeds, trust);
  if (!end) return contradicted(succeeds.log, end.error().text);

  auto its = means;
  its.log = succeeds.log;
  its.knows_ids = false;
  auto before = *this;  // no log goes on from itself
  before.m_logs.erase(succeeds.log);
  its.inherit = [&](const auto& earlier, const auto& of) { return before.inherit(earlier, of); };
  Replay replay(std::move(its), end->size);
  const auto files =
      client::verify_log_files(folder, std::nullopt, trust, [&](base::ByteView entry) { replay.take(entry); });
  if (!files) return Stop{Exit::refused, "LOG_MISMATCH", folder.string() + ": " + files.error().text};
  if (const auto whole = check_whole(*files, end->size, folder.string()); !whole) return whole.error();
  if (replay.stop()) return *replay.stop();
  if (const auto why = contradiction(succeeds, means.log, *end, *files, replay))
    return contradicted(succeeds.log, *why);

  Inherited inherited{replay.hand_on(), replay.findings()};
  const auto what = succeeds.log + ", " + std::to_string(end->size) + " entries, whose root its own key has signed";
  inherited.findings.insert(inherited.findings.begin(), held(former_log, what));
  return inherited;
}

}  // namespace antin::cli
