#include "daemon/witness/request.hpp"

#include <optional>

#include "core/tlog/lines.hpp"

namespace antin::witness {
namespace {

constexpr std::string_view old_word = "old ";

base::Result<tlog::Path> take_proof(std::string_view& rest) {
  tlog::Path proof;
  for (;;) {
    const auto line = tlog::take_line(rest);
    if (!line) return base::Error{"a proof without the empty line at its end"};
    if (line->empty()) return proof;
    const auto hash = tlog::parse_hash(*line);
    if (!hash) return base::Error{"a line of the proof is not a hash in base64"};
    if (proof.size() == proof_limit) return base::Error{"a proof of more than 63 hashes"};
    proof.push_back(*hash);
  }
}

}  // namespace

base::Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
  if (body.size() > request_limit) return base::Error{"a request of more than 64 KiB"};
  const auto first = tlog::take_line(body);
  const auto old_size =
      first && first->starts_with(old_word) ? tlog::parse_decimal(first->substr(old_word.size())) : std::nullopt;
  if (!old_size) return base::Error{"the first line is not `old ` and a size"};
  auto proof = take_proof(body);
  if (!proof) return proof.error();
  auto note = tlog::parse_note(body);
  if (!note) return note.error();
  auto checkpoint = tlog::parse_checkpoint(note->text);
  if (!checkpoint) return checkpoint.error();
  return AddCheckpoint{*old_size, std::move(*proof), std::move(*note), std::move(*checkpoint)};
}

std::string print(const AddCheckpoint& request) {
  auto body = std::string(old_word) + std::to_string(request.old_size) + "\n";
  for (const auto& hash : request.proof) body += base::to_base64(hash) + "\n";
  return body + "\n" + tlog::print(request.note);
}

}  // namespace antin::witness
