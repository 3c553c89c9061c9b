#include "core/statement/request.hpp"

#include "core/base/bytes.hpp"
#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view title = "antin/request/v1";
constexpr std::string_view an_action = "read";

std::string_view name_of(Action action) {
  switch (action) {
    case Action::read: return "read";
    case Action::unknown: break;
  }
  return "unknown";
}

std::optional<Action> action(std::string_view text) {
  if (text == name_of(Action::read)) return Action::read;
  return std::nullopt;
}

}  // namespace

std::string print(const Request& statement) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "system", statement.system);
  add_line(out, "action", name_of(statement.action));
  add_line(out, "nonce", base::to_base64(statement.nonce));
  add_line(out, "expires", base::print_seconds(statement.expires));
  return out;
}

base::Result<Request> parse_request(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  Request statement;
  lines.title(title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("system", identifier, an_identifier, statement.system);
  lines.field("action", action, an_action, statement.action);
  lines.field("nonce", nonce, a_nonce, statement.nonce);
  lines.field("expires", whole_second, a_moment, statement.expires);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
