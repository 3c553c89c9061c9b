#include "client/cli/time_range.hpp"

#include "client/cli/json.hpp"
#include "client/cli/report_tally.hpp"

namespace antin::cli {
namespace {

// 2026-05-28 is that day in Vietnam, 2026-05-28T02:11:09Z a time. Of a day its first moment.
struct Moment {
  base::Instant at;
  bool is_day = false;
};
std::optional<Moment> moment_of(const std::string& text) {
  if (const auto exact = base::parse_instant(text)) return Moment{*exact, false};
  const auto day = base::parse_instant(text + "T00:00:00Z");
  if (!day) return std::nullopt;
  return Moment{*day - vietnam, true};
}

Outcome<std::optional<Moment>> moment_from(const Arguments& arguments, const std::string& name) {
  const auto text = arguments.value(name);
  if (!text) return std::optional<Moment>();
  const auto moment = moment_of(*text);
  if (!moment) return wrong_usage("--" + name + " is a day, 2026-05-28, or a time, 2026-05-28T02:11:09Z");
  return moment;
}

}  // namespace

std::vector<Option> TimeRange::options() {
  return {{"since", "TIME", "entries of this day (Vietnam's) or time, and later ones"},
          {"until", "TIME", "entries up to this day, which counts in, or before this time"}};
}

Outcome<TimeRange> TimeRange::from(const Arguments& arguments) {
  const auto since = moment_from(arguments, "since");
  if (!since) return since.error();
  const auto until = moment_from(arguments, "until");
  if (!until) return until.error();
  TimeRange range;
  if (*since) range.m_since = (*since)->at;
  if (*until) range.m_until = (*until)->at + ((*until)->is_day ? std::chrono::days(1) : std::chrono::days(0));
  if (range.m_since && range.m_until && *range.m_until <= *range.m_since) {
    return wrong_usage("--until is not after --since");
  }
  return range;
}

InRange TimeRange::judge(const client::LogEntry& entry) const {
  if (is_everything()) return InRange::yes;
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  const auto facts = octets == nullptr ? base::Result<EntryFacts>(base::Error{}) : entry_facts(*octets);
  const auto at = facts ? base::parse_instant(facts->at) : std::nullopt;
  if (!at) return InRange::hidden;
  const bool inside = (!m_since || *at >= *m_since) && (!m_until || *at < *m_until);
  return inside ? InRange::yes : InRange::no;
}

}  // namespace antin::cli
