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
constexpr std::string_view a_participant = "an identifier, a space, sha256: and 64 lower-case hex digits";
constexpr std::string_view a_result = "a key's label, a space, sha256: and 64 lower-case hex digits";
constexpr std::string_view results[] = {"key", "certificate"};
constexpr std::size_t label_size_limit = 256;

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

template <class Name>
std::optional<NamedHash> named_hash(std::string_view text, Name name) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  auto read = name(text.substr(0, space));
  const auto hash = base::parse_sha256(text.substr(space + 1));
  if (!read || !hash) return std::nullopt;
  return NamedHash{*std::move(read), *hash};
}

std::optional<NamedHash> participant(std::string_view text) { return named_hash(text, identifier); }
std::optional<NamedHash> result(std::string_view text) { return named_hash(text, label); }

std::string print(const NamedHash& named) { return named.first + " " + base::print(named.second); }

void read_participants(Lines& lines, Transcript& transcript) {
  while (lines.begins_with("participant")) {
    NamedHash one;
    lines.field("participant", participant, a_participant, one);
    transcript.participants.insert(std::move(one));
  }
}

// In the order of the ceremony's steps.
void read_results(Lines& lines, Transcript& transcript) {
  const auto next = [&] {
    return std::find_if(std::begin(results), std::end(results), [&](auto what) { return lines.begins_with(what); });
  };
  for (auto what = next(); what != std::end(results); what = next()) {
    NamedHash one;
    lines.field(*what, result, a_result, one);
    transcript.results.push_back({std::string(*what), std::move(one.first), one.second});
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
  add_line(out, "exceptions", std::to_string(transcript.exceptions));
  for (const auto& one : transcript.participants) add_line(out, "participant", print(NamedHash(one)));
  for (const auto& one : transcript.results) add_line(out, one.what, print(NamedHash{one.label, one.hash}));
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
  lines.field("exceptions", count, a_count, transcript.exceptions);
  read_participants(lines, transcript);
  read_results(lines, transcript);
  return finished(lines, std::move(transcript), text);
}

}  // namespace antin::statement
