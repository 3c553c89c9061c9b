#include "tests/unit/policy/random_worlds.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> units = {"79", "79760001", "79760002", "orphan"};
const std::vector<std::string> steps = {"teacher", "principal", "department", "deputy"};
const std::vector<std::string> roles = {"teacher", "principal", "department-leader"};
const std::vector<std::string> registrars = {"school-registrar", "department-registrar"};
const std::vector<std::string> people = {"p-1", "p-2", "p-3", "p-4", "p-5"};
const std::vector<std::optional<std::string>> scopes = {std::nullopt, "2025-2026.1A", "2025-2026.1B"};

}  // namespace

RandomWorlds::RandomWorlds(unsigned seed)
    : m_random(seed), m_bases{teacher_submits(),           principal_submits(),
                              department_submits(),        department_has_sealed(),
                              teacher_submits_again(),     system_vouches(),
                              merged(principal_submits()), merged(teacher_submits_again())} {
  for (auto& world : m_bases) {
    world.people.push_back({"p-4", {hash(4), hash(5)}, {}});
    for (const auto& person : {"p-1", "p-2", "p-3"}) world.people.back().roles.push_back(world.person(person).roles[0]);
  }
}

World RandomWorlds::next() {
  static constexpr Change changes[] = {&RandomWorlds::change_caller,
                                       &RandomWorlds::change_units,
                                       &RandomWorlds::change_workflow,
                                       &RandomWorlds::change_document,
                                       &RandomWorlds::change_history,
                                       &RandomWorlds::change_step_facts,
                                       &RandomWorlds::change_times,
                                       &RandomWorlds::change_approvers,
                                       &RandomWorlds::change_verification,
                                       &RandomWorlds::change_statement,
                                       &RandomWorlds::change_statement_place,
                                       &RandomWorlds::change_person,
                                       &RandomWorlds::change_roles,
                                       &RandomWorlds::change_keys,
                                       &RandomWorlds::change_stops};
  auto world = any(m_bases);
  for (unsigned count = below(6); count > 0; --count) (this->*any(changes))(world);
  return world;
}

Step& RandomWorlds::this_step(World& world) {
  auto& all = world.policy.workflows.at("hoc-ba").steps;
  for (auto& step : all)
    if (step.name == world.submission.step) return step;
  return all.front();
}

void RandomWorlds::change_caller(World& world) {
  auto& system = world.policy.systems.begin()->second;
  switch (below(4)) {
    case 0: world.submission.system = "stranger"; break;
    case 1: system.grants = {static_cast<Grant>(below(5)), static_cast<Grant>(below(5))}; break;
    case 2: system.units = {any(units), any(units)}; break;
    case 3: system.units = units; break;
  }
}

void RandomWorlds::change_units(World& world) {
  switch (below(6)) {
    case 5: {
      const auto code = any(units);
      if (!world.policy.units.contains(code)) return;
      auto& closing = world.policy.units.at(code).closing.emplace();
      closing.from = world.now + 1ms * below(3) - 1ms;
      if (!once_in(3)) closing.successor = any(units);
      break;
    }
    case 0: world.policy.units.erase(any(units)); break;
    case 1: world.submission.unit = any(units); break;
    case 2:
      for (auto& [code, unit] : world.policy.units)
        if (once_in(2)) unit.parent.reset();
      break;
    case 3: this_step(world).unit = static_cast<StepUnit>(below(3)); break;
    case 4:
      for (auto& [code, unit] : world.policy.units) unit.record_keys = {1, 1 + below(3)};
      break;
  }
}

void RandomWorlds::change_workflow(World& world) {
  auto& all = world.policy.workflows.at("hoc-ba").steps;
  switch (below(5)) {
    case 0: world.submission.kind = once_in(2) ? "hoc-ba" : "other"; break;
    case 1: world.submission.step = any(steps); break;
    case 2: std::swap(any(all), any(all)); break;
    case 3: this_step(world).roles = {any(roles), any(roles)}; break;
    case 4: this_step(world).proof = static_cast<Proof>(below(3)); break;
  }
}

