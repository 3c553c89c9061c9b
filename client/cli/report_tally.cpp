#include "client/cli/report_tally.hpp"

#include "core/base/record_name.hpp"
#include "core/base/roster_action.hpp"

namespace antin::cli {
namespace {

using namespace std::chrono;

bool is_refusal(const EntryFacts& facts) { return facts.type == "denied" || facts.type == "denials"; }

Counts counts_of(const EntryFacts& facts) {
  Counts counts;
  if (facts.type == "done") {
    counts.done = 1;
    counts.seals = facts.seal.empty() ? 0 : 1;
  }
  if (facts.type == "denied") counts.denied = 1;
  if (facts.type == "failed" || facts.type == "abandoned") counts.failed = 1;
  for (const auto& [code, count] : facts.counts) counts.denied += count;
  return counts;
}

Counts& operator+=(Counts& sum, const Counts& more) {
  sum.done += more.done;
  sum.seals += more.seals;
  sum.denied += more.denied;
  sum.failed += more.failed;
  return sum;
}

bool is_nothing(const Counts& counts) { return counts.done + counts.denied + counts.failed == 0; }

void count_people(Tally& tally, const EntryFacts& facts) {
  if (facts.type != "done") return;
  // What an entry does not call signed is not counted as that.
  for (const auto& person : facts.people) {
    auto& approvals = tally.approvals[{person.id, person.role}];
    ++(person.proof == "certificate" ? approvals.signed_by_them : approvals.vouched);
  }
}

void count_refusals(Tally& tally, const EntryFacts& facts) {
  if (facts.type == "denied") ++tally.denials[facts.code];
  for (const auto& [code, count] : facts.counts) tally.bulk_denials[code] += count;
}

void count_ending(Tally& tally, const EntryFacts& facts) {
  constexpr std::pair<base::Act, std::uint64_t Endings::*> counted[] = {{base::Act::returned, &Endings::returned},
                                                                        {base::Act::superseded, &Endings::superseded},
                                                                        {base::Act::withdrawn, &Endings::withdrawn}};
  for (const auto& [act, count] : counted)
    if (facts.type == base::name_of(act)) ++(tally.endings[facts.kind].*count);
}

std::uint64_t Registrations::*counted_as(base::RosterAction action) {
  switch (action) {
    case base::RosterAction::enrol: return &Registrations::enrolled;
    case base::RosterAction::acting_for: return &Registrations::acting;
    case base::RosterAction::certificate: return &Registrations::certificates;
    case base::RosterAction::suspend: return &Registrations::suspended;
    case base::RosterAction::resume: return &Registrations::resumed;
    case base::RosterAction::retire: return &Registrations::retired;
    case base::RosterAction::unknown: break;
  }
  return nullptr;
}

void count_registration(Tally& tally, const EntryFacts& facts) {
  if (facts.type != "roster") return;
  const auto count = counted_as(base::roster_action_from_name(facts.action).value_or(base::RosterAction::unknown));
  if (count != nullptr) ++(tally.roster[{facts.unit, facts.role}].*count);
}

void count_record(Tally& tally, const EntryFacts& facts) {
  if (facts.type != "done") return;
  const auto version = base::record_key_version(facts.record);
  auto& records = tally.record_keys[{facts.unit, version ? std::to_string(*version) : std::string()}];
  records.insert(std::hash<std::string>{}(facts.kind + "\n" + facts.record));
}

void count_in_scope(Tally& tally, const EntryFacts& facts, Day day) {
  ++tally.counted;
  ++tally.types[facts.type];
  count_people(tally, facts);
  count_refusals(tally, facts);
  count_ending(tally, facts);
  count_registration(tally, facts);
  count_record(tally, facts);
  const auto counts = counts_of(facts);
  if (is_nothing(counts)) return;
  tally.all += counts;
  tally.days[day] += counts;
  tally.units[facts.unit] += counts;
  tally.kinds[facts.kind] += counts;
  tally.steps[{facts.kind, facts.step}] += counts;
  if (!facts.acting.empty()) ++tally.acting[{facts.unit, facts.acting}];
}

Day day_of(base::Instant at) { return floor<days>(at + vietnam); }

}  // namespace

std::string print_day(Day day) { return base::print_seconds(day).substr(0, 10); }

std::string print_in_vietnam(base::Instant at) {
  const auto text = base::print_seconds(at + vietnam);
  return text.substr(0, 10) + " " + text.substr(11, 8) + " +07:00";
}

std::vector<std::string> units_of_mixed_keys(const Tally& tally) {
  std::map<std::string, std::set<std::string>> versions;
  for (const auto& [place, records] : tally.record_keys) versions[place.first].insert(place.second);
  std::vector<std::string> mixed;
  for (const auto& [unit, of_unit] : versions)
    if (of_unit.size() > 1 || of_unit.contains("")) mixed.push_back(unit);
  return mixed;
}

void count(Tally& tally, const client::LogEntry& entry) {
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  if (octets == nullptr) {
    ++tally.hidden;
    return;
  }
  auto facts = entry_facts(*octets);
  const auto at = facts ? base::parse_instant(facts->at) : std::nullopt;
  if (!at) {
    ++tally.unreadable;
    return;
  }
  tally.newest = print_in_vietnam(*at);
  if (facts->type != "denials") facts->counts.clear();
  const auto day = day_of(*at);
  const bool of_the_year = static_cast<int>(year_month_day(day).year()) == tally.scope.year;
  const auto& units = tally.scope.units;
  if (of_the_year && (units.empty() || units.contains(facts->unit))) return count_in_scope(tally, *facts, day);
  ++tally.elsewhere;
  if (of_the_year && facts->unit.empty() && is_refusal(*facts)) tally.unnamed += counts_of(*facts).denied;
}

}  // namespace antin::cli
