#include "daemon/keeper/losing.hpp"

#include <algorithm>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/tlog/checkpoint.hpp"
#include "daemon/keeper/mirrored_tiles.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;
using policy::bundle::Signer;

constexpr std::size_t witnessed_limit = 8 * 1024;  // an entry holds it, beside the backup's

base::Error refused(const std::string& why) { return {"signatures/statement.txt: " + why}; }

// The lost log's own: who cosigned it, and which keys it signed with, is for its last bundle to say.
base::Result<Bundle> bundle_of(Ledger& backup) {
  const auto last = kept_bundle(backup);
  if (!last) return last.error();
  if (!*last) return base::Error{"the backup holds no bundle, which would say who its log's witnesses were"};
  const auto files = kept_files(backup, (*last)->bundle);
  if (!files) return files.error();
  return policy::bundle::make_bundle(*files);
}

std::vector<tlog::VerifierKey> keys_of(const Bundle& old, const InForce& in_force) {
  const auto& named = *in_force.bundle().predecessor;
  std::vector<tlog::VerifierKey> keys{named};
  for (const auto& [label, key] : old.log_keys)
    if (key.name == named.name && key != named) keys.push_back(key);
  return keys;
}

base::Result<void> holds(const statement::Lost& said, const LossGround& ground) {
  if (said.log != ground.backup.identity.origin) return refused("it is about the log " + said.log);
  if (said.successor != ground.origin) return refused("it names " + said.successor + " as the one that goes on");
  if (said.expires <= ground.clock.now) return refused("it has expired");
  return {};
}

base::Result<std::vector<Signer>> quorum(const policy::bundle::SignedStatement& given, const LossGround& ground) {
  auto signers = policy::bundle::open_quorum(given, ground.officers);
  if (!signers) return signers.error();
  if (auto stand = policy::bundle::check_standing(*signers, ground.in_force.people(), ground.clock.now); !stand)
    return stand.error();
  return signers;
}

struct Witnessed {
  std::string note;
  std::vector<std::string> witnesses;
  base::Instant last;  // when one of them saw it
};

// Whatever else is on the note is nobody's word.
Witnessed what_holds(const tlog::Note& note, const std::vector<tlog::VerifierKey>& keys, const Bundle& old) {
  tlog::Note kept{note.text, {}};
  Witnessed found;
  for (const auto& signature : note.signatures) {
    const tlog::Note alone{note.text, {signature}};
    const bool is_log = std::any_of(keys.begin(), keys.end(),
                                    [&](const tlog::VerifierKey& key) { return tlog::is_signed_by(alone, key); });
    if (is_log) kept.signatures.push_back(signature);
    for (const auto& witness : old.witnesses) {
      const auto at = tlog::cosigned_at(alone, witness);
      if (!at || std::count(found.witnesses.begin(), found.witnesses.end(), witness.name) != 0) continue;
      kept.signatures.push_back(signature);
      found.witnesses.push_back(witness.name);
      found.last = std::max(found.last, *at);
    }
  }
  found.note = tlog::print(kept);
  return found;
}

base::Result<Witnessed> witnessed(const fs::path& file, const statement::Lost& said,
                                  const std::vector<tlog::VerifierKey>& keys, const Bundle& old) {
  const auto content = base::read_file(file, tlog::note_size_limit);
  if (!content) return content.error();
  const auto refuse = [&](const std::string& why) { return base::Error{file.string() + ": " + why}; };
  const auto note = tlog::parse_note(base::text(*content));
  if (!note) return refuse(note.error().text);
  const auto checkpoint = tlog::open_checkpoint(*note, keys);
  if (!checkpoint) return refuse("no key of the lost log has signed it: " + checkpoint.error().text);
  if (checkpoint->size != said.size || checkpoint->root != said.root)
    return refuse("it is another checkpoint than the security officers have named");
  auto found = what_holds(*note, keys, old);
  const auto needed = old.rules.policy.log.witnesses_needed;
  if (found.witnesses.size() < needed)
    return refuse(std::to_string(found.witnesses.size()) + " of the log's witnesses have cosigned it, and it takes " +
                  std::to_string(needed));
  if (found.note.size() > witnessed_limit) return refuse("it is too large for an entry");
  return found;
}

base::Result<void> check_clock(const LossGround& ground, base::Instant witnessed) {
  if (!ground.clock.trusted)
    return base::Error{"the clock is not as exact as the policy demands: no log begins with it"};
  const auto last = ground.backup.ledger->last_entry_time();
  if (!last) return base::Error{last.error().text};
  const auto latest = std::max(witnessed, last->value_or(base::Instant{}));
  if (ground.clock.now < latest)
    return base::Error{"the clock says " + base::print(ground.clock.now) + ", but the lost log went on until " +
                       base::print(latest) + " at least: set the clock"};
  return {};
}

std::optional<tlog::TileSource> mirror_in(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder / "tile", ignored)) return std::nullopt;
  return mirrored_tiles(folder);
}

}  // namespace

base::Result<Loss> read_loss(const fs::path& folder, const LossGround& ground) {
  const auto given = policy::bundle::read_signed(folder);
  if (!given) return given.error();
  // Who signed needs nothing of what was signed, so it comes before that is parsed.
  const auto signers = quorum(*given, ground);
  if (!signers) return signers.error();
  const auto said = statement::parse_lost(given->text);
  if (!said) return refused(said.error().text);
  if (auto right = holds(*said, ground); !right) return right.error();
  const auto old = bundle_of(*ground.backup.ledger);
  if (!old) return old.error();
  auto keys = keys_of(*old, ground.in_force);
  auto found = witnessed(folder / "checkpoint", *said, keys, *old);
  if (!found) return found.error();
  if (auto exact = check_clock(ground, found->last); !exact) return exact.error();
  Loss loss{*said,
            given->text,
            named(*signers),
            {},
            std::move(found->note),
            std::move(found->witnesses),
            std::move(keys),
            mirror_in(folder / "log"),
            {ground.clock.error_us, std::string(name(ground.clock.source))}};
  for (const auto& signer : *signers) loss.signatures.push_back(signer.cms);
  return loss;
}

}  // namespace antin::keeper
