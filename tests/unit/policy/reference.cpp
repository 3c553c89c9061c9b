#include "tests/unit/policy/reference.hpp"

namespace antin::policy {

using enum DenialReason;

// Closed units pass on to their successors, and where there is none to the unit above, which inherits nothing.
Heir heir_of(const World& world, const std::string& code, std::size_t depth) {
  const auto& units = world.policy.units;
  if (!units.contains(code) || depth > 2 * units.size()) return {};
  const auto& unit = units.at(code);
  if (!unit.closing || world.now < unit.closing->from) return {&unit, true};
  const auto& successor = unit.closing->successor;
  auto heir = heir_of(world, successor ? *successor : unit.parent.value_or(""), depth + 1);
  heir.inherits = heir.inherits && successor.has_value();
  return heir;
}

namespace {

struct Faults {
  std::map<int, DenialReason> by_place;
  void note(bool fault, int place, DenialReason reason) {
    if (fault) by_place.emplace(place, reason);
  }
};

struct Known {
  const Unit* unit = nullptr;
  const Unit* named = nullptr;
  const Unit* acting = nullptr;
  const Workflow* workflow = nullptr;
  int index = -1;
  const Step* step = nullptr;
  std::map<std::string, StepFacts> facts;
};

Known look_up(const World& world) {
  Known known;
  if (world.policy.units.contains(world.submission.unit)) known.unit = &world.policy.units.at(world.submission.unit);
  if (world.policy.workflows.count(world.submission.kind))
    known.workflow = &world.policy.workflows.at(world.submission.kind);
  for (const auto& facts : world.facts.steps) known.facts.emplace(facts.step, facts);
  if (known.workflow == nullptr) return known;
  for (int i = 0; i < static_cast<int>(known.workflow->steps.size()); ++i)
    if (known.workflow->steps[static_cast<std::size_t>(i)].name == world.submission.step) known.index = i;
  if (known.index < 0 || known.unit == nullptr) return known;
  known.step = &known.workflow->steps[static_cast<std::size_t>(known.index)];
  if (known.step->unit == StepUnit::own) known.named = known.unit;
  if (known.step->unit == StepUnit::parent && known.unit->parent && world.policy.units.contains(*known.unit->parent))
    known.named = &world.policy.units.at(*known.unit->parent);
  if (known.named == nullptr) return known;
  if (const auto heir = heir_of(world, known.named->code); heir.inherits) known.acting = heir.unit;
  return known;
}

bool may_submit(const World& world) {
  if (!world.policy.systems.contains(world.submission.system)) return false;
  const auto& system = world.policy.systems.at(world.submission.system);
  const std::set<Grant> grants(system.grants.begin(), system.grants.end());
  const std::set<std::string> units(system.units.begin(), system.units.end());
  if (!grants.count(Grant::submit)) return false;
  if (!world.policy.units.contains(world.submission.unit)) return units.contains(world.submission.unit);
  const auto heir = heir_of(world, world.submission.unit);
  return heir.unit != nullptr && units.contains(heir.unit->code);
}

void note_document(const World& world, const Known& known, Faults& faults) {
  const auto& digest = world.submission.digest;
  bool named = false;
  for (const auto algorithm : known.workflow->digests) named = named || algorithm == digest.algorithm;
  faults.note(!named || !base::is_well_formed(digest), 10, digest_not_allowed);
  for (const auto format : world.submission.formats) {
    std::multiset<Format> allowed(known.step->formats.begin(), known.step->formats.end());
    faults.note(format == Format::unknown || !allowed.count(format), 11, format_not_allowed);
  }
}

void note_stops(const World& world, const Known& known, Faults& faults) {
  std::set<std::string> needed = {"appliance", "unit " + world.submission.unit, "key " + world.policy.timestamp.key};
  if (known.acting != nullptr) {
    needed.insert("unit " + known.acting->code);
    std::map<std::pair<unsigned, unsigned>, std::string> keys;
    for (const auto& [label, key] : world.policy.keys)
      if (known.step->seal && key.purpose == KeyPurpose::seal && key.owner == known.acting->code &&
          key.use == *known.step->seal && !key.retired)
        keys[{key.year, key.generation}] = label;
    if (!keys.empty()) needed.insert("key " + keys.rbegin()->second);
  }
  for (const auto& target : world.facts.stops.targets())
    faults.note(needed.count(base::print(target)) > 0, 15, stopped);
}

void note_order(const World& world, const Known& known, Faults& faults) {
  const auto revision = world.submission.revision;
  const auto mine = known.facts.find(known.step->name);
  const auto heir = heir_of(world, world.submission.unit);
  const bool begins = revision == 1 && world.facts.steps.empty();
  faults.note(!heir.inherits || (begins && heir.unit != known.unit), 19, unit_closed);
  faults.note(world.facts.ending.has_value(), 20, revision_ended);
  if (mine != known.facts.end()) {
    const bool same = mine->second.digest == world.submission.digest;
    const auto last = known.facts.find(known.workflow->steps.back().name);
    const bool complete = last != known.facts.end() && last->second.status == StepStatus::done;
    faults.note(same, 21, out_of_order);
    faults.note(!same && complete, 21, already_sealed);
    faults.note(!same && !complete, 21, digest_differs);
  }
  for (const auto& [name, facts] : known.facts)
    faults.note(facts.digest != world.submission.digest, 22, digest_differs);
  const auto before = world.facts.ending_before ? world.facts.ending_before->act : base::Act::unknown;
  const bool follows = before == base::Act::returned || before == base::Act::superseded;
  faults.note(revision == 0 || (revision > 1 && !follows), 23, out_of_order);
  for (int i = 0; i < static_cast<int>(known.workflow->steps.size()); ++i) {
    const auto facts = known.facts.find(known.workflow->steps[static_cast<std::size_t>(i)].name);
    const bool there = facts != known.facts.end();
    const bool done = there && facts->second.status == StepStatus::done && facts->second.leaf;
    faults.note(i < known.index && !done, 24, out_of_order);
    faults.note(i > known.index && there, 25, out_of_order);
  }
  const bool is_new = revision == 1 && world.facts.steps.empty();
  const std::vector<std::uint32_t> none;
  const auto& keys = known.unit == nullptr ? none : known.unit->record_keys;
  const auto& record = world.submission.record;
  const bool current = !keys.empty() && record.rfind(std::to_string(keys.back()) + ".", 0) == 0;
  faults.note(is_new && !keys.empty() && !current, 26, record_key_not_current);
}

std::optional<StepFacts> before(const Known& known) {
  if (known.index <= 0) return std::nullopt;
  const auto found = known.facts.find(known.workflow->steps[static_cast<std::size_t>(known.index - 1)].name);
  if (found == known.facts.end()) return std::nullopt;
  return found->second;
}

void note_time(const World& world, const Known& known, Faults& faults) {
  const auto& step = *known.step;
  faults.note(step.window && world.now < step.window->from, 30, window_closed);
  faults.note(step.window && world.now >= step.window->until, 30, window_closed);
  const auto previous = before(known);
  faults.note(step.max_age && previous && previous->at + *step.max_age < world.now, 31, too_old);
  faults.note(step.quota && *step.quota <= world.facts.done_this_year, 32, quota_exceeded);
  faults.note(step.approvers == 0 || world.submission.approvals.size() != step.approvers, 33, approvals_missing);
  faults.note(known.named == nullptr, 34, unknown_unit);
  faults.note(known.acting == nullptr, 35, unit_closed);
}

const Person* owner_of(const World& world, const base::Sha256Hash& certificate) {
  for (const auto& person : world.people)
    for (const auto& owned : person.certificates)
      if (owned == certificate) return &person;
  return nullptr;
}

void note_verification(Verification found, int place, Faults& faults) {
  static const std::map<Verification, DenialReason> reasons = {
      {Verification::unknown, approval_invalid},
      {Verification::malformed, approval_invalid},
      {Verification::signature_invalid, approval_invalid},
      {Verification::certificate_untrusted, certificate_untrusted},
      {Verification::certificate_expired, certificate_expired},
      {Verification::certificate_revoked, certificate_revoked},
      {Verification::revocation_stale, revocation_stale}};
  if (const auto reason = reasons.find(found); reason != reasons.end()) faults.note(true, place, reason->second);
}

// Whom an approval is about.
const Person* whose(const World& world, const PersonApproval& approval) {
  if (!approval.statement || !approval.statement->vouched) return owner_of(world, approval.certificate);
  for (const auto& person : world.people)
    if (person.id == approval.statement->vouched->person) return &person;
  return nullptr;
}

void note_proof(const World& world, const Known& known, const PersonApproval& approval, int place, Faults& faults) {
  const auto& vouched = approval.statement->vouched;
  const auto proof = known.step->proof;
  faults.note(proof == Proof::unknown, place, approval_invalid);
  faults.note(vouched.has_value() != (proof == Proof::vouched), place, statement_mismatch);
  if (!vouched || proof != Proof::vouched) return;
  faults.note(vouched->system != world.submission.system, place, statement_mismatch);
  const auto system = world.policy.systems.find(world.submission.system);
  if (system == world.policy.systems.end()) return;
  faults.note(system->second.certificate != approval.certificate, place, certificate_untrusted);
}

void note_person(const World& world, const Known& known, const PersonApproval& approval, int place, Faults& faults) {
  const auto* person = whose(world, approval);
  faults.note(person == nullptr, place + 5, not_in_roster);
  if (person == nullptr || known.acting == nullptr) return;
  int roles = 0, covering = 0;
  for (const auto& role : person->roles) {
    if (role.unit != known.acting->code || role.role != approval.statement->role) continue;
    if (world.now < role.from || world.now >= role.until) continue;
    ++roles;
    covering += !role.scope.has_value() || role.scope == approval.statement->scope;
  }
  const std::set<std::string> suspended(person->suspended.begin(), person->suspended.end());
  faults.note(suspended.count(known.acting->code) > 0, place + 6, person_suspended);
  const auto enrols_for = units_enrolled_for(world, *person);
  const bool enrols_here = enrols_for.count(known.acting->code) || enrols_for.count(world.submission.unit);
  faults.note(enrols_here, place + 7, registrar_approves);
  faults.note(roles == 0, place + 8, wrong_role);
  faults.note(covering == 0, place + 9, wrong_scope);
}

void note_approval(const World& world, const Known& known, const PersonApproval& approval, int place, Faults& faults) {
  note_verification(approval.verification, place, faults);
  faults.note(!approval.statement, place + 1, statement_mismatch);
  if (!approval.statement) return;
  const auto& asked = world.submission;
  const auto& said = *approval.statement;
  const auto previous = before(known);
  auto leaf = previous ? previous->leaf : std::nullopt;
  if (known.index == 0 && asked.revision > 1 && world.facts.ending_before) leaf = world.facts.ending_before->leaf;
  const bool equal = std::tie(said.log, said.unit, said.kind, said.record, said.revision, said.step, said.policy) ==
                         std::tie(world.policy.origin, asked.unit, asked.kind, asked.record, asked.revision, asked.step,
                                  world.policy.digest) &&
                     said.digest == asked.digest && said.previous == leaf && !said.ending;
  faults.note(!equal, place + 1, statement_mismatch);
  note_proof(world, known, approval, place + 2, faults);
  faults.note(said.expires <= world.now, place + 3, approval_expired);
  const std::set<std::string> roles(known.step->roles.begin(), known.step->roles.end());
  faults.note(!roles.count(said.role), place + 4, wrong_role);
  note_person(world, known, approval, place, faults);
}

void note_people(const World& world, const Known& known, Verdict& verdict, Faults& faults) {
  int place = 100;
  std::multiset<std::string> all;
  std::map<base::Sha256Hash, int> signed_by;
  for (const auto& approval : world.submission.approvals) {
    note_approval(world, known, approval, place, faults);
    place += 10;
    const auto* person = whose(world, approval);
    verdict.people.push_back(person == nullptr ? "" : person->id);
    all.insert(verdict.people.back());
    faults.note(++signed_by[approval.statement_hash] == 2, 901, statement_mismatch);
  }
  std::set<std::string> earlier;
  for (const auto& facts : world.facts.steps) {
    earlier.insert(facts.people.begin(), facts.people.end());
    for (const auto standing : facts.standing) {
      const bool could_not_look = standing == Verification::revocation_stale || standing == Verification::unknown ||
                                  standing == Verification::malformed || standing == Verification::signature_invalid ||
                                  standing == Verification::certificate_untrusted;
      faults.note(standing == Verification::certificate_revoked, 902, certificate_revoked);
      faults.note(could_not_look, 902, revocation_stale);
    }
  }
  for (const auto& person : all) faults.note(all.count(person) > 1 || earlier.count(person), 900, same_person);
}

void note_key(const World& world, const Known& known, Verdict& verdict, Faults& faults) {
  if (!known.step->seal || known.acting == nullptr) return;
  std::map<std::pair<unsigned, unsigned>, std::string> keys;
  for (const auto& [label, key] : world.policy.keys)
    if (key.purpose == KeyPurpose::seal && key.owner == known.acting->code && key.use == *known.step->seal &&
        !key.retired)
      keys[{key.year, key.generation}] = label;
  faults.note(keys.empty(), 950, no_seal_key);
  if (!keys.empty()) verdict.key = keys.rbegin()->second;
}

}  // namespace

std::set<std::string> units_enrolled_for(const World& world, const Person& person) {
  std::set<std::string> units;
  for (const auto& role : person.roles)
    for (const auto& [about, rule] : world.policy.registration) {
      if (rule.registrar != role.role || world.now < role.from || world.now >= role.until) continue;
      if (rule.unit == StepUnit::own) units.insert(role.unit);
      for (const auto& [code, unit] : world.policy.units) {
        if (rule.unit != StepUnit::parent || !unit.parent) continue;
        const auto* heir = heir_of(world, *unit.parent).unit;
        if (*unit.parent == role.unit || (heir != nullptr && heir->code == role.unit)) units.insert(code);
      }
    }
  return units;
}

Verdict reference_verdict(const World& world) {
  Verdict verdict;
  Faults faults;
  const auto known = look_up(world);
  faults.note(!may_submit(world), 0, no_grant);
  faults.note(known.unit == nullptr, 1, unknown_unit);
  faults.note(known.workflow == nullptr, 2, unknown_kind);
  faults.note(known.workflow != nullptr && known.index < 0, 3, unknown_step);
  if (known.step != nullptr) {
    note_document(world, known, faults);
    const auto mine = known.facts.find(known.step->name);
    const bool again = mine != known.facts.end() && mine->second.digest == world.submission.digest;
    if (faults.by_place.empty() && again && mine->second.status != StepStatus::unknown)
      return {Verdict::Outcome::repeat, unknown, mine->second.status, {}, ""};
    note_stops(world, known, faults);
    note_order(world, known, faults);
    note_time(world, known, faults);
    note_people(world, known, verdict, faults);
    note_key(world, known, verdict, faults);
  }
  if (!faults.by_place.empty()) return {Verdict::Outcome::denial, faults.by_place.begin()->second, {}, {}, ""};
  verdict.outcome = Verdict::Outcome::approval;
  return verdict;
}

Verdict verdict_of(const Decision& decision) {
  Verdict verdict;
  verdict.reason = reason(decision);
  if (const auto* repeat = std::get_if<Repeat>(&decision)) {
    verdict.outcome = Verdict::Outcome::repeat;
    verdict.status = repeat->status;
  }
  if (const auto* approval = std::get_if<Approval>(&decision)) {
    verdict.outcome = Verdict::Outcome::approval;
    for (const auto& approved : approval->what().people) verdict.people.push_back(approved.person);
    verdict.key = approval->what().key.value_or("");
  }
  return verdict;
}

}  // namespace antin::policy
