#include "core/tlog/proof.hpp"

#include "core/tlog/lines.hpp"

namespace antin::tlog {
namespace {

constexpr std::string_view title = "c2sp.org/tlog-proof@v1";
constexpr std::string_view index_key = "index ";
constexpr std::size_t proof_size_limit = 64 * 1024;
constexpr std::size_t path_limit = 64;  // a size of 64 bits has no longer one

std::optional<std::uint64_t> parse_index(std::string_view line) {
  if (!line.starts_with(index_key)) return std::nullopt;
  return parse_decimal(line.substr(index_key.size()));
}

// The lines up to and with the blank one.
std::optional<Path> parse_path(std::string_view& rest) {
  Path path;
  for (auto line = take_line(rest); line; line = take_line(rest)) {
    if (line->empty()) return path;
    const auto hash = parse_hash(*line);
    if (!hash || path.size() == path_limit) return std::nullopt;
    path.push_back(*hash);
  }
  return std::nullopt;
}

}  // namespace

std::string print(const Proof& proof) {
  auto out = std::string(title) + "\n" + std::string(index_key) + std::to_string(proof.index) + "\n";
  for (const auto& hash : proof.path) out += base::to_base64(hash) + "\n";
  return out + "\n" + proof.note;
}

base::Result<Proof> parse_proof(std::string_view text) {
  if (text.size() > proof_size_limit) return base::Error{"the proof is too long"};
  if (take_line(text) != title) return base::Error{"the first line is not " + std::string(title)};
  const auto index_line = take_line(text);
  const auto index = index_line ? parse_index(*index_line) : std::nullopt;
  if (!index) return base::Error{"the second line is not `index` and a number"};
  auto path = parse_path(text);
  if (!path) return base::Error{"expected hashes in base64, a line each, and a blank line after them"};
  const auto note = parse_note(text);
  if (!note) return note.error();
  return Proof{*index, std::move(*path), std::string(text)};
}

base::Result<Checkpoint> verify(const Proof& proof, const base::Sha256Hash& leaf, const VerifierKey& log) {
  const auto note = parse_note(proof.note);
  if (!note) return note.error();
  auto checkpoint = open_checkpoint(*note, log);
  if (!checkpoint) return checkpoint.error();
  if (proof.index >= checkpoint->size) return base::Error{"the proof's index is beyond the checkpoint's size"};
  if (!verify_inclusion(leaf, proof.index, checkpoint->size, proof.path, checkpoint->root))
    return base::Error{"the path does not lead from this entry to the checkpoint's root"};
  return checkpoint;
}

}  // namespace antin::tlog
