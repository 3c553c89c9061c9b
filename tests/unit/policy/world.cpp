#include "tests/unit/policy/world.hpp"

#include <stdexcept>

namespace antin::policy {
namespace {

constexpr std::uint8_t the_document = 0xD0;

void add_key(Policy& policy, const std::string& owner, const std::string& use, unsigned year, unsigned generation) {
  Key key;
  key.label = "seal/" + owner + "/" + use + "/" + std::to_string(year) + "." + std::to_string(generation);
  key.purpose = KeyPurpose::seal;
  key.owner = owner;
  key.use = use;
  key.year = year;
  key.generation = generation;
  key.token = "seals";
  key.algorithm = KeyAlgorithm::ecdsa_p256;
  policy.keys[key.label] = key;
}

Step step_named(const std::string& name, const std::string& role, StepUnit unit, std::optional<std::string> seal) {
  Step step;
  step.name = name;
  step.roles = {role};
  step.unit = unit;
  step.proof = Proof::certificate;
  if (seal) step.formats = {Format::cades};
  step.seal = std::move(seal);
  return step;
}

Policy policy_of_the_world() {
  Policy policy;
  policy.origin = "seal.hcm.example/2026";
  policy.version = 7;
  policy.digest = hash(0x90);
  policy.units["79"] = {"79", std::nullopt, UnitKind::department, "Department"};
  policy.units["79760001"] = {"79760001", "79", UnitKind::school, "School"};
  policy.units["79760002"] = {"79760002", "79", UnitKind::school, "Another school"};
  System system;
  system.name = "school-79760001";
  system.certificate = hash(the_systems_certificate);
  system.units = {"79760001"};
  system.grants = {Grant::submit, Grant::timestamp, Grant::audit_own};
  policy.systems[system.name] = system;
  add_key(policy, "79760001", "school", 2026, 1);
  add_key(policy, "79", "department", 2026, 1);
  Workflow workflow;
  workflow.kind = "hoc-ba";
  workflow.digests = {base::DigestAlgorithm::sha256};
  workflow.steps = {step_named("teacher", "teacher", StepUnit::own, std::nullopt),
                    step_named("principal", "principal", StepUnit::own, "school"),
                    step_named("department", "department-leader", StepUnit::parent, "department")};
  workflow.steps[1].returns = workflow.steps[2].returns = {"wrong-grade", "incomplete"};
  workflow.supersede = {{"principal"}, StepUnit::own, 1, {"wrong-grade", "wrong-name"}};
  workflow.withdraw = {{"department-leader"}, StepUnit::parent, 2, {"issued-in-error"}};
  policy.workflows[workflow.kind] = workflow;
  policy.registration["teacher"] = {StepUnit::own, "school-registrar", 1, {}};
  policy.registration["school-registrar"] = {StepUnit::parent, "department-registrar", 2, {}};
  policy.registration["principal"] = {StepUnit::parent, "department-registrar", 2, {}};
  policy.registration["acting-principal"] = {StepUnit::parent, "department-registrar", 2, {"principal"}};
  policy.registration["department-leader"] = {StepUnit::own, "department-registrar", 2, {}};
  return policy;
}

Person person_named(const std::string& id, std::uint8_t certificate, const std::string& unit, const std::string& role,
                    std::optional<std::string> scope) {
  return {id,
          {hash(certificate)},
          {{unit, role, std::move(scope), at("2025-09-01T00:00:00Z"), at("2026-09-01T00:00:00Z")}}};
}

World world_at(const std::string& step) {
  World world;
  world.policy = policy_of_the_world();
  world.people = {person_named("p-1", 1, "79760001", "teacher", "2025-2026.1A"),
                  person_named("p-2", 2, "79760001", "principal", std::nullopt),
                  person_named("p-3", 3, "79", "department-leader", std::nullopt)};
  world.now = at("2026-05-28T02:11:09.412Z");
  world.submission.system = "school-79760001";
  world.submission.unit = "79760001";
  world.submission.kind = "hoc-ba";
  world.submission.record = "1.9tq2";
  world.submission.revision = 1;
  world.submission.step = step;
  world.submission.digest = document(the_document);
  return world;
}

StepFacts done(const std::string& step, const std::string& person, std::uint8_t leaf, const char* when) {
  return {step, StepStatus::done, document(the_document), {person}, {Verification::valid}, hash(leaf), at(when)};
}

}  // namespace

base::Sha256Hash hash(std::uint8_t octet) {
  base::Sha256Hash hash{};
  hash.fill(octet);
  return hash;
}

base::Digest document(std::uint8_t octet) { return base::sha256_digest(hash(octet)); }

base::Instant at(const char* text) { return base::parse_instant(text).value(); }

DenialReason reason(const Decision& decision) {
  const auto* denial = std::get_if<Denial>(&decision);
  return denial == nullptr ? DenialReason::unknown : denial->reason;
}

PersonApproval approval_by(const World& world, const std::string& role, std::optional<std::string> scope,
                           std::uint8_t certificate) {
  const auto& asked = world.submission;
  Statement said{world.policy.origin,
                 asked.unit,
                 asked.kind,
                 asked.record,
                 asked.revision,
                 asked.step,
                 role,
                 std::move(scope),
                 asked.digest,
                 std::nullopt,
                 world.policy.digest,
                 world.now + std::chrono::hours(1)};
  if (!world.facts.steps.empty())
    said.previous = world.facts.steps.back().leaf;
  else if (world.facts.ending_before)
    said.previous = world.facts.ending_before->leaf;
  return {Verification::valid, std::move(said), hash(static_cast<std::uint8_t>(0x40 + certificate)), hash(certificate)};
}

World teacher_submits() {
  auto world = world_at("teacher");
  world.submission.approvals = {approval_by(world, "teacher", "2025-2026.1A", 1)};
  return world;
}

World system_vouches() {
  auto world = teacher_submits();
  world.step("teacher").proof = Proof::vouched;
  world.approval().statement->vouched = Vouching{world.submission.system, "p-1"};
  world.approval().certificate = hash(the_systems_certificate);
  return world;
}

World teacher_submits_again() {
  auto world = world_at("teacher");
  world.submission.revision = 2;
  world.facts.ending_before = {base::Act::returned, {}, hash(0x61)};
  world.submission.approvals = {approval_by(world, "teacher", "2025-2026.1A", 1)};
  return world;
}

World principal_submits() {
  auto world = world_at("principal");
  world.facts.steps = {done("teacher", "p-1", 0x71, "2026-05-20T00:00:00Z")};
  world.submission.approvals = {approval_by(world, "principal", std::nullopt, 2)};
  return world;
}

World department_submits() {
  auto world = world_at("department");
  world.facts.steps = {done("teacher", "p-1", 0x71, "2026-05-20T00:00:00Z"),
                       done("principal", "p-2", 0x72, "2026-05-21T00:00:00Z")};
  world.submission.approvals = {approval_by(world, "department-leader", std::nullopt, 3)};
  return world;
}

World department_has_sealed() {
  auto world = department_submits();
  world.facts.steps.push_back(done("department", "p-3", 0x73, "2026-05-22T00:00:00Z"));
  return world;
}

World merged(World world) {
  world.policy.units.at("79760001").closing = UnitClosing{world.now - std::chrono::days(1), "79760002"};
  world.policy.systems.begin()->second.units = {"79760002"};
  add_key(world.policy, "79760002", "school", 2026, 1);
  for (auto& person : world.people)
    for (auto& role : person.roles)
      if (role.unit == "79760001") role.unit = "79760002";
  return world;
}

Decision World::decide() const {
  Roster roster;
  for (const auto& person : people)
    if (!roster.add(person)) throw std::logic_error("two people of the world share an id or a certificate");
  return policy::decide(policy, roster, submission, facts, now);
}

Step& World::step(const std::string& name) {
  for (auto& step : policy.workflows.at("hoc-ba").steps)
    if (step.name == name) return step;
  throw std::logic_error("no such step");
}

Person& World::person(const std::string& id) {
  for (auto& person : people)
    if (person.id == id) return person;
  throw std::logic_error("no such person");
}

}  // namespace antin::policy
