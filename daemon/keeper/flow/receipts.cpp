#include "daemon/keeper/flow/receipts.hpp"

#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "core/tlog/proof.hpp"

namespace antin::keeper {
namespace {

base::Result<tlog::Checkpoint> checkpoint_in(const std::string& text) {
  const auto note = tlog::parse_note(text);
  if (!note) return note.error();
  return tlog::parse_checkpoint(note->text);
}

const LostLog* log_named(const std::string& origin, const std::vector<LostLog>& logs) {
  const auto found = std::find_if(logs.begin(), logs.end(), [&](const LostLog& log) { return log.origin == origin; });
  return found == logs.end() ? nullptr : &*found;
}

base::Result<tlog::Checkpoint> proven(const tlog::Proof& proof, const base::Sha256Hash& leaf, const LostLog& log) {
  base::Result<tlog::Checkpoint> last = base::Error{"the log is not known to have had a key"};
  for (const auto& key : log.keys)
    if (last = tlog::verify(proof, leaf, key); last) break;
  return last;
}

Seen seen(const tlog::Checkpoint& checkpoint, const LostLog& log) {
  const auto last = checkpoint_in(log.witnessed);
  if (!last) return Seen::unknown;
  if (checkpoint.size > last->size) return Seen::unseen;
  return checkpoint.size == last->size && checkpoint.root != last->root ? Seen::forked : Seen::witnessed;
}

// What the result holds, whichever of the two it is.
struct Content {
  std::uint64_t index = 0;
  base::Bytes entry, seal, token;
  bool is_ending = false;
};

base::Result<Content> content_of(const base::Bytes& octets) {
  const auto result = protocol::parse_result(octets);
  if (!result) return base::Error{"its result cannot be read: " + result.error().text};
  if (protocol::encode(*result) != octets)
    return base::Error{"its result is not in the octets in which one is given out"};
  if (const auto* step = std::get_if<protocol::StepResult>(&*result))
    return Content{step->index, step->entry, step->seal, step->token, false};
  if (const auto* end = std::get_if<protocol::EndResult>(&*result))
    return Content{end->index, end->entry, {}, {}, true};
  return base::Error{"its result is neither a step's nor an ending's"};
}

// What the entry names by hash is what comes with it.
base::Result<void> holds_together(const Content& content, const GivenEntry& said) {
  if (content.is_ending != said.ending.has_value()) return base::Error{"its result is not of the kind of its entry"};
  if (content.is_ending) return {};
  if (said.seal.has_value() == content.seal.empty() || (said.seal && crypto::sha256(content.seal) != *said.seal))
    return base::Error{"its seal is not the one that the entry names"};
  if (crypto::sha256(content.token) != said.token)
    return base::Error{"its timestamp is not the one that the entry names"};
  return {};
}

}  // namespace

std::string_view name_of(Seen seen) {
  switch (seen) {
    case Seen::witnessed: return "witnessed";
    case Seen::unseen: return "unseen";
    case Seen::forked: return "forked";
    case Seen::unknown: break;
  }
  return "unknown";
}

base::Result<Receipt> read_receipt(const protocol::GivenReceipt& given, const std::vector<LostLog>& logs) {
  auto content = content_of(given.result);
  if (!content) return content.error();
  const auto proof = tlog::parse_proof(given.proof);
  if (!proof) return base::Error{"its proof cannot be read: " + proof.error().text};
  const auto named = checkpoint_in(proof->note);
  if (!named) return base::Error{"its proof has no checkpoint: " + named.error().text};
  const auto* log = log_named(named->origin, logs);
  if (log == nullptr) return base::Error{"it is of no log that was lost and that this one goes on from"};
  if (proof->index != content->index) return base::Error{"its proof is of another entry"};
  const auto leaf = tlog::leaf_hash(content->entry);
  const auto checkpoint = proven(*proof, leaf, *log);
  if (!checkpoint) return base::Error{"its proof does not hold: " + checkpoint.error().text};
  auto said = parse_given_entry(content->entry);
  if (!said) return said.error();
  if (auto right = holds_together(*content, *said); !right) return right.error();
  return Receipt{log,
                 proof->index,
                 leaf,
                 given.proof,
                 *std::move(said),
                 given.result,
                 std::move(content->entry),
                 std::move(content->seal),
                 std::move(content->token),
                 seen(*checkpoint, *log)};
}

}  // namespace antin::keeper
