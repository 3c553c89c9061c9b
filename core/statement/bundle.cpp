#include "core/statement/bundle.hpp"

#include <limits>

#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view title = "antin/bundle/v1";
constexpr std::string_view a_version = "a whole number from 1 to 9223372036854775807 without leading zeros";

// As TOML can write it.
std::optional<std::uint64_t> version(std::string_view text) {
  return number_within(text, 1, std::numeric_limits<std::int64_t>::max());
}

}  // namespace

std::string print(const Bundle& statement) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "version", std::to_string(statement.version));
  add_line(out, "bundle", base::print(statement.bundle));
  add_line(out, "previous", hash_or_none(statement.previous));
  return out;
}

base::Result<Bundle> parse_bundle(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  Bundle statement;
  lines.title(title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("version", version, a_version, statement.version);
  lines.field("bundle", base::parse_sha256, a_hash, statement.bundle);
  lines.field("previous", parse_hash_or_none, a_hash_or_none, statement.previous);
  return finished(lines, std::move(statement), text);
}

}  // namespace antin::statement
