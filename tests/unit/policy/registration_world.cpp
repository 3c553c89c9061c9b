#include "tests/unit/policy/registration_world.hpp"

#include <stdexcept>

namespace antin::policy {
namespace {

using base::RosterAction;

Person founder(const std::string& id, std::vector<base::Sha256Hash> certificates, const std::string& unit,
               const std::string& role, std::uint8_t identity) {
  Role held{unit, role, std::nullopt, at("2025-09-01T00:00:00Z"), at("2026-09-01T00:00:00Z")};
  held.founding = true;
  return {id, std::move(certificates), {held}, hash(identity)};
}

RegistrationWorld world_of(RosterAction action, const std::string& person) {
  RegistrationWorld out{teacher_submits(), {}};
  auto& world = out.world;
  for (std::size_t i = 0; i < world.people.size(); ++i)
    world.people[i].identity = hash(static_cast<std::uint8_t>(0xE1 + i));
  world.policy.founders = {founder("r-1", {hash(0x21), hash(0x2A)}, "79", "department-registrar", 0xF1),
                           founder("r-2", {hash(0x22)}, "79", "department-registrar", 0xF2),
                           founder("r-3", {hash(0x23)}, "79760001", "school-registrar", 0xF3)};
  RosterStatement said{world.policy.origin, {}, world.policy.digest, world.now + std::chrono::hours(1)};
  said.change.action = action;
  said.change.unit = "79760001";
  said.change.person = person;
  out.request = {"school-79760001", std::move(said), hash(0x41), {}, std::nullopt};
  return out;
}

void bring(RegistrationWorld& world, std::uint8_t certificate, std::uint8_t identity) {
  world.change().certificate = hash(certificate);
  world.request.certificate = PresentedCertificate{hash(certificate), Verification::valid, hash(identity)};
}

void give(RegistrationWorld& world, const std::string& role) {
  world.change().role = role;
  world.change().from = at("2026-05-01T00:00:00Z");
  world.change().until = at("2026-09-01T00:00:00Z");
}

}  // namespace

Roster RegistrationWorld::roster() const {
  Roster roster;
  for (const auto& person : world.people)
    if (!roster.add(person)) throw std::logic_error("two people of the world share an id or a certificate");
  if (const auto problem = roster.found(world.policy.founders)) throw std::logic_error(*problem);
  return roster;
}

RegistrationDecision RegistrationWorld::decide() const {
  return decide_registration(world.policy, roster(), request, world.now);
}

void RegistrationWorld::sign_by(std::initializer_list<std::uint8_t> certificates) {
  request.registrars.clear();
  for (const auto certificate : certificates) request.registrars.push_back({Verification::valid, hash(certificate)});
}

RegistrationWorld teacher_is_enrolled() {
  auto world = world_of(RosterAction::enrol, "p-9");
  give(world, "teacher");
  bring(world, 0x09, 0xE9);
  world.sign_by({0x23});
  return world;
}

RegistrationWorld principal_is_enrolled() {
  auto world = world_of(RosterAction::enrol, "p-9");
  give(world, "principal");
  bring(world, 0x09, 0xE9);
  world.sign_by({0x21, 0x22});
  return world;
}

RegistrationWorld somebody_acts() {
  auto world = world_of(RosterAction::acting_for, "p-1");
  give(world, "acting-principal");
  world.change().acting_for = "p-2";
  world.sign_by({0x21, 0x22});
  return world;
}

RegistrationWorld certificate_is_renewed() {
  auto world = world_of(RosterAction::certificate, "p-1");
  bring(world, 0x0B, 0xE1);
  world.sign_by({0x23});
  return world;
}

RegistrationWorld teacher_is(RosterAction action) {
  auto world = world_of(action, "p-1");
  if (action == RosterAction::resume) world.world.person("p-1").suspended = {"79760001"};
  world.sign_by({0x23});
  return world;
}

DenialReason reason(const RegistrationDecision& decision) {
  const auto* denial = std::get_if<Denial>(&decision);
  return denial == nullptr ? DenialReason::unknown : denial->reason;
}

}  // namespace antin::policy
