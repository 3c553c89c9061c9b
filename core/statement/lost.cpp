#include "core/statement/lost.hpp"

#include <limits>

#include "core/base/bytes.hpp"
#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view title = "antin/lost/v1";
constexpr std::string_view a_size = "a whole number from 1 to 9223372036854775807 without leading zeros";

std::optional<std::uint64_t> log_size(std::string_view text) {
  return number_within(text, 1, std::numeric_limits<std::int64_t>::max());
}

}  // namespace

std::string print(const Lost& statement) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "successor", statement.successor);
  add_line(out, "size", std::to_string(statement.size));
  add_line(out, "root", base::print(statement.root));
  add_line(out, "backup", std::to_string(statement.backup));
  add_line(out, "reason", statement.reason);
  add_line(out, "nonce", base::to_base64(statement.nonce));
  add_line(out, "expires", base::print_seconds(statement.expires));
  return out;
}

base::Result<Lost> parse_lost(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  Lost statement;
  lines.title(title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("successor", origin, an_origin, statement.successor);
  lines.field("size", log_size, a_size, statement.size);
  lines.field("root", base::parse_sha256, a_hash, statement.root);
  lines.field("backup", log_size, a_size, statement.backup);
  lines.field("reason", identifier, an_identifier, statement.reason);
  lines.field("nonce", nonce, a_nonce, statement.nonce);
  lines.field("expires", whole_second, a_moment, statement.expires);
  auto read = finished(lines, std::move(statement), text);
  if (!read) return read;
  if (read->log == read->successor) return base::Error{"a log does not succeed itself"};
  if (read->backup > read->size) return base::Error{"the backup holds more than the log's witnesses have seen"};
  return read;
}

}  // namespace antin::statement
