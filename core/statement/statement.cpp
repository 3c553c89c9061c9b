#include "core/statement/statement.hpp"

#include "core/statement/record_lines.hpp"

namespace antin::statement {

std::string print(const Approve& statement) {
  std::string out(approve_title);
  out += '\n';
  add_revision(out, statement);
  add_line(out, "step", statement.step);
  add_capacity(out, statement);
  add_line(out, "previous", hash_or_none(statement.previous));
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
  lines.field("previous", parse_hash_or_none, a_hash_or_none, statement.previous);
  read_validity(lines, statement);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
