#include "core/statement/statement.hpp"

#include "core/statement/record_lines.hpp"

namespace antin::statement {
namespace {

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
  add_revision(out, statement);
  add_line(out, "step", statement.step);
  add_capacity(out, statement);
  add_line(out, "previous", statement.previous ? base::print(*statement.previous) : "none");
  add_validity(out, statement);
  return out;
}

base::Result<Approve> parse_approve(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  Approve statement;
  lines.title(approve_title);
  read_revision(lines, statement);
  lines.field("step", identifier, an_identifier, statement.step);
  read_capacity(lines, statement);
  lines.field("previous", previous, a_previous, statement.previous);
  read_validity(lines, statement);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