void RandomWorlds::change_document(World& world) {
  switch (below(5)) {
    case 0: world.submission.digest = document(9); break;
    case 1: world.submission.digest.value.pop_back(); break;
    case 2: world.submission.digest.algorithm = static_cast<base::DigestAlgorithm>(below(3)); break;
    case 3: world.submission.formats = {static_cast<Format>(below(2)), Format::cades}; break;
    case 4: this_step(world).formats = {static_cast<Format>(below(2))}; break;
  }
}

void RandomWorlds::change_history(World& world) {
  auto& known = world.facts.steps;
  switch (below(5)) {
    case 0: known.clear(); break;
    case 1:
      if (!known.empty()) known.erase(known.begin() + below(static_cast<unsigned>(known.size())));
      break;
    case 2: world.submission.revision = below(4); break;
    case 3:
      if (once_in(3)) world.facts.ending = EndingFacts{any_act(), {hash(0x42)}, hash(0x62)};
      if (once_in(3)) world.facts.ending_before.reset();
      if (once_in(2)) world.facts.ending_before = EndingFacts{any_act(), {}, hash(0x61)};
      break;
    case 4: {
      StepFacts facts{any(steps), static_cast<StepStatus>(below(3)), world.submission.digest, {}, {}, hash(0x79),
                      world.now};
      for (const auto& other : known)
        if (other.step == facts.step) return;
      known.push_back(facts);
      break;
    }
  }
}

void RandomWorlds::change_step_facts(World& world) {
  if (world.facts.steps.empty()) return;
  auto& known = any(world.facts.steps);
  switch (below(5)) {
    case 0: known.status = static_cast<StepStatus>(below(3)); break;
    case 1: known.digest = document(static_cast<std::uint8_t>(9 + below(2))); break;
    case 2: known.people.push_back("p-" + std::to_string(1 + below(5))); break;
    case 3: known.standing = {any_verification(), any_verification()}; break;
    case 4: known.leaf.reset(); break;
  }
}

void RandomWorlds::change_stops(World& world) {
  if (!once_in(2)) return;
  auto& stops = world.facts.stops;
  switch (below(5)) {
    case 0: stops.add({base::Stoppable::appliance, {}}); break;
    case 1: stops.add({base::Stoppable::unit, any(units)}); break;
    case 2:
      for (const auto& [label, key] : world.policy.keys)
        if (once_in(2)) stops.add({base::Stoppable::key, label});
      break;
    case 3: stops.add({base::Stoppable::key, world.policy.timestamp.key}); break;
    case 4: stops.add({base::Stoppable::system, world.submission.system}); break;
  }
}

void RandomWorlds::change_times(World& world) {
  auto& step = this_step(world);
  switch (below(5)) {
    case 0: step.window = Window{world.now + 1ms * below(3) - 1ms, world.now + 1ms * below(3)}; break;
    case 1:
      step.max_age = 1h;
      for (auto& known : world.facts.steps) known.at = world.now - 1h + 1ms * below(3) - 1ms;
      break;
    case 2:
      step.quota = below(3);
      world.facts.done_this_year = below(3);
      break;
    case 3: world.now += once_in(2) ? 1h : 24h * 365; break;
    case 4: world.now -= once_in(2) ? 1h : 24h * 365; break;
  }
}

void RandomWorlds::change_approvers(World& world) {
  auto& approvals = world.submission.approvals;
  switch (below(4)) {
    case 0: approvals.clear(); break;
    case 1: this_step(world).approvers = below(3); break;
    case 2:
    case 3:
      this_step(world).approvers = 2;
      approvals.push_back(
          approval_by(world, this_step(world).roles[0], any(scopes), static_cast<std::uint8_t>(1 + below(5))));
      if (once_in(4)) approvals.back().statement_hash = approvals.front().statement_hash;
      break;
  }
}

