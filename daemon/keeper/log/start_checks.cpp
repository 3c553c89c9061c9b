#include "daemon/keeper/log/start_checks.hpp"

namespace antin::keeper {
namespace {

using Checked = base::Result<void, StartProblem>;

StartProblem problem(std::string text) { return {std::move(text), false, false}; }

std::string described(const tlog::Checkpoint& checkpoint) {
  return std::to_string(checkpoint.size) + " entries with root " + base::to_base64(checkpoint.root);
}

base::Result<base::Sha256Hash> root_at(Ledger& ledger, std::uint64_t size) {
  tlog::Tree tree(size, [&](const tlog::Tile& tile) -> base::Result<tlog::Path> {
    auto hashes = ledger.tile(tile);
    if (!hashes) return base::Error{hashes.error().text};
    return *std::move(hashes);
  });
  return tree.root();
}

// A checkpoint from anywhere, against the entries that the ledger holds.
Checked fits(Ledger& ledger, const std::string& whose, const tlog::Checkpoint& checkpoint, const std::string& way_out) {
  const auto size = ledger.size();
  if (!size) return problem(size.error().text);
  if (checkpoint.size > *size)
    return problem(whose + " is for " + described(checkpoint) + ", but the ledger has " + std::to_string(*size) +
                   " entries: " + way_out);
  const auto root = root_at(ledger, checkpoint.size);
  if (!root) return problem(root.error().text);
  if (*root != checkpoint.root)
    return problem(whose + " is for " + described(checkpoint) + ", but the ledger's first " +
                   std::to_string(checkpoint.size) + " entries have root " + base::to_base64(*root) +
                   ": entries were altered, or this is another ledger; " + way_out);
  return {};
}

const char* const older_ledger =
    "an older copy of the ledger was put back; bring the newest one, and if it is lost, a successor log must be made";

Checked kept_checkpoint_fits(Ledger& ledger, const LogKeys& keys) {
  const auto last = ledger.last_checkpoint();
  if (!last) return problem(last.error().text);
  if (!*last) return {};
  const auto checkpoint = tlog::open_checkpoint((*last)->note, keys.all);
  if (!checkpoint)
    return problem("the ledger's last checkpoint is not one of the log's keys: " + checkpoint.error().text +
                   "; look at the log keys in keys.toml and their vkeys");
  return fits(ledger, "the ledger's last checkpoint", *checkpoint, older_ledger);
}

Checked published_checkpoint_fits(Ledger& ledger, const Publisher& publisher, const LogKeys& keys) {
  const auto file = publisher.checkpoint_file().string();
  const auto note = publisher.published();
  if (!note) return problem(note.error().text);
  if (!*note) return {};
  const auto checkpoint = tlog::open_checkpoint(**note, keys.all);
  if (!checkpoint)
    return problem("the file " + file + " is no checkpoint of this log: " + checkpoint.error().text +
                   "; if the folder was damaged, move it away and run antind --rebuild-log-files");
  const auto last = ledger.last_checkpoint();
  if (!last) return problem(last.error().text);
  if (!*last || checkpoint->size > (*last)->size)
    return problem("the published " + file + " is for " + described(*checkpoint) +
                   ", newer than the ledger's last checkpoint: " + older_ledger);
  return fits(ledger, "the published " + file, *checkpoint, older_ledger);
}

Checked clock_is_ahead(Ledger& ledger, base::Instant now) {
  const auto time = ledger.last_entry_time();
  if (!time) return problem(time.error().text);
  if (!*time || now >= **time) return {};
  const auto size = ledger.size();
  const auto last = size ? ledger.entries(*size - 1, 1) : LedgerResult<std::vector<LoggedEntry>>(size.error());
  if (!last) return problem(last.error().text);
  return StartProblem{"the clock says " + base::print(now) + ", but the last entry is of " + base::print(**time) +
                          ": mend the time service; if the clock is right and the entry is not, a quorum of the "
                          "security officers clears it: antin-policy clear clock --last " +
                          base::print(last->front().leaf),
                      true, true};
}

}  // namespace

Checked check_log(Ledger& ledger, const Publisher& publisher, const LogKeys& keys, base::Instant now) {
  if (const auto known = check_signing_keys(ledger, keys); !known) return problem(known.error().text);
  if (auto fits = kept_checkpoint_fits(ledger, keys); !fits) return fits;
  if (auto fits = published_checkpoint_fits(ledger, publisher, keys); !fits) return fits;
  return clock_is_ahead(ledger, now);
}

}  // namespace antin::keeper
