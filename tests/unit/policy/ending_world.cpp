#include "tests/unit/policy/ending_world.hpp"

#include <stdexcept>

namespace antin::policy {
namespace {

EndingWorld world_of(World (*made)(), base::Act act, const std::string& step) {
  EndingWorld out{made(), {}};
  auto another_leader = out.world.person("p-3");
  another_leader.id = "p-6";
  another_leader.certificates = {hash(6)};
  out.world.people.push_back(another_leader);
  const auto& asked = out.world.submission;
  out.ending = {asked.system, asked.unit, asked.kind, asked.record, asked.revision, act, step, {}};
  return out;
}

}  // namespace

PersonApproval ending_by(const EndingWorld& world, const std::string& role, const std::string& reason,
                         std::uint8_t certificate) {
  const auto& asked = world.ending;
  const auto& last = world.world.facts.steps.back();
  return {Verification::valid,
          Statement{world.world.policy.origin, asked.unit, asked.kind, asked.record, asked.revision, asked.step, role,
                    std::nullopt, last.digest, last.leaf, world.world.policy.digest,
                    world.world.now + std::chrono::hours(1), EndingClause{asked.act, reason}},
          hash(static_cast<std::uint8_t>(0x40 + certificate)), hash(certificate)};
}

EndingWorld principal_returns() {
  auto world = world_of(principal_submits, base::Act::returned, "principal");
  world.ending.approvals = {ending_by(world, "principal", "wrong-grade", 2)};
  return world;
}

EndingWorld department_returns() {
  auto world = world_of(department_submits, base::Act::returned, "department");
  world.ending.approvals = {ending_by(world, "department-leader", "incomplete", 3)};
  return world;
}

EndingWorld principal_supersedes() {
  auto world = world_of(department_has_sealed, base::Act::superseded, "");
  world.ending.approvals = {ending_by(world, "principal", "wrong-name", 2)};
  return world;
}

EndingWorld department_withdraws() {
  auto world = world_of(department_has_sealed, base::Act::withdrawn, "");
  world.ending.approvals = {ending_by(world, "department-leader", "issued-in-error", 3),
                            ending_by(world, "department-leader", "issued-in-error", 6)};
  return world;
}

EndingWorld merged(EndingWorld world) {
  world.world = merged(std::move(world.world));
  return world;
}

EndingDecision EndingWorld::decide() const {
  Roster roster;
  for (const auto& person : world.people)
    if (!roster.add(person)) throw std::logic_error("two people of the world share an id or a certificate");
  return decide_ending(world.policy, roster, ending, world.facts, world.now);
}

DenialReason reason(const EndingDecision& decision) {
  const auto* denial = std::get_if<Denial>(&decision);
  return denial == nullptr ? DenialReason::unknown : denial->reason;
}

}  // namespace antin::policy
