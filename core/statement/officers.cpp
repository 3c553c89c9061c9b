#include "core/statement/officers.hpp"

#include <limits>
#include <set>

#include "core/statement/fields.hpp"
#include "core/statement/lines.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view title = "antin/officers/v1";
constexpr std::string_view a_number = "a whole number from 1 to 4294967295 without leading zeros";
constexpr std::string_view a_threshold = "a whole number from 2 to 16 without leading zeros";
constexpr std::string_view an_officer = "an identifier, a space, sha256: and 64 lower-case hex digits";

using Officer = std::pair<std::string, base::Sha256Hash>;

std::optional<std::uint32_t> number(std::string_view text) {
  const auto value = number_within(text, 1, std::numeric_limits<std::uint32_t>::max());
  return value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
}

// One officer alone never decides.
std::optional<std::uint32_t> threshold(std::string_view text) {
  const auto value = number_within(text, 2, officers_limit);
  return value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
}

std::optional<Officer> officer(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  auto id = identifier(text.substr(0, space));
  const auto certificate = base::parse_sha256(text.substr(space + 1));
  if (!id || !certificate) return std::nullopt;
  return Officer{std::move(*id), *certificate};
}

// Two names for one certificate would let one person count twice.
bool are_distinct(const std::map<std::string, base::Sha256Hash>& officers) {
  std::set<base::Sha256Hash> seen;
  for (const auto& [id, certificate] : officers)
    if (!seen.insert(certificate).second) return false;
  return true;
}

}  // namespace

std::string print(const Officers& statement) {
  std::string out(title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "number", std::to_string(statement.number));
  add_line(out, "threshold", std::to_string(statement.threshold));
  for (const auto& [id, certificate] : statement.officers)
    add_line(out, "officer", id + " " + base::print(certificate));
  add_line(out, "previous", hash_or_none(statement.previous));
  return out;
}

base::Result<Officers> parse_officers(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  Officers statement;
  lines.title(title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("number", number, a_number, statement.number);
  lines.field("threshold", threshold, a_threshold, statement.threshold);
  while (lines.begins_with("officer")) {
    Officer one;
    lines.field("officer", officer, an_officer, one);
    statement.officers.insert(std::move(one));
  }
  lines.field("previous", parse_hash_or_none, a_hash_or_none, statement.previous);
  lines.end();
  if (lines.error()) return *lines.error();
  if (statement.threshold > statement.officers.size())
    return base::Error{"the threshold is larger than the number of officers"};
  if (statement.officers.size() > officers_limit)
    return base::Error{"there are more than " + std::to_string(officers_limit) + " officers"};
  if (!are_distinct(statement.officers)) return base::Error{"two officers have one certificate"};
  // Lines that are out of order or come twice show here too.
  if (print(statement) != text) return base::Error{"the statement is not in the form that printing it gives"};
  return statement;
}

}  // namespace antin::statement
