#include "core/statement/statement.hpp"

#include "core/statement/record_lines.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view vouch_title = "antin/vouch/v1";

bool is_vouched(std::string_view text) {
  return text.starts_with(vouch_title) && text.substr(vouch_title.size()).starts_with('\n');
}

Vouching read_vouching(Lines& lines) {
  Vouching vouched;
  lines.field("system", identifier, an_identifier, vouched.system);
  lines.field("person", identifier, an_identifier, vouched.person);
  return vouched;
}

}  // namespace

std::string print(const Approve& statement) {
  std::string out(statement.vouched ? vouch_title : approve_title);
  out += '\n';
  add_revision(out, statement);
  add_line(out, "step", statement.step);
  if (statement.vouched) {
    add_line(out, "system", statement.vouched->system);
    add_line(out, "person", statement.vouched->person);
  }
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
  lines.title(is_vouched(text) ? vouch_title : approve_title);
  read_revision(lines, statement);
  lines.field("step", identifier, an_identifier, statement.step);
  if (is_vouched(text)) statement.vouched = read_vouching(lines);
  read_capacity(lines, statement);
  lines.field("previous", parse_hash_or_none, a_hash_or_none, statement.previous);
  read_validity(lines, statement);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
