#include "client/lib/log_reader.hpp"

namespace antin::client {
namespace {

Failure unproven(const std::string& text) { return {Trouble::unverified, "LOG_UNPROVEN", text}; }

base::Result<SignedCheckpoint, Failure> open(std::string_view note, const LogTrust& trust) {
  auto opened = open_note(note, trust);
  if (!opened) return Failure{Trouble::unverified, "LOG_UNSIGNED", "The log's checkpoint: " + opened.error().text};
  return *opened;
}

base::Result<ProvenEntry, Failure> checked(protocol::InclusionResult proven, std::string note, const LogTrust& trust) {
  ProvenEntry entry{{proven.index, std::move(proven.path), std::move(note)}, std::move(proven.item), {}};
  auto checkpoint = check_proof(entry.proof, leaf_of(entry.item), trust);
  if (!checkpoint) return unproven("Entry " + std::to_string(proven.index) + ": " + checkpoint.error().text + ".");
  entry.checkpoint = std::move(*checkpoint);
  return entry;
}

}  // namespace

base::Result<std::vector<LogEntry>, Failure> read_on(Connection& connection, LogView& view, std::uint32_t credit,
                                                     std::chrono::milliseconds wait, const Reading& reading) {
  const auto from = view.next();
  auto page = entries(connection, {from, credit, static_cast<std::uint32_t>(wait.count()), reading});
  if (!page) return page.error();
  if (page->items.size() > credit) return Failure{Trouble::bad_answer, "BAD_ANSWER", "More came than was asked for."};
  const auto taken = view.take(*page, [&](auto size, auto whole) -> base::Result<tlog::Path, Failure> {
    auto proof = consistency(connection, {size, whole});
    if (!proof) return proof.error();
    return std::move(proof->path);
  });
  if (!taken) return taken.error();
  std::vector<LogEntry> read;
  for (auto& item : page->items) read.push_back({from + read.size(), std::move(item)});
  return read;
}

base::Result<LogView, Failure> view_from(Connection& connection, const LogTrust& trust, std::uint64_t index,
                                         const Reading& reading) {
  if (index == 0) return LogView(trust);
  const auto proven = inclusion(connection, {index, 0, reading});
  if (!proven) return proven.error();
  if (proven->index != index) return unproven("The reply is about another entry.");
  return LogView::beginning_at(trust, *proven);
}

base::Result<SignedCheckpoint, Failure> newest_checkpoint(Connection& connection, const LogTrust& trust) {
  const auto result = checkpoint(connection);
  if (!result) return result.error();
  return open(result->note, trust);
}

base::Result<bool, Failure> begins_with(Connection& connection, const tlog::Checkpoint& newest,
                                        const tlog::Checkpoint& earlier) {
  if (earlier.size == 0 || earlier.size > newest.size) return false;
  if (earlier.size == newest.size) return earlier.root == newest.root;
  const auto proof = consistency(connection, {earlier.size, newest.size});
  if (!proof) return proof.error();
  return tlog::verify_consistency(earlier.size, earlier.root, newest.size, newest.root, proof->path);
}

base::Result<ProvenEntry, Failure> proven_entry(Connection& connection, const LogTrust& trust,
                                                const std::variant<std::uint64_t, protocol::StepName>& what,
                                                const Reading& reading) {
  auto newest = inclusion(connection, {what, 0, reading});
  if (!newest) return newest.error();
  const auto* asked = std::get_if<std::uint64_t>(&what);
  if (asked != nullptr && newest->index != *asked) return unproven("The reply is about another entry.");
  const auto index = newest->index;
  auto note = newest->note;
  auto entry = checked(std::move(*newest), std::move(note), trust);
  if (!entry || entry->checkpoint.witnessed || trust.quorum == 0) return entry;
  const auto notes = checkpoint(connection);
  if (!notes) return notes.error();
  const auto cosigned = open_note(notes->cosigned, trust);
  if (!cosigned || !cosigned->witnessed || cosigned->checkpoint.size <= index) return entry;
  auto older = inclusion(connection, {index, cosigned->checkpoint.size, reading});
  if (!older) return older.error();
  if (older->index != index) return unproven("The reply is about another entry.");
  return checked(std::move(*older), notes->cosigned, trust);
}

}  // namespace antin::client
