#include "tests/unit/policy/ending_reference.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> units = {"79", "79760001", "79760002"};
const std::vector<std::string> steps = {"", "teacher", "principal", "department", "deputy"};
const std::vector<std::string> roles = {"teacher", "principal", "department-leader"};
const std::vector<std::string> reasons = {"wrong-grade", "incomplete", "wrong-name", "issued-in-error", "no-reason"};

}  // namespace

RandomEndings::RandomEndings(unsigned seed)
    : m_random(seed), m_bases{principal_returns(),    department_returns(),           principal_supersedes(),
                              department_withdraws(), merged(principal_supersedes()), merged(department_withdraws())} {}

EndingWorld RandomEndings::next() {
  auto world = any(m_bases);
  for (unsigned count = below(4); count > 0; --count) change(world);
  return world;
}

void RandomEndings::change(EndingWorld& world) {
  switch (below(6)) {
    case 0: return change_place(world);
    case 1: return change_history(world);
    case 2: return change_rules(world);
    case 3: return change_people(world);
    case 4:
      if (!world.ending.approvals.empty())
        any(world.ending.approvals).verification = static_cast<Verification>(below(8));
      return;
    case 5:
      if (world.ending.approvals.empty()) return;
      if (auto& statement = any(world.ending.approvals).statement; statement) {
        if (below(6) == 0) return statement.reset();
        change_statement(*statement);
      }
      return;
  }
}

void RandomEndings::change_place(EndingWorld& world) {
  auto& system = world.world.policy.systems.begin()->second;
  switch (below(9)) {
    case 8: {
      const auto code = any(units);
      if (!world.world.policy.units.contains(code)) return;
      auto& closing = world.world.policy.units.at(code).closing.emplace();
      closing.from = world.world.now + 1ms * below(3) - 1ms;
      if (below(2) == 0) closing.successor = any(units);
      break;
    }
    case 0: world.ending.system = "stranger"; break;
    case 1: system.grants = {static_cast<Grant>(below(5))}; break;
    case 2: system.units = units; break;
    case 3: world.ending.unit = any(units); break;
    case 4: world.world.policy.units.erase(any(units)); break;
    case 5: world.ending.kind = "other"; break;
    case 6: world.ending.step = any(steps); break;
    case 7: world.ending.act = any_act(); break;
  }
}

void RandomEndings::change_history(EndingWorld& world) {
  auto& known = world.world.facts.steps;
  switch (below(8)) {
    case 0:
      if (!known.empty()) known.erase(known.begin() + below(static_cast<unsigned>(known.size())));
      break;
    case 1:
      if (!known.empty()) any(known).status = static_cast<StepStatus>(below(3));
      break;
    case 2:
      if (!known.empty()) any(known).leaf.reset();
      break;
    case 3: world.world.facts.ending = EndingFacts{any_act(), {hash(0x43), hash(0x46)}, hash(0x61)}; break;
    case 4: world.world.facts.ending = EndingFacts{any_act(), {hash(0x42)}, hash(0x61)}; break;
    case 5: world.world.facts = department_has_sealed().facts; break;
    case 6: world.world.facts.stops.add({base::Stoppable::unit, any(units)}); break;
    case 7: world.world.facts.stops.add({static_cast<base::Stoppable>(1 + below(4)), {}}); break;
  }
}

void RandomEndings::change_rules(EndingWorld& world) {
  auto& workflow = world.workflow();
  auto& step = any(workflow.steps);
  auto& rule = below(2) == 0 ? workflow.supersede : workflow.withdraw;
  switch (below(7)) {
    case 0: step.returns.clear(); break;
    case 1: step.returns = {any(reasons)}; break;
    case 2: rule.reset(); break;
    case 3:
      if (rule) rule->approvers = below(3);
      break;
    case 4:
      if (rule) rule->unit = static_cast<StepUnit>(below(3));
      break;
    case 5:
      if (rule) rule->reasons = {any(reasons), any(reasons)};
      break;
    case 6: step.unit = static_cast<StepUnit>(below(3)); break;
  }
}

void RandomEndings::change_people(EndingWorld& world) {
  auto& approvals = world.ending.approvals;
  auto& person = any(world.world.people);
  switch (below(7)) {
    case 0: approvals.clear(); break;
    case 1:
      if (!approvals.empty()) approvals.push_back(any(approvals));
      break;
    case 2:
      if (!approvals.empty()) any(approvals).certificate = hash(static_cast<std::uint8_t>(1 + below(7)));
      break;
    case 3:
      if (!person.roles.empty()) any(person.roles).role = any(roles);
      break;
    case 4:
      if (!person.roles.empty()) any(person.roles).until = world.world.now + 1ms * below(3) - 1ms;
      break;
    case 5:
      if (!person.roles.empty()) any(person.roles).scope = below(2) == 0 ? "2025-2026.1A" : "2025-2026.1B";
      break;
    case 6:
      if (!approvals.empty()) approvals.back().statement_hash = approvals.front().statement_hash;
      break;
  }
}

void RandomEndings::change_statement(Statement& said) {
  switch (below(10)) {
    case 0: said.record = "1.other"; break;
    case 1: said.revision = below(3); break;
    case 2: said.step = any(steps); break;
    case 3: said.role = any(roles); break;
    case 4: said.scope = "2025-2026.1A"; break;
    case 5: said.previous = hash(static_cast<std::uint8_t>(0x71 + below(3))); break;
    case 6: said.digest = document(static_cast<std::uint8_t>(9 + below(2))); break;
    case 7: said.expires = at("2026-05-28T02:11:09.412Z") + 1ms * below(3) - 1ms; break;
    case 8: said.ending = EndingClause{any_act(), any(reasons)}; break;
    case 9: said.ending.reset(); break;
  }
}

}  // namespace antin::policy
