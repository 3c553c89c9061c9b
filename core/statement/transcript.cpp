#include "core/statement/transcript.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "core/base/identifier.hpp"
#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view title = "antin/ceremony-transcript/v1";
constexpr std::string_view a_count = "a whole number without leading zeros";
constexpr std::string_view a_named_hash = "an identifier, a space, sha256: and 64 lower-case hex digits";
constexpr std::size_t label_size_limit = 256;
constexpr std::size_t detail_size_limit = 512;

// What follows the label.
struct ResultForm {
  std::string_view what, expected;
  bool has_hash = true;
  bool has_detail = false;
};
constexpr std::string_view a_hashed_label = "a key's label, a space, sha256: and 64 lower-case hex digits";
constexpr ResultForm forms[] = {
    {"key", a_hashed_label},
    {"certificate", a_hashed_label},
    {"kept", a_hashed_label},
    {"backup", "a key's label, and how it is backed up", false, true},
    {"vendor", "a step's name, its token, and what it left", false, true},
    {"changed", "a token's label, which PIN, and the group that has its shares", false, true},
    {"split-anew", "a token's label, backup-key, and the group that has its shares", false, true},
    {"destroyed", "a key's label, a hash, the token and its HSM's serial", true, true},
    {"backup-destroyed", a_hashed_label},
    {"replaces", "a key's label, by, and that of the key that replaces it", false, true},
    {"restored", "a key's label, a hash and the ceremony that made it", true, true}};

std::optional<std::uint64_t> count(std::string_view text) {
  return number_within(text, 0, std::numeric_limits<std::uint32_t>::max());
}

std::optional<bool> yes_or_no(std::string_view text) {
  if (text != "yes" && text != "no") return std::nullopt;
  return text == "yes";
}

// Identifiers with slashes between them.
std::optional<std::string> label(std::string_view text) {
  if (text.size() > label_size_limit) return std::nullopt;
  for (auto rest = text;;) {
    const auto slash = rest.find('/');
    if (!base::is_identifier(rest.substr(0, slash))) return std::nullopt;
    if (slash == std::string_view::npos) return std::string(text);
    rest.remove_prefix(slash + 1);
  }
}

using NamedHash = std::pair<std::string, base::Sha256Hash>;

std::optional<NamedHash> named_hash(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  auto name = identifier(text.substr(0, space));
  const auto hash = base::parse_sha256(text.substr(space + 1));
  if (!name || !hash) return std::nullopt;
  return NamedHash{*std::move(name), *hash};
}

std::string print(const NamedHash& named) { return named.first + " " + base::print(named.second); }

// Up to the next space; nothing is left behind the last.
std::string_view next_word(std::string_view& rest) {
  const auto word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  return word;
}

// In whatever language: people typed some of it.
bool is_detail(std::string_view text) {
  const auto is_control = [](char c) { return (c >= '\0' && c < ' ') || c == '\x7F'; };
  return !text.empty() && text.size() <= detail_size_limit && std::none_of(text.begin(), text.end(), is_control);
}

// Whatever is left over or missing shows when it is printed again.
std::optional<TranscriptResult> result(const ResultForm& form, std::string_view rest) {
  const auto name = label(next_word(rest));
  if (!name) return std::nullopt;
  TranscriptResult one{std::string(form.what), *name};
  if (form.has_hash) {
    one.hash = base::parse_sha256(next_word(rest));
    if (!one.hash) return std::nullopt;
  }
  if (form.has_detail ? !is_detail(rest) : !rest.empty()) return std::nullopt;
  one.detail = rest;
  return one;
}

std::string print(const TranscriptResult& result) {
  return result.label + (result.hash ? " " + base::print(*result.hash) : "") +
         (result.detail.empty() ? "" : " " + result.detail);
}

void read_hashes(Lines& lines, std::string_view key, std::map<std::string, base::Sha256Hash>& hashes) {
  while (lines.begins_with(key)) {
    NamedHash one;
    lines.field(key, named_hash, a_named_hash, one);
    hashes.insert(std::move(one));
  }
}

// In the order of the ceremony's steps.
void read_results(Lines& lines, Transcript& transcript) {
  const auto next = [&] {
    return std::find_if(std::begin(forms), std::end(forms), [&](auto& form) { return lines.begins_with(form.what); });
  };
  for (const auto* form = next(); form != std::end(forms); form = next()) {
    TranscriptResult one;
    lines.field(
        form->what, [form](std::string_view text) { return result(*form, text); }, form->expected, one);
    transcript.results.push_back(std::move(one));
  }
}

}  // namespace

std::string print(const Transcript& transcript) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", transcript.log);
  add_line(out, "ceremony", transcript.ceremony);
  add_line(out, "plan", base::print(transcript.plan));
  add_line(out, "officers", base::print(transcript.officers));
  add_line(out, "rehearsal", transcript.rehearsal ? "yes" : "no");
  add_line(out, "lines", std::to_string(transcript.lines));
  add_line(out, "journal", base::print(transcript.journal));
  add_line(out, "resumes", std::to_string(transcript.resumes));
  add_line(out, "stops", std::to_string(transcript.stops));
  add_line(out, "exceptions", std::to_string(transcript.exceptions));
  for (const auto& one : transcript.formers) add_line(out, "former", print(NamedHash(one)));
  for (const auto& one : transcript.participants) add_line(out, "participant", print(NamedHash(one)));
  for (const auto& one : transcript.results) add_line(out, one.what, print(one));
  return out;
}

std::string transcript_signer(const std::string& ceremony, const std::string& participant) {
  return ceremony + "/" + participant;
}

base::Result<Transcript> parse_transcript(std::string_view text) {
  if (text.size() > transcript_note_limit)
    return base::Error{"the transcript is larger than " + std::to_string(transcript_note_limit) + " octets"};
  Lines lines(text);
  Transcript transcript;
  lines.title(title);
  lines.field("log", origin, an_origin, transcript.log);
  lines.field("ceremony", identifier, an_identifier, transcript.ceremony);
  lines.field("plan", base::parse_sha256, a_hash, transcript.plan);
  lines.field("officers", base::parse_sha256, a_hash, transcript.officers);
  lines.field("rehearsal", yes_or_no, "yes or no", transcript.rehearsal);
  lines.field("lines", count, a_count, transcript.lines);
  lines.field("journal", base::parse_sha256, a_hash, transcript.journal);
  lines.field("resumes", count, a_count, transcript.resumes);
  lines.field("stops", count, a_count, transcript.stops);
  lines.field("exceptions", count, a_count, transcript.exceptions);
  read_hashes(lines, "former", transcript.formers);
  read_hashes(lines, "participant", transcript.participants);
  read_results(lines, transcript);
  return finished(lines, std::move(transcript), text);
}

}  // namespace antin::statement
