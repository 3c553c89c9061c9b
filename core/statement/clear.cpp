#include "core/statement/clear.hpp"

#include "core/base/bytes.hpp"
#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view title = "antin/clear/v1";
constexpr std::string_view a_fault = "clock";

std::string_view name_of(StartFault fault) {
  switch (fault) {
    case StartFault::clock: return "clock";
    case StartFault::unknown: break;
  }
  return "unknown";
}

std::optional<StartFault> fault(std::string_view text) {
  if (text == name_of(StartFault::clock)) return StartFault::clock;
  return std::nullopt;
}

}  // namespace

std::string print(const Clear& statement) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "fault", name_of(statement.fault));
  add_line(out, "last", base::print(statement.last));
  add_line(out, "nonce", base::to_base64(statement.nonce));
  add_line(out, "expires", base::print_seconds(statement.expires));
  return out;
}

base::Result<Clear> parse_clear(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  Clear statement;
  lines.title(title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("fault", fault, a_fault, statement.fault);
  lines.field("last", base::parse_sha256, a_hash, statement.last);
  lines.field("nonce", nonce, a_nonce, statement.nonce);
  lines.field("expires", whole_second, a_moment, statement.expires);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
