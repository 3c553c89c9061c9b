#include "tests/unit/policy/ending_reference.hpp"

namespace antin::policy {
namespace {

using enum DenialReason;
using base::Act;

// Every fault with its place in the order; the first place wins.
using Faults = std::map<int, DenialReason>;

struct Provision {
  std::vector<std::string> roles, reasons;
  StepUnit unit = StepUnit::unknown;
  std::size_t approvers = 0;
};

const Workflow* workflow_of(const EndingWorld& world) {
  const auto& all = world.world.policy.workflows;
  return all.count(world.ending.kind) ? &all.at(world.ending.kind) : nullptr;
}

std::optional<Provision> provision_of(const EndingWorld& world, const Workflow& workflow) {
  const auto from = [](const std::optional<EndingRule>& rule) {
    return rule ? std::optional(Provision{rule->roles, rule->reasons, rule->unit, rule->approvers}) : std::nullopt;
  };
  if (world.ending.act == Act::superseded) return from(workflow.supersede);
  if (world.ending.act == Act::withdrawn) return from(workflow.withdraw);
  for (const auto& step : workflow.steps)
    if (step.name == world.ending.step && !step.returns.empty())
      return Provision{step.roles, step.returns, step.unit, 1};
  return std::nullopt;
}

// How far the revision has come: so many steps are done, in order and from the first on, and nothing else is there.
std::optional<std::size_t> steps_done(const EndingWorld& world, const Workflow& workflow) {
  std::map<std::string, StepFacts> known;
  for (const auto& facts : world.world.facts.steps) known.emplace(facts.step, facts);
  std::size_t done = 0, present = 0;
  bool in_order = true;
  for (const auto& step : workflow.steps) {
    const auto facts = known.find(step.name);
    if (facts == known.end()) {
      in_order = false;
      continue;
    }
    ++present;
    if (in_order && facts->second.status == StepStatus::done && facts->second.leaf) ++done;
  }
  return done == present ? std::optional(done) : std::nullopt;
}

const StepFacts* facts_named(const EndingWorld& world, const std::string& step) {
  for (const auto& facts : world.world.facts.steps)
    if (facts.step == step) return &facts;
  return nullptr;
}

// What the statements must name as the entry before; nullptr: the act does not belong here.
const StepFacts* entry_before(const EndingWorld& world, const Workflow& workflow) {
  for (const auto& facts : world.world.facts.steps)
    if (facts.status != StepStatus::done) return nullptr;
  if (world.ending.act == Act::superseded || world.ending.act == Act::withdrawn) {
    const auto* last = facts_named(world, workflow.steps.back().name);
    return last != nullptr && last->status == StepStatus::done && last->leaf ? last : nullptr;
  }
  const auto done = steps_done(world, workflow);
  if (world.ending.act != Act::returned || !done || *done == 0 || *done == workflow.steps.size()) return nullptr;
  return workflow.steps[*done].name == world.ending.step ? facts_named(world, workflow.steps[*done - 1].name) : nullptr;
}

const Unit* unit_named(const EndingWorld& world, const Provision& provision) {
  const auto& units = world.world.policy.units;
  const auto& own = units.at(world.ending.unit);
  if (provision.unit == StepUnit::own) return &own;
  if (provision.unit != StepUnit::parent || !own.parent || !units.contains(*own.parent)) return nullptr;
  return &units.at(*own.parent);
}

// Withdrawn is by the unit above what nobody inherits; nothing else is done to it.
bool goes_on(const EndingWorld& world) {
  const auto heir = heir_of(world.world, world.ending.unit);
  return heir.inherits || (heir.unit != nullptr && world.ending.act == Act::withdrawn);
}

// nullptr: nobody may.
const Unit* unit_acting(const EndingWorld& world, const Provision& provision) {
  const auto own = heir_of(world.world, world.ending.unit);
  if (!own.inherits && own.unit != nullptr && world.ending.act == Act::withdrawn) return own.unit;
  const auto* named = unit_named(world, provision);
  const auto heir = named == nullptr ? Heir{} : heir_of(world.world, named->code);
  return heir.inherits ? heir.unit : nullptr;
}

const Person* owner(const EndingWorld& world, const base::Sha256Hash& certificate) {
  for (const auto& person : world.world.people)
    for (const auto& one : person.certificates)
      if (one == certificate) return &person;
  return nullptr;
}

void note_person(const EndingWorld& world, const Unit& acting, const PersonApproval& approval, int place,
                 Faults& faults) {
  const auto* person = owner(world, approval.certificate);
  if (person == nullptr) {
    faults.emplace(place + 5, not_in_roster);
    return;
  }
  std::vector<const Role*> held;
  for (const auto& role : person->roles)
    if (role.unit == acting.code && role.role == approval.statement->role && !(world.world.now < role.from) &&
        world.world.now < role.until)
      held.push_back(&role);
  for (const auto& unit : person->suspended)
    if (unit == acting.code) faults.emplace(place + 6, person_suspended);
  const auto enrols_for = units_enrolled_for(world.world, *person);
  if (enrols_for.count(acting.code) || enrols_for.count(world.ending.unit))
    faults.emplace(place + 7, registrar_approves);
  if (held.empty()) faults.emplace(place + 8, wrong_role);
  bool covered = false;
  for (const auto* role : held) covered = covered || !role->scope || role->scope == approval.statement->scope;
  if (!covered) faults.emplace(place + 9, wrong_scope);
}

bool says_it(const EndingWorld& world, const StepFacts& before, const std::string& reason, const Statement& said) {
  const auto& asked = world.ending;
  return said.log == world.world.policy.origin && said.policy == world.world.policy.digest && said.unit == asked.unit &&
         said.kind == asked.kind && said.record == asked.record && said.revision == asked.revision &&
         said.step == asked.step && said.digest == before.digest && said.previous == before.leaf && said.ending &&
         said.ending->act == asked.act && said.ending->reason == reason;
}

void note_approvals(const EndingWorld& world, const Provision& provision, const Unit& acting, const StepFacts& before,
                    Verdict& verdict, Faults& faults) {
  static const std::map<Verification, DenialReason> bad = {{Verification::unknown, approval_invalid},
                                                           {Verification::malformed, approval_invalid},
                                                           {Verification::signature_invalid, approval_invalid},
                                                           {Verification::certificate_untrusted, certificate_untrusted},
                                                           {Verification::certificate_expired, certificate_expired},
                                                           {Verification::certificate_revoked, certificate_revoked},
                                                           {Verification::revocation_stale, revocation_stale}};
  const auto& first = world.ending.approvals.front().statement;
  const auto reason = first && first->ending ? first->ending->reason : std::string();
  std::map<std::string, int> times;
  std::map<base::Sha256Hash, int> signed_by;
  int place = 100;
  for (const auto& approval : world.ending.approvals) {
    if (bad.count(approval.verification)) faults.emplace(place + 1, bad.at(approval.verification));
    if (!approval.statement || !says_it(world, before, reason, *approval.statement)) {
      faults.emplace(place + 2, statement_mismatch);
    } else {
      if (!(world.world.now < approval.statement->expires)) faults.emplace(place + 3, approval_expired);
      bool fits = false;
      for (const auto& role : provision.roles) fits = fits || role == approval.statement->role;
      if (!fits) faults.emplace(place + 4, wrong_role);
      note_person(world, acting, approval, place, faults);
    }
    const auto* person = owner(world, approval.certificate);
    verdict.people.push_back(person == nullptr ? "" : person->id);
    if (++times[verdict.people.back()] > 1) faults.emplace(901, same_person);
    if (++signed_by[approval.statement_hash] == 2) faults.emplace(902, statement_mismatch);
    place += 10;
  }
  bool listed = false;
  for (const auto& one : provision.reasons) listed = listed || one == reason;
  if (!listed) faults.emplace(900, reason_not_allowed);
}

bool is_repeat(const EndingWorld& world) {
  const auto& ending = world.world.facts.ending;
  std::multiset<base::Sha256Hash> known(ending->statements.begin(), ending->statements.end()), asked;
  for (const auto& approval : world.ending.approvals) asked.insert(approval.statement_hash);
  return ending->act == world.ending.act && known == asked;
}

DenialReason fault_of_place(const EndingWorld& world) {
  const auto& policy = world.world.policy;
  if (!policy.systems.contains(world.ending.system)) return no_grant;
  const auto& system = policy.systems.at(world.ending.system);
  bool granted = false, acts = false;
  for (const auto grant : system.grants) granted = granted || grant == Grant::submit;
  const auto heir = heir_of(world.world, world.ending.unit);
  const bool known_unit = policy.units.contains(world.ending.unit) > 0;
  for (const auto& unit : system.units)
    acts = acts || (known_unit ? heir.unit != nullptr && unit == heir.unit->code : unit == world.ending.unit);
  if (!granted || !acts) return no_grant;
  if (!policy.units.contains(world.ending.unit)) return unknown_unit;
  const auto* workflow = workflow_of(world);
  if (workflow == nullptr) return unknown_kind;
  bool known = false;
  for (const auto& step : workflow->steps) known = known || step.name == world.ending.step;
  if (world.ending.act == Act::returned ? !known : !world.ending.step.empty()) return unknown_step;
  return DenialReason::unknown;
}

bool needs_what_is_stopped(const EndingWorld& world, const Workflow& workflow) {
  std::set<std::string> needed = {"appliance", "unit " + world.ending.unit};
  if (const auto provision = provision_of(world, workflow))
    if (const auto* acting = unit_acting(world, *provision)) needed.insert("unit " + acting->code);
  for (const auto& target : world.world.facts.stops.targets())
    if (needed.count(base::print(target)) > 0) return true;
  return false;
}

Verdict denied(DenialReason reason) { return {Verdict::Outcome::denial, reason, {}, {}, ""}; }

}  // namespace

Verdict reference_verdict(const EndingWorld& world) {
  if (const auto fault = fault_of_place(world); fault != unknown) return denied(fault);
  const auto& workflow = *workflow_of(world);
  if (world.world.facts.ending && is_repeat(world))
    return {Verdict::Outcome::repeat, unknown, StepStatus::done, {}, ""};
  if (needs_what_is_stopped(world, workflow)) return denied(stopped);
  if (world.world.facts.ending) return denied(revision_ended);
  if (!goes_on(world)) return denied(unit_closed);
  const auto* before = entry_before(world, workflow);
  if (before == nullptr) return denied(out_of_order);
  const auto provision = provision_of(world, workflow);
  if (!provision) return denied(reason_not_allowed);
  if (world.ending.approvals.empty() || world.ending.approvals.size() != provision->approvers)
    return denied(approvals_missing);
  if (unit_named(world, *provision) == nullptr) return denied(unknown_unit);
  const auto* acting = unit_acting(world, *provision);
  if (acting == nullptr) return denied(unit_closed);
  Verdict verdict;
  Faults faults;
  note_approvals(world, *provision, *acting, *before, verdict, faults);
  if (!faults.empty()) return denied(faults.begin()->second);
  verdict.outcome = Verdict::Outcome::approval;
  return verdict;
}

Verdict verdict_of(const EndingDecision& decision) {
  Verdict verdict;
  verdict.reason = reason(decision);
  if (const auto* repeat = std::get_if<Repeat>(&decision)) {
    verdict.outcome = Verdict::Outcome::repeat;
    verdict.status = repeat->status;
  }
  if (const auto* approval = std::get_if<EndingApproval>(&decision)) {
    verdict.outcome = Verdict::Outcome::approval;
    for (const auto& person : approval->what().people) verdict.people.push_back(person.person);
  }
  return verdict;
}

}  // namespace antin::policy
