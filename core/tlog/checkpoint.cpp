#include "core/tlog/checkpoint.hpp"

#include "core/crypto/sha2.hpp"
#include "core/tlog/lines.hpp"

namespace antin::tlog {

std::string print(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + base::to_base64(checkpoint.root) + "\n";
}

base::Sha256Hash anchored_imprint(const Checkpoint& checkpoint) {
  return crypto::sha256(base::view(print(checkpoint)));
}

base::Result<Checkpoint> parse_checkpoint(std::string_view text) {
  const base::Error refused{"expected a checkpoint: the lines origin, size and root"};
  if (text.size() > note_size_limit) return refused;
  const auto origin = take_line(text);
  const auto size_line = take_line(text);
  const auto root_line = take_line(text);
  if (!origin || !size_line || !root_line || !text.empty()) return refused;
  const auto size = parse_decimal(*size_line);
  const auto root = parse_hash(*root_line);
  if (!is_key_name(*origin) || !size || !root) return refused;
  return Checkpoint{std::string(*origin), *size, *root};
}

base::Result<Checkpoint> open_checkpoint(const Note& note, const VerifierKey& log) {
  if (!is_signed_by(note, log))
    return base::Error{"the checkpoint has no valid signature by the key named " + log.name};
  auto checkpoint = parse_checkpoint(note.text);
  if (!checkpoint) return checkpoint.error();
  if (checkpoint->origin != log.name) return base::Error{"the checkpoint is of another log than its signer's"};
  return checkpoint;
}

base::Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& log) {
  const auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  return open_checkpoint(*parsed, log);
}

base::Result<Checkpoint> open_checkpoint(const Note& note, const std::vector<VerifierKey>& log) {
  base::Result<Checkpoint> opened(base::Error{"no key of the log is known"});
  for (const auto& key : log) {
    opened = open_checkpoint(note, key);
    if (opened) break;
  }
  return opened;
}

base::Result<Checkpoint> open_checkpoint(std::string_view note, const std::vector<VerifierKey>& log) {
  const auto parsed = parse_note(note);
  if (!parsed) return parsed.error();
  return open_checkpoint(*parsed, log);
}

}  // namespace antin::tlog
