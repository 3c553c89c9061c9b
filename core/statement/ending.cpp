#include "core/statement/ending.hpp"

#include "core/statement/record_lines.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

std::string title_of(base::Act act) { return "antin/" + std::string(base::verb_of(act)) + "/v1"; }

// By the first line; unknown when it is none of the three.
base::Act act_of(std::string_view text) {
  const auto title = text.substr(0, text.find('\n'));
  for (const auto act : base::acts)
    if (title == title_of(act)) return act;
  return base::Act::unknown;
}

}  // namespace

std::string print(const Ending& statement) {
  auto out = title_of(statement.act) + "\n";
  add_revision(out, statement);
  if (statement.act == base::Act::returned) add_line(out, "step", statement.step);
  add_capacity(out, statement);
  add_line(out, "previous", base::print(statement.previous));
  add_line(out, "reason", statement.reason);
  add_validity(out, statement);
  return out;
}

base::Result<Ending> parse_ending(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Ending statement;
  statement.act = act_of(text);
  if (statement.act == base::Act::unknown)
    return base::Error{"line 1: expected `antin/return/v1`, `antin/supersede/v1` or `antin/withdraw/v1`, ending in LF"};
  Lines lines(text);
  lines.title(title_of(statement.act));
  read_revision(lines, statement);
  if (statement.act == base::Act::returned) lines.field("step", identifier, an_identifier, statement.step);
  read_capacity(lines, statement);
  lines.field("previous", base::parse_sha256, a_hash, statement.previous);
  lines.field("reason", identifier, an_identifier, statement.reason);
  read_validity(lines, statement);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
