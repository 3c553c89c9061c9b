#include "core/statement/bulk.hpp"

#include <tuple>

#include "core/statement/record_lines.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view an_item_count = "a whole number from 1 to 1000000 without leading zeros";

std::optional<std::uint32_t> items(std::string_view text) {
  const auto value = whole_number(text);
  if (!value || *value > items_limit) return std::nullopt;
  return value;
}

auto common_of(const auto& statement) {
  return std::tie(statement.log, statement.unit, statement.kind, statement.step, statement.role, statement.scope,
                  statement.policy, statement.expires);
}

}  // namespace

std::string print(const ApproveBulk& statement) {
  std::string out(approve_title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "unit", statement.unit);
  add_line(out, "kind", statement.kind);
  add_line(out, "step", statement.step);
  add_line(out, "role", statement.role);
  add_line(out, "scope", statement.scope.value_or("-"));
  add_line(out, "items", std::to_string(statement.items));
  add_line(out, "root", base::print(statement.root));
  add_validity(out, statement);
  return out;
}

base::Result<ApproveBulk> parse_approve_bulk(std::string_view text) {
  if (text.size() > size_limit)
    return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
  Lines lines(text);
  ApproveBulk statement;
  lines.title(approve_title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("unit", identifier, an_identifier, statement.unit);
  lines.field("kind", identifier, an_identifier, statement.kind);
  lines.field("step", identifier, an_identifier, statement.step);
  lines.field("role", identifier, an_identifier, statement.role);
  lines.field("scope", scope, a_scope, statement.scope);
  lines.field("items", items, an_item_count, statement.items);
  lines.field("root", base::parse_sha256, a_hash, statement.root);
  read_validity(lines, statement);
  return finished(lines, std::move(statement), text);
}

bool agrees(const ApproveBulk& bulk, const Approve& item) {
  return !item.vouched && common_of(bulk) == common_of(item);  // nobody vouches in bulk
}

}  // namespace antin::statement
