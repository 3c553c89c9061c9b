#include "core/statement/statement.hpp"

#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view a_revision = "a whole number from 1 to 4294967295 without leading zeros";
constexpr std::string_view a_digest = "sha256: or sha384: and lower-case hex";
constexpr std::string_view a_previous = "sha256: and 64 lower-case hex digits, or none";

std::optional<std::optional<base::Sha256Hash>> previous(std::string_view text) {
  if (text == "none") return std::optional<base::Sha256Hash>{};
  const auto leaf = base::parse_sha256(text);
  if (!leaf) return std::nullopt;  // returned as it is, it would be taken for `none`
  return leaf;
}

}  // namespace

std::string print(const Approve& statement) {
  std::string out(approve_title);
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
  lines.title(approve_title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("unit", identifier, an_identifier, statement.unit);
  lines.field("kind", identifier, an_identifier, statement.kind);
  lines.field("record", identifier, an_identifier, statement.record);
  lines.field("revision", whole_number, a_revision, statement.revision);
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
