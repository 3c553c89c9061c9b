// Who is in the roster: a system sees the people of its own units, a reading sees all.
#include <algorithm>

#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "policy/grants.hpp"

namespace antin::keeper {
namespace {

constexpr std::size_t page_limit = 56 * 1024;  // a frame, less what is around the people

protocol::RosterRole shown(const policy::Role& role) {
  return {role.unit,    role.role, role.scope.value_or(""), role.from, role.until, role.acting_for.value_or(""),
          role.founding};
}

// `system`: none of a reading, which sees all of it.
protocol::RosterPerson shown(const policy::Person& person, const policy::Policy& policy, const policy::System* system,
                             base::Instant now) {
  protocol::RosterPerson out{person.id, person.certificates, {}, {}};
  const auto may_see = [&](const std::string& unit) {
    return system == nullptr || policy::reads_of(policy, *system, unit, now);
  };
  for (const auto& role : person.roles)
    if (may_see(role.unit)) out.roles.push_back(shown(role));
  for (const auto& unit : person.suspended)
    if (may_see(unit)) out.suspended.push_back(unit);
  return out;
}

bool is_of(const policy::Person& person, const std::string& unit) {
  return unit.empty() || std::any_of(person.roles.begin(), person.roles.end(),
                                     [&](const policy::Role& role) { return role.unit == unit; });
}

std::size_t size_of(const protocol::RosterPerson& person) {
  protocol::ReadRosterResult alone;
  alone.people.push_back(person);
  return protocol::encode(alone).size();
}

bool by_end(const protocol::RosterRole& left, const protocol::RosterRole& right) { return left.until < right.until; }

// Of roles that have ended, as many as fit one answer, the newest: somebody may have had any number of them. The log
// has them all.
void fit(protocol::RosterPerson& person) {
  if (size_of(person) <= page_limit) return;
  std::stable_sort(person.roles.begin(), person.roles.end(), by_end);
  while (!person.roles.empty() && size_of(person) > page_limit)
    person.roles.erase(person.roles.begin(),
                       person.roles.begin() + static_cast<std::ptrdiff_t>(person.roles.size() / 8 + 1));
  std::erase_if(person.suspended, [&](const std::string& unit) {
    return std::none_of(person.roles.begin(), person.roles.end(), [&](const auto& role) { return role.unit == unit; });
  });
}

std::vector<const policy::Person*> people_asked_for(const policy::Roster& roster, const protocol::ReadRoster& read) {
  if (read.person.empty()) return roster.page(read.unit, read.after, read.count + std::size_t{1});
  const auto* person = roster.find(read.person);
  if (person == nullptr || !is_of(*person, read.unit)) return {};
  return {person};
}

}  // namespace

void Flow::serve(const Context& context, const protocol::ReadRoster& read) {
  Readings::Reading* reading = nullptr;
  if (!read.reading) {
    if (const auto denial =
            policy::deny_lookup(m_in_force.policy(), context.system.name, read.unit, context.clock.now)) {
      auto attempt = attempt_of(context, code_of(denial->reason));
      attempt.unit = read.unit;
      return deny(context, code_of(denial->reason), std::move(attempt));
    }
  } else {
    reading = use(context, *read.reading);
    if (reading == nullptr) return;
  }
  protocol::ReadRosterResult result;
  std::size_t page = 0;
  for (const auto* person : people_asked_for(m_in_force.roster(), read)) {
    auto one = shown(*person, m_in_force.policy(), reading == nullptr ? &context.system : nullptr, context.clock.now);
    fit(one);
    page += size_of(one);
    result.more = result.people.size() == read.count || (page > page_limit && !result.people.empty());
    if (result.more) break;
    result.people.push_back(std::move(one));
  }
  if (reading != nullptr) reading->items += result.people.size();
  const auto octets = protocol::encode(result);
  // It tells of changes that may not be logged yet.
  if (m_newest_change) return m_outbox.answer_once_logged(context.waiter, octets, *m_newest_change, Shown::nothing);
  m_outbox.answer(context.waiter, octets);
}

}  // namespace antin::keeper
