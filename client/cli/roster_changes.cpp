#include "client/cli/roster_changes.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/identifier.hpp"

namespace antin::cli {
namespace {

using base::RosterAction;

constexpr std::string_view known_columns[] = {"line",        "expected", "action", "unit", "person",
                                              "certificate", "role",     "scope",  "from", "until",
                                              "acting-for",  "nonce",    "trouble"};
constexpr auto names =
    "line, expected, action, unit, person, certificate, role, scope, from, until, acting-for, nonce, trouble";

constexpr Expected all_expected[] = {
    Expected::new_person, Expected::new_role,  Expected::new_days, Expected::new_certificate,
    Expected::suspension, Expected::unchanged, Expected::error};

std::string day_or_nothing(const std::optional<Day>& day) { return day ? print(*day) : std::string(); }

// Nothing where printing writes nothing; false when it is no such value.
bool take(const std::string& text, std::optional<std::string>& out) {
  if (!text.empty()) out = text;
  return text.empty() || base::is_identifier(text);
}
bool take(const std::string& text, std::optional<Day>& out) {
  out = parse_day(text);
  return text.empty() || out;
}
bool take(const std::string& text, std::optional<base::Sha256Hash>& out) {
  out = base::parse_sha256(text);
  return text.empty() || out;
}
bool take(const std::string& text, std::array<std::uint8_t, 16>& out) {
  const auto octets = base::from_base64(text);
  if (!octets || octets->size() != out.size()) return text.empty();
  std::copy(octets->begin(), octets->end(), out.begin());
  return true;
}
bool take(const std::string& text, std::size_t& out) {
  return std::from_chars(text.data(), text.data() + text.size(), out).ec == std::errc();
}
bool take(const std::string& text, Expected& out) {
  for (const auto each : all_expected)
    if (name_of(each) == text) out = each;
  return out != Expected::unknown;
}
bool take(const std::string& text, RosterAction& out) {
  out = base::roster_action_from_name(text).value_or(RosterAction::unknown);
  return text.empty() || out != RosterAction::unknown;
}

std::string unguarded(const std::string& field) { return std::string(without_guard(field)); }

// The table may have come by a mail: what a registrar signs is no more than its columns say.
bool is_whole(const statement::RosterChange& change) {
  return base::is_identifier(change.unit) && base::is_identifier(change.person) && statement::fits(change);
}

std::optional<PlannedLine> planned_from(const std::vector<std::string>& fields, const statement::RosterBatch& common) {
  PlannedLine out;
  auto& change = out.change;
  change.log = common.log;
  change.policy = common.policy;
  change.expires = common.expires;
  change.unit = unguarded(fields[3]);
  change.person = unguarded(fields[4]);
  out.trouble = unguarded(fields[12]);
  const bool good = take(fields[0], out.line) && take(fields[1], out.expected) && take(fields[2], change.action) &&
                    take(fields[5], change.certificate) && take(unguarded(fields[6]), change.role) &&
                    take(unguarded(fields[7]), change.scope) && take(fields[8], change.from) &&
                    take(fields[9], change.until) && take(unguarded(fields[10]), change.acting_for) &&
                    take(fields[11], change.nonce);
  return good && (!out.asks() || is_whole(change)) ? std::optional(std::move(out)) : std::nullopt;
}

std::string print_line(const PlannedLine& planned) {
  const auto& change = planned.change;
  const auto optional = [](const auto& text) { return csv_field(text.value_or("")); };
  return std::to_string(planned.line) + "," + std::string(name_of(planned.expected)) + "," +
         std::string(base::name_of(change.action)) + "," + csv_field(change.unit) + "," + csv_field(change.person) +
         "," + (change.certificate ? base::print(*change.certificate) : "") + "," + optional(change.role) + "," +
         optional(change.scope) + "," + day_or_nothing(change.from) + "," + day_or_nothing(change.until) + "," +
         optional(change.acting_for) + "," + (planned.asks() ? base::to_base64(change.nonce) : "") + "," +
         csv_field(planned.trouble) + "\n";
}

}  // namespace

std::string_view name_of(Expected expected) {
  switch (expected) {
    case Expected::new_person: return "new person";
    case Expected::new_role: return "new role";
    case Expected::new_days: return "new days";
    case Expected::new_certificate: return "new certificate";
    case Expected::suspension: return "suspension";
    case Expected::unchanged: return "unchanged";
    case Expected::error: return "error";
    case Expected::unknown: break;
  }
  return {};
}

unsigned turn_of(RosterAction action) {
  switch (action) {
    case RosterAction::retire: return 0;
    case RosterAction::enrol:
    case RosterAction::certificate: return 1;
    case RosterAction::acting_for: return 2;
    case RosterAction::suspend:
    case RosterAction::resume: return 3;
    case RosterAction::unknown: break;
  }
  return 4;
}

std::string print_changes(const std::vector<PlannedLine>& lines) {
  std::string out;
  for (const auto column : known_columns) out += (out.empty() ? "" : ",") + std::string(column);
  out += "\n";
  for (const auto& line : lines) out += print_line(line);
  return out;
}

base::Result<std::vector<PlannedLine>> parse_changes(std::string_view csv, const statement::RosterBatch& common) {
  auto table = parse_csv_table(csv, known_columns, names);
  if (!table) return table.error();
  if (!std::equal(table->header.fields.begin(), table->header.fields.end(), std::begin(known_columns),
                  std::end(known_columns)))
    return at_line(table->header.line, "the columns are not in the order in which this command writes them");
  std::vector<PlannedLine> lines;
  lines.reserve(table->lines.size());
  for (auto& record : table->lines) {
    if (const auto wrong = wrong_count(*table, record)) return at_line(record.line, *wrong);
    auto planned = planned_from(record.fields, common);
    if (!planned) return at_line(record.line, "not a change as this command writes it");
    lines.push_back(std::move(*planned));
    record.fields = {};
  }
  return lines;
}

}  // namespace antin::cli
