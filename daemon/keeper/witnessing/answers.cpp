#include "daemon/keeper/witnessing/answers.hpp"

namespace antin::keeper {

std::optional<Cosigned> cosigned_by(const tlog::VerifierKey& witness, const std::string& text,
                                    const std::vector<tlog::NoteSignature>& signatures) {
  for (const auto& signature : signatures)
    if (const auto at = tlog::cosigned_at({text, {signature}}, witness)) return Cosigned{*at, tlog::print(signature)};
  return std::nullopt;
}

base::Result<std::vector<tlog::NoteSignature>> parse_cosignatures(std::string_view body) {
  if (body.size() > tlog::note_size_limit) return base::Error{"too long an answer"};
  std::vector<tlog::NoteSignature> all;
  while (!body.empty()) {
    const auto length = body.find('\n');
    if (length == std::string_view::npos) return base::Error{"a last line that does not end"};
    auto line = tlog::parse_signature_line(body.substr(0, length + 1));
    if (!line) return line.error();
    if (all.size() == tlog::note_signatures_limit) return base::Error{"too many lines"};
    all.push_back(*std::move(line));
    body.remove_prefix(length + 1);
  }
  return all;
}

}  // namespace antin::keeper
