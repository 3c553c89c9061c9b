#include "policy/succession.hpp"

#include <tuple>

#include "policy/case.hpp"

namespace antin::policy {
namespace {

// Calls `visit` with each who comes in the place of a closed unit, one after the other.
template <class Visit>
Answering follow(const Policy& policy, const std::string& code, base::Instant now, Visit visit) {
  const auto* unit = find_unit(policy, code);
  if (unit == nullptr) return {};
  Answering answering{unit, Answer::itself};
  // Policy text has no circles; whoever made a policy otherwise gets an answer too.
  for (std::size_t steps = 0; has_closed(*answering.unit, now); ++steps) {
    const auto& closed = *answering.unit;
    const auto& next = closed.closing->successor ? closed.closing->successor : closed.parent;
    if (answering.how != Answer::above) answering.how = closed.closing->successor ? Answer::successor : Answer::above;
    answering.unit = next ? find_unit(policy, *next) : nullptr;
    if (answering.unit == nullptr || steps > policy.units.size()) return {nullptr, Answer::nobody};
    visit(answering.unit);
  }
  return answering;
}

std::tuple<std::string, Answer> told(const Policy& policy, const std::string& unit, base::Instant now) {
  const auto answering = answering_for(policy, unit, now);
  return {answering.unit == nullptr ? std::string() : answering.unit->code, answering.how};
}

}  // namespace

bool has_closed(const Unit& unit, base::Instant now) { return unit.closing && unit.closing->from <= now; }

Answering answering_for(const Policy& policy, const std::string& unit, base::Instant now) {
  return follow(policy, unit, now, [](const Unit*) {});
}

const Unit* taking_over(const Policy& policy, const std::string& unit, base::Instant now) {
  const auto answering = answering_for(policy, unit, now);
  return takes_over(answering.how) ? answering.unit : nullptr;
}

bool takes_over(Answer how) {
  switch (how) {
    case Answer::itself:
    case Answer::successor: return true;
    case Answer::above:
    case Answer::nobody:
    case Answer::unknown: break;
  }
  return false;
}

std::vector<const Unit*> answerers_of(const Policy& policy, const std::string& unit, base::Instant now) {
  std::vector<const Unit*> all;
  follow(policy, unit, now, [&](const Unit* next) { all.push_back(next); });
  return all;
}

bool answers_differ(const Policy& one, const Policy& other, const std::string& unit, base::Instant now) {
  if (told(one, unit, now) != told(other, unit, now)) return true;
  const auto* mine = named_unit(one, unit, StepUnit::parent);
  const auto* theirs = named_unit(other, unit, StepUnit::parent);
  if (mine == nullptr || theirs == nullptr) return mine != theirs;
  return told(one, mine->code, now) != told(other, theirs->code, now);
}

}  // namespace antin::policy
