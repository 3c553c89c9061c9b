// The lines that statements about records share: approvals, of one or of many, and endings. Inside this room.
#pragma once

#include <cstdint>

#include "core/base/bytes.hpp"
#include "core/base/digest.hpp"
#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"

namespace antin::statement {

constexpr std::string_view a_revision = "a whole number from 1 to 4294967295 without leading zeros";
constexpr std::string_view a_digest = "sha256: or sha384: and lower-case hex";

// log, unit, kind, record, revision: which revision it is about.
template <class Statement>
void read_revision(Lines& lines, Statement& statement) {
  lines.field("log", origin, an_origin, statement.log);
  lines.field("unit", identifier, an_identifier, statement.unit);
  lines.field("kind", identifier, an_identifier, statement.kind);
  lines.field("record", identifier, an_identifier, statement.record);
  lines.field("revision", whole_number, a_revision, statement.revision);
}
void add_revision(std::string& out, const auto& statement) {
  add_line(out, "log", statement.log);
  add_line(out, "unit", statement.unit);
  add_line(out, "kind", statement.kind);
  add_line(out, "record", statement.record);
  add_line(out, "revision", std::to_string(statement.revision));
}

// role, scope, digest: as whom the person speaks, and of which document.
template <class Statement>
void read_capacity(Lines& lines, Statement& statement) {
  lines.field("role", identifier, an_identifier, statement.role);
  lines.field("scope", scope, a_scope, statement.scope);
  lines.field("digest", base::parse_digest, a_digest, statement.digest);
}
void add_capacity(std::string& out, const auto& statement) {
  add_line(out, "role", statement.role);
  add_line(out, "scope", statement.scope.value_or("-"));
  add_line(out, "digest", base::print(statement.digest));
}

// policy, nonce, expires: under which rules, and until when it may be used.
template <class Statement>
void read_validity(Lines& lines, Statement& statement) {
  lines.field("policy", base::parse_sha256, a_hash, statement.policy);
  lines.field("nonce", nonce, a_nonce, statement.nonce);
  lines.field("expires", whole_second, a_moment, statement.expires);
}
void add_validity(std::string& out, const auto& statement) {
  add_line(out, "policy", base::print(statement.policy));
  add_line(out, "nonce", base::to_base64(statement.nonce));
  add_line(out, "expires", base::print_seconds(statement.expires));
}

}  // namespace antin::statement