void RandomWorlds::change_verification(World& world) {
  if (!world.submission.approvals.empty()) any(world.submission.approvals).verification = any_verification();
}

void RandomWorlds::change_statement(World& world) {
  if (world.submission.approvals.empty()) return;
  auto& approval = any(world.submission.approvals);
  if (!approval.statement) return;
  switch (below(8)) {
    case 0: approval.statement.reset(); break;
    case 1: approval.statement->expires = world.now + 1ms * below(3) - 1ms; break;
    case 2: approval.statement->role = any(roles); break;
    case 3: approval.statement->scope = any(scopes); break;
    case 4: approval.statement->digest = world.submission.digest; break;
    case 5: approval.statement->revision = world.submission.revision; break;
    case 6: approval.statement->step = world.submission.step; break;
    case 7: approval.statement->ending = EndingClause{any_act(), "wrong-grade"}; break;
  }
}

void RandomWorlds::change_statement_place(World& world) {
  if (world.submission.approvals.empty()) return;
  auto& approval = any(world.submission.approvals);
  if (!approval.statement) return;
  switch (below(7)) {
    case 6:
      approval.statement->vouched = Vouching{once_in(4) ? "stranger" : world.submission.system, any(people)};
      if (!once_in(3)) approval.certificate = hash(the_systems_certificate);
      if (!once_in(3)) this_step(world).proof = Proof::vouched;
      break;
    case 0: approval.statement->log = "other"; break;
    case 1: approval.statement->unit = any(units); break;
    case 2: approval.statement->record = "1.other"; break;
    case 3: approval.statement->policy = hash(0x91); break;
    case 4: approval.statement->previous = hash(static_cast<std::uint8_t>(0x70 + below(4))); break;
    case 5: approval.statement->previous.reset(); break;
  }
}

void RandomWorlds::change_person(World& world) {
  if (!world.submission.approvals.empty())
    any(world.submission.approvals).certificate = hash(static_cast<std::uint8_t>(1 + below(6)));
}

void RandomWorlds::change_roles(World& world) {
  auto& person = any(world.people);
  if (once_in(6)) person.roles.clear();
  if (once_in(6)) person.suspended.push_back(any(units));
  if (once_in(2)) {
    const auto from = world.now + 1ms * below(3) - 1ms;
    person.roles.push_back({any(units), any(registrars), std::nullopt, from, from + 1ms * below(3)});
  }
  if (once_in(6)) person.roles.push_back({any(units), any(roles), any(scopes), world.now - 1h, world.now + 1h});
  if (person.roles.empty()) return;
  auto& role = any(person.roles);
  switch (below(5)) {
    case 0: role.unit = any(units); break;
    case 1: role.role = any(roles); break;
    case 2: role.scope = any(scopes); break;
    case 3: role.from = world.now + 1ms * below(3) - 1ms; break;
    case 4: role.until = world.now + 1ms * below(3) - 1ms; break;
  }
}

void RandomWorlds::change_keys(World& world) {
  auto& keys = world.policy.keys;
  switch (below(5)) {
    case 4:
      if (!keys.empty()) keys.begin()->second.retired = true;
      break;
    case 0: keys.clear(); break;
    case 1: this_step(world).seal.reset(); break;
    case 2: this_step(world).seal = once_in(2) ? "school" : "department"; break;
    case 3: {
      Key key;
      key.purpose = static_cast<KeyPurpose>(below(4));
      key.owner = any(units);
      key.use = once_in(2) ? "school" : "department";
      key.year = 2025 + below(3);
      key.generation = 1 + below(12);
      key.label =
          "seal/" + key.owner + "/" + key.use + "/" + std::to_string(key.year) + "." + std::to_string(key.generation);
      keys[key.label] = key;
      break;
    }
  }
}

}  // namespace antin::policy
