#include "core/tlog/note.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"
#include "core/tlog/lines.hpp"

namespace antin::tlog {
namespace {

constexpr std::string_view dash = "\u2014 ";  // an em dash and a space

// UTF-8 without control characters but line feeds.
bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const auto [c, octets] = base::first_code_point(text);
    if (octets == 0 || (c < ' ' && c != '\n')) return false;
    text.remove_prefix(octets);
  }
  return true;
}

std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(dash)) return std::nullopt;
  line.remove_prefix(dash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
  NoteSignature signature{std::string(line.substr(0, space)), {}, {}};
  const auto octets = base::from_base64(line.substr(space + 1));
  if (!octets || octets->size() <= signature.id.size()) return std::nullopt;
  std::copy_n(octets->begin(), signature.id.size(), signature.id.begin());
  signature.signature.assign(octets->begin() + signature.id.size(), octets->end());
  return signature;
}

base::Result<std::vector<NoteSignature>> parse_signatures(std::string_view lines) {
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    if (signatures.size() == note_signatures_limit) return base::Error{"the note has too many signatures"};
    const auto line = take_line(lines);
    auto signature = line ? parse_signature(*line) : std::nullopt;
    if (!signature) return base::Error{"a signature line of the note is not an em dash, a name and base64"};
    signatures.push_back(std::move(*signature));
  }
  if (signatures.empty()) return base::Error{"the note has no signature"};
  return signatures;
}

}  // namespace

base::Result<Note> parse_note(std::string_view note) {
  if (note.size() > note_size_limit) return base::Error{"the note is too long"};
  if (!is_plain_text(note)) return base::Error{"the note is not UTF-8, or it holds control characters"};
  const auto end = note.rfind("\n\n");
  if (end == std::string_view::npos) return base::Error{"the note has no blank line before its signatures"};
  auto signatures = parse_signatures(note.substr(end + 2));
  if (!signatures) return signatures.error();
  return Note{std::string(note.substr(0, end + 1)), std::move(*signatures)};
}

std::string print(const Note& note) {
  auto out = note.text + "\n";
  for (const auto& signature : note.signatures) out += print(signature);
  return out;
}

std::string print(const NoteSignature& signature) {
  auto octets = base::copy(signature.id);
  base::append(octets, signature.signature);
  return std::string(dash) + signature.name + " " + base::to_base64(octets) + "\n";
}

base::Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (line.size() > note_size_limit) return base::Error{"the signature line is too long"};
  auto signatures = parse_signatures(line);
  if (!signatures) return signatures.error();
  if (signatures->size() != 1) return base::Error{"more than one signature line"};
  return std::move(signatures->front());
}

}  // namespace antin::tlog
