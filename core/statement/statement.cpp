#include "core/statement/statement.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/identifier.hpp"
#include "core/statement/lines.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view title = "antin/approve/v1";

constexpr std::string_view an_identifier = "an identifier: 1 to 128 of A-Z a-z 0-9 . _ -";
constexpr std::string_view a_scope = "an identifier, or - for none";
constexpr std::string_view an_origin = "the log's origin: 1 to 128 printable ASCII characters, no space, no +";
constexpr std::string_view a_revision = "a whole number from 1 to 4294967295 without leading zeros";
constexpr std::string_view a_digest = "sha256: or sha384: and lower-case hex";
constexpr std::string_view a_previous = "sha256: and 64 lower-case hex digits, or none";
constexpr std::string_view a_hash = "sha256: and 64 lower-case hex digits";
constexpr std::string_view a_nonce = "base64 of 16 octets";
constexpr std::string_view a_moment = "a moment in whole seconds like 2026-06-30T16:59:59Z";

std::optional<std::string> identifier(std::string_view text) {
  if (!base::is_identifier(text)) return std::nullopt;
  return std::string(text);
}

std::optional<std::optional<std::string>> scope(std::string_view text) {
  if (text == "-") return std::optional<std::string>{};
  return identifier(text);
}

// A C2SP key name: signed notes forbid spaces and '+' in it.
std::optional<std::string> origin(std::string_view text) {
  if (text.empty() || text.size() > 128) return std::nullopt;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~' && c != '+'; });
  if (!plain) return std::nullopt;
  return std::string(text);
}

std::optional<std::uint32_t> revision(std::string_view text) {
  std::uint32_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stopped, status] = std::from_chars(text.data(), end, value);
  if (status != std::errc{} || stopped != end || text.front() == '0') return std::nullopt;
  return value;
}

std::optional<std::optional<base::Sha256Hash>> previous(std::string_view text) {
  if (text == "none") return std::optional<base::Sha256Hash>{};
  return base::parse_sha256(text);
}

std::optional<std::array<std::uint8_t, 16>> nonce(std::string_view text) {
  const auto octets = base::from_base64(text);
  std::array<std::uint8_t, 16> value{};
  if (!octets || octets->size() != value.size()) return std::nullopt;
  std::copy(octets->begin(), octets->end(), value.begin());
  return value;
}

std::optional<base::Instant> whole_second(std::string_view text) {
  const auto at = base::parse_instant(text);
  if (!at || base::print_seconds(*at) != text) return std::nullopt;
  return at;
}

void add_line(std::string& out, std::string_view key, std::string_view value) {
  out.append(key).append(": ").append(value).append("\n");
}

}  // namespace

std::string print(const Approve& statement) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "unit", statement.unit);
  add_line(out, "kind", statement.kind);
  add_line(out, "record", statement.record);
  add_line(out, "revision", std::to_string(statement.revision));
  add_line(out, "step", statement.step);
  add_line(out, "role", statement.role);
  add_line(out, "scope", statement.scope.value_or("-"));
  add_line(out, "digest", base::print(statement.digest));
  add_line(out, "previous", statement.previous ? base::print(*statement.previous) : "none");
  add_line(out, "policy", base::print(statement.policy));
  add_line(out, "nonce", base::to_base64(statement.nonce));
  add_line(out, "expires", base::print_seconds(statement.expires));
  return out;
}

base::Result<Approve> parse_approve(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  Approve statement;
  lines.title(title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("unit", identifier, an_identifier, statement.unit);
  lines.field("kind", identifier, an_identifier, statement.kind);
  lines.field("record", identifier, an_identifier, statement.record);
  lines.field("revision", revision, a_revision, statement.revision);
  lines.field("step", identifier, an_identifier, statement.step);
  lines.field("role", identifier, an_identifier, statement.role);
  lines.field("scope", scope, a_scope, statement.scope);
  lines.field("digest", base::parse_digest, a_digest, statement.digest);
  lines.field("previous", previous, a_previous, statement.previous);
  lines.field("policy", base::parse_sha256, a_hash, statement.policy);
  lines.field("nonce", nonce, a_nonce, statement.nonce);
  lines.field("expires", whole_second, a_moment, statement.expires);
  lines.end();
  if (lines.error()) return *lines.error();
  // The bytes that a person signed must have one meaning: whatever slipped past the fields above would show here.
  if (print(statement) != text) return base::Error{"the statement is not in the form that printing it gives"};
  return statement;
}

}  // namespace antin::statement
