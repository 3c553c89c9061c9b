#include "core/statement/ceremony.hpp"

#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view title = "antin/ceremony/v1";

}  // namespace

std::string print(const Ceremony& statement) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "ceremony", statement.ceremony);
  add_line(out, "plan", base::print(statement.plan));
  add_line(out, "step", statement.step);
  add_line(out, "transcript", base::print(statement.transcript));
  return out;
}

base::Result<Ceremony> parse_ceremony(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  Ceremony statement;
  lines.title(title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("ceremony", identifier, an_identifier, statement.ceremony);
  lines.field("plan", base::parse_sha256, a_hash, statement.plan);
  lines.field("step", identifier, an_identifier, statement.step);
  lines.field("transcript", base::parse_sha256, a_hash, statement.transcript);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
