// antin-policy lost: security officers say that a log was lost with its disk, and which one goes on.
#include "core/statement/lost.hpp"

#include <charconv>

#include "client/cli/new_file.hpp"
#include "client/cli/signing_key.hpp"
#include "client/cli/statement_source.hpp"
#include "core/base/file.hpp"
#include "core/crypto/random.hpp"
#include "core/tlog/checkpoint.hpp"
#include "policy/bundle/signatures.hpp"
#include "policy/cli/folder.hpp"
#include "policy/cli/signing.hpp"

namespace antin::policy::cli {
namespace {

using antin::cli::local_trouble;
using antin::cli::wrong_usage;

struct Witnessed {
  base::Bytes note;
  tlog::Checkpoint checkpoint;
};

// Who signed it is for antind to judge, which knows the log's keys and its witnesses'.
Outcome<Witnessed> witnessed_from(const Arguments& arguments) {
  const auto file = arguments.required("checkpoint");
  if (!file) return file.error();
  auto content = base::read_file(*file, tlog::note_size_limit);
  if (!content) return local_trouble(content.error());
  const auto note = tlog::parse_note(base::text(*content));
  if (!note) return wrong_usage(*file + " is no checkpoint: " + note.error().text);
  const auto checkpoint = tlog::parse_checkpoint(note->text);
  if (!checkpoint) return wrong_usage(*file + " is no checkpoint: " + checkpoint.error().text);
  return Witnessed{*std::move(content), *checkpoint};
}

Outcome<std::uint64_t> backup_from(const Arguments& arguments) {
  const auto given = arguments.required("backup");
  if (!given) return given.error();
  std::uint64_t size = 0;
  const auto [end, failure] = std::from_chars(given->data(), given->data() + given->size(), size);
  if (failure != std::errc() || end != given->data() + given->size())
    return wrong_usage("--backup is a number of entries");
  return size;
}

Outcome<statement::Lost> lost_from(const Arguments& arguments, const tlog::Checkpoint& checkpoint) {
  const auto successor = arguments.required("successor");
  if (!successor) return successor.error();
  const auto backup = backup_from(arguments);
  if (!backup) return backup.error();
  const auto reason = arguments.required("reason");
  if (!reason) return reason.error();
  const auto expires = antin::cli::expiry_from(arguments, now());
  if (!expires) return expires.error();
  return statement::Lost{checkpoint.origin,          *successor, checkpoint.size, checkpoint.root, *backup, *reason,
                         crypto::random_array<16>(), *expires};
}

// The checkpoint lies beside what is signed about it, with all its signatures.
Outcome<std::string> begun_in(const std::string& folder, const Arguments& arguments) {
  const auto witnessed = witnessed_from(arguments);
  if (!witnessed) return witnessed.error();
  const auto lost = lost_from(arguments, witnessed->checkpoint);
  if (!lost) return lost.error();
  auto text = statement::print(*lost);
  if (const auto read = statement::parse_lost(text); !read)
    return wrong_usage("no statement can be made of this: " + read.error().text);
  if (auto written = antin::cli::write_result(std::filesystem::path(folder) / "checkpoint", witnessed->note); !written)
    return written.error();
  return text;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  return sign_together([](const std::string& folder, const Arguments& given) { return begun_in(folder, given); },
                       arguments, console);
}

}  // namespace

const Command& lost_command() {
  static const Command command{
      "lost",
      "say that a log was lost with its disk, and which one goes on: each officer of the quorum signs",
      {"--checkpoint FILE --backup ENTRIES --successor ORIGIN --reason CODE KEY --into DIR --officer ID",
       "KEY --into DIR --officer ID"},
      "For the day when the ledger is gone and its newest backup is older than the log. FILE is the last checkpoint "
      "that the\n"
      "log's witnesses have seen, as they serve it; it is copied to DIR/checkpoint. ENTRIES is how far the backup is\n"
      "signed; antind says it when another number is named. Be sure that the old log is gone: two that go on are a "
      "fork.\n"
      "Then, on the new appliance: antind --make-ledger --succeeds BACKUP --lost DIR, once. The new log begins "
      "stopped.\n",
      {{"What is signed",
        {{"checkpoint", "FILE", "the last checkpoint that was witnessed, with its signatures"},
         {"backup", "ENTRIES", "how many entries the backup's own last checkpoint covers"},
         {"successor", "ORIGIN", "name of the log that goes on"},
         {"reason", "CODE", "why, an identifier, e.g. disk-failed"},
         {"expires", "TIME", "UTC, e.g. 2026-06-30T16:59:59Z"},
         {"valid", "TIME", "instead of --expires: how long from now, e.g. 90m, 24h, 30d (24h)"}}},
       antin::cli::signing_key_options(),
       {"Where to",
        {{"into", "DIR", "sign into DIR/signatures, as `antin-policy sign` does"},
         officer_option(),
         {"yes", "", "sign without asking"}}}},
      0,
      "",
      run,
      {},
      "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
