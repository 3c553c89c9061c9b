#include "core/statement/roster.hpp"

#include <tuple>

#include "core/statement/bulk.hpp"
#include "core/statement/record_lines.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view roster_title = "antin/roster/v1";
constexpr std::string_view an_action = "enrol, acting-for, certificate, suspend, resume or retire";
constexpr std::string_view a_name_or_none = "an identifier, or - for none";
constexpr std::string_view a_day_or_none = "a day like 2026-08-31, or - for none";
constexpr std::string_view an_item_count = "a whole number from 1 to 1000000 without leading zeros";

using Day = std::chrono::year_month_day;

std::string print_day(const std::optional<Day>& day) {
  if (!day) return "-";
  return base::print_seconds(std::chrono::sys_days(*day)).substr(0, std::string_view("2026-08-31").size());
}

std::optional<std::optional<Day>> day(std::string_view text) {
  if (text == "-") return std::optional<Day>{};
  const auto at = base::parse_instant(std::string(text) + "T00:00:00Z");
  if (!at) return std::nullopt;  // returned as it is, it would be taken for none
  return std::optional<Day>(std::chrono::floor<std::chrono::days>(*at));
}

std::optional<std::uint32_t> items(std::string_view text) {
  const auto value = whole_number(text);
  if (!value || *value > items_limit) return std::nullopt;
  return value;
}

base::Error too_large() {
  return base::Error{"the statement is larger than " + std::to_string(size_limit) + " octets"};
}

bool has_dates(const RosterChange& change) { return change.from && change.until && *change.from <= *change.until; }

bool is_about_the_person(const RosterChange& change) {
  return !change.role && !change.scope && !change.from && !change.until && !change.acting_for;
}

}  // namespace

bool fits(const RosterChange& change) {
  switch (change.action) {
    case base::RosterAction::enrol: return change.role && has_dates(change) && !change.acting_for;
    case base::RosterAction::acting_for: return change.role && has_dates(change) && change.acting_for;
    case base::RosterAction::certificate: return change.certificate && is_about_the_person(change);
    case base::RosterAction::suspend:
    case base::RosterAction::resume: return !change.certificate && is_about_the_person(change);
    case base::RosterAction::retire:
      return !change.certificate && (change.role || !change.scope) && !change.from && !change.until &&
             !change.acting_for;
    case base::RosterAction::unknown: break;
  }
  return false;
}

std::string print(const RosterChange& statement) {
  std::string out(roster_title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "action", base::name_of(statement.action));
  add_line(out, "unit", statement.unit);
  add_line(out, "person", statement.person);
  add_line(out, "certificate", hash_or_none(statement.certificate));
  add_line(out, "role", statement.role.value_or("-"));
  add_line(out, "scope", statement.scope.value_or("-"));
  add_line(out, "from", print_day(statement.from));
  add_line(out, "until", print_day(statement.until));
  add_line(out, "acting-for", statement.acting_for.value_or("-"));
  add_validity(out, statement);
  return out;
}

std::string print(const RosterBatch& statement) {
  std::string out(roster_title);
  out += '\n';
  add_line(out, "log", statement.log);
  add_line(out, "items", std::to_string(statement.items));
  add_line(out, "root", base::print(statement.root));
  add_validity(out, statement);
  return out;
}

base::Result<RosterChange> parse_roster_change(std::string_view text) {
  if (text.size() > size_limit) return too_large();
  Lines lines(text);
  RosterChange statement;
  lines.title(roster_title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("action", base::roster_action_from_name, an_action, statement.action);
  lines.field("unit", identifier, an_identifier, statement.unit);
  lines.field("person", identifier, an_identifier, statement.person);
  lines.field("certificate", parse_hash_or_none, a_hash_or_none, statement.certificate);
  lines.field("role", scope, a_name_or_none, statement.role);
  lines.field("scope", scope, a_scope, statement.scope);
  lines.field("from", day, a_day_or_none, statement.from);
  lines.field("until", day, a_day_or_none, statement.until);
  lines.field("acting-for", scope, a_name_or_none, statement.acting_for);
  read_validity(lines, statement);
  if (!lines.error() && !fits(statement)) return base::Error{"line 3: the other lines do not fit this action"};
  return finished(lines, std::move(statement), text);
}

base::Result<RosterBatch> parse_roster_batch(std::string_view text) {
  if (text.size() > size_limit) return too_large();
  Lines lines(text);
  RosterBatch statement;
  lines.title(roster_title);
  lines.field("log", origin, an_origin, statement.log);
  lines.field("items", items, an_item_count, statement.items);
  lines.field("root", base::parse_sha256, a_hash, statement.root);
  read_validity(lines, statement);
  return finished(lines, std::move(statement), text);
}

bool agrees(const RosterBatch& batch, const RosterChange& item) {
  return std::tie(batch.log, batch.policy, batch.expires) == std::tie(item.log, item.policy, item.expires);
}

}  // namespace antin::statement
