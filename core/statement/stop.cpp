#include "core/statement/stop.hpp"

#include "core/base/bytes.hpp"
#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view stop_title = "antin/stop/v1";
constexpr std::string_view resume_title = "antin/resume/v1";
constexpr std::string_view a_target = "appliance, unit CODE, key LABEL or system NAME";

std::string begin(std::string_view title, const std::string& log, const base::Target& target) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", log);
  add_line(out, "target", base::print(target));
  return out;
}

// The last two lines of both.
void add_use(std::string& out, const auto& statement) {
  add_line(out, "nonce", base::to_base64(statement.nonce));
  add_line(out, "expires", base::print_seconds(statement.expires));
}

void read_use(Lines& lines, auto& statement) {
  lines.field("nonce", nonce, a_nonce, statement.nonce);
  lines.field("expires", whole_second, a_moment, statement.expires);
}

base::Error too_large() { return {"the statement is larger than " + std::to_string(size_limit) + " octets"}; }

}  // namespace

std::string print(const Stop& statement) {
  auto out = begin(stop_title, statement.log, statement.target);
  add_line(out, "reason", statement.reason);
  add_use(out, statement);
  return out;
}

std::string print(const Resume& statement) {
  auto out = begin(resume_title, statement.log, statement.target);
  add_line(out, "previous", base::print(statement.previous));
  add_use(out, statement);
  return out;
}

base::Result<Stop> parse_stop(std::string_view text) {
  if (text.size() > size_limit) return too_large();
  Lines lines(text);
  Stop statement;
  lines.title(stop_title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("target", base::parse_target, a_target, statement.target);
  lines.field("reason", identifier, an_identifier, statement.reason);
  read_use(lines, statement);
  return finished(lines, std::move(statement), text);
}

base::Result<Resume> parse_resume(std::string_view text) {
  if (text.size() > size_limit) return too_large();
  Lines lines(text);
  Resume statement;
  lines.title(resume_title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("target", base::parse_target, a_target, statement.target);
  lines.field("previous", base::parse_sha256, a_hash, statement.previous);
  read_use(lines, statement);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
