#include "tests/unit/policy/histories/reference.hpp"

#include <algorithm>
#include <set>

namespace antin::policy::histories {
namespace {

using enum DenialReason;
using base::Act;

std::string denied(DenialReason reason) { return "denied " + std::to_string(static_cast<int>(reason)); }

// Everything that a law may look at. Of a step, `rule` says who and with what; of an ending likewise.
struct Scene {
  const Past& past;
  base::Instant now;
  std::string system, unit, kind, record, step;
  std::uint32_t revision;
  const std::vector<PersonApproval>* approvals;
  Act act = Act::unknown;  // unknown: a step is to be approved

  [[nodiscard]] const Policy& rules() const { return the_town().policy; }
  [[nodiscard]] const Workflow& workflow() const { return rules().workflows.at(kind); }
  [[nodiscard]] int place(const std::string& name) const {
    for (std::size_t i = 0; i < workflow().steps.size(); ++i)
      if (workflow().steps[i].name == name) return static_cast<int>(i);
    return -1;
  }
  // What happened to this record's revision `number`.
  [[nodiscard]] std::vector<const Event*> events(std::uint32_t number) const {
    std::vector<const Event*> found;
    for (const auto& event : past.events)
      if (event.unit == unit && event.kind == kind && event.record == record && event.revision == number)
        found.push_back(&event);
    return found;
  }
  [[nodiscard]] const Event* approved(const std::string& name) const {
    for (const auto* event : events(revision))
      if (event->act == Act::unknown && event->step == name) return event;
    return nullptr;
  }
  [[nodiscard]] bool done(const std::string& name) const {
    const auto* event = approved(name);
    return event != nullptr && !event->open;
  }
  [[nodiscard]] const Event* ended(std::uint32_t number) const {
    for (const auto* event : events(number))
      if (event->act != Act::unknown) return event;
    return nullptr;
  }
};

// Who must speak, and what they must say.
struct Charge {
  std::vector<std::string> roles;
  StepUnit unit = StepUnit::unknown;
  unsigned people = 0;
  base::Digest digest;
  std::optional<base::Sha256Hash> previous;
  std::optional<EndingClause> ending = {};
  bool vouched = false;  // by the system that asks
};

const Person* owner_of(const base::Sha256Hash& certificate) {
  for (const auto& person : the_town().people)
    for (const auto& one : person.certificates)
      if (one == certificate) return &person;
  return nullptr;
}

// Whom an approval is about.
const Person* whose(const PersonApproval& approval) {
  if (!approval.statement || !approval.statement->vouched) return owner_of(approval.certificate);
  for (const auto& person : the_town().people)
    if (person.id == approval.statement->vouched->person) return &person;
  return nullptr;
}

// The town's one closed school has a successor that stays.
const std::string& who_answers(const Scene& scene) {
  const auto& unit = scene.rules().units.at(scene.unit);
  return unit.closing && unit.closing->from <= scene.now ? *unit.closing->successor : unit.code;
}

const Unit* acting_unit(const Scene& scene, StepUnit which) {
  const auto& units = scene.rules().units;
  const auto& own = units.at(scene.unit);
  if (which == StepUnit::own) return &units.at(who_answers(scene));
  return own.parent && units.contains(*own.parent) ? &units.at(*own.parent) : nullptr;
}

bool says_it(const Scene& scene, const Charge& charge, const std::optional<Statement>& said) {
  return said && said->log == scene.rules().origin && said->unit == scene.unit && said->kind == scene.kind &&
         said->record == scene.record && said->revision == scene.revision && said->step == scene.step &&
         said->digest == charge.digest && said->previous == charge.previous && said->policy == scene.rules().digest &&
         said->ending == charge.ending;
}

// As a registrar of now, for the record's unit or for the one that acts.
bool enrols_for(const Scene& scene, const Person& person, const std::string& acting) {
  const auto& units = scene.rules().units;
  const auto parent_of = [&](const std::string& code) {
    return units.contains(code) ? units.at(code).parent.value_or("") : std::string();
  };
  for (const auto& role : person.roles)
    for (const auto& [about, rule] : scene.rules().registration) {
      if (rule.registrar != role.role || scene.now < role.from || !(scene.now < role.until)) continue;
      for (const auto& code : {scene.unit, acting})
        if (role.unit == (rule.unit == StepUnit::own ? code : parent_of(code))) return true;
    }
  return false;
}

DenialReason fault_of_person(const Scene& scene, const Charge& charge, const PersonApproval& approval) {
  if (approval.verification == Verification::certificate_untrusted) return certificate_untrusted;
  if (approval.verification == Verification::certificate_expired) return certificate_expired;
  if (approval.verification == Verification::certificate_revoked) return certificate_revoked;
  if (approval.verification == Verification::revocation_stale) return revocation_stale;
  if (approval.verification != Verification::valid) return approval_invalid;
  if (!says_it(scene, charge, approval.statement)) return statement_mismatch;
  const auto& said = *approval.statement;
  if (said.vouched.has_value() != charge.vouched) return statement_mismatch;
  if (charge.vouched && said.vouched->system != scene.system) return statement_mismatch;
  if (charge.vouched && approval.certificate != scene.rules().systems.at(scene.system).certificate)
    return certificate_untrusted;
  if (said.expires <= scene.now) return approval_expired;
  if (!std::set<std::string>(charge.roles.begin(), charge.roles.end()).count(said.role)) return wrong_role;
  const auto* person = whose(approval);
  if (person == nullptr) return not_in_roster;
  const auto& acting = acting_unit(scene, charge.unit)->code;
  if (std::count(person->suspended.begin(), person->suspended.end(), acting) > 0) return person_suspended;
  if (enrols_for(scene, *person, acting)) return registrar_approves;
  bool held = false, covered = false;
  for (const auto& role : person->roles) {
    const bool now = role.from <= scene.now && scene.now < role.until;
    if (!now || role.role != said.role || role.unit != acting_unit(scene, charge.unit)->code) continue;
    held = true;
    covered = covered || !role.scope || role.scope == said.scope;
  }
  return !held ? wrong_role : !covered ? wrong_scope : DenialReason::unknown;
}

// The people alone, whatever they speak for.
DenialReason fault_of_people(const Scene& scene, const Charge& charge, std::multiset<std::string> before,
                             const std::vector<std::string>* reasons) {
  for (const auto& approval : *scene.approvals)
    if (const auto fault = fault_of_person(scene, charge, approval); fault != DenialReason::unknown) return fault;
  if (reasons != nullptr && !std::set<std::string>(reasons->begin(), reasons->end()).count(charge.ending->reason))
    return reason_not_allowed;
  std::multiset<base::Sha256Hash> statements;
  for (const auto& approval : *scene.approvals) {
    before.insert(whose(approval)->id);
    statements.insert(approval.statement_hash);
  }
  for (const auto& person : before)
    if (before.count(person) > 1) return same_person;
  for (const auto& statement : statements)
    if (statements.count(statement) > 1) return statement_mismatch;
  return DenialReason::unknown;
}

DenialReason fault_of_place(const Scene& scene) {
  const auto& rules = scene.rules();
  if (!rules.systems.contains(scene.system)) return no_grant;
  const auto& system = rules.systems.at(scene.system);
  const std::set<Grant> grants(system.grants.begin(), system.grants.end());
  const std::set<std::string> units(system.units.begin(), system.units.end());
  const bool is_unit = rules.units.contains(scene.unit) > 0;
  if (!grants.count(Grant::submit) || !units.contains(is_unit ? who_answers(scene) : scene.unit)) return no_grant;
  if (!rules.units.contains(scene.unit)) return unknown_unit;
  if (!rules.workflows.count(scene.kind)) return unknown_kind;
  const bool needs_step = scene.act == Act::unknown || scene.act == Act::returned;
  if (needs_step ? scene.place(scene.step) < 0 : !scene.step.empty()) return unknown_step;
  return DenialReason::unknown;
}

// Steps come in order within a revision, revisions in order within a record.
DenialReason fault_of_order(const Scene& scene) {
  const auto* before = scene.ended(scene.revision - 1);
  const bool may_begin = scene.revision == 1 || (before != nullptr && before->act != Act::withdrawn);
  if (scene.revision == 0 || !may_begin) return out_of_order;
  for (const auto& step : scene.workflow().steps) {
    if (scene.place(step.name) < scene.place(scene.step) && !scene.done(step.name)) return out_of_order;
    if (scene.place(step.name) > scene.place(scene.step) && scene.approved(step.name) != nullptr) return out_of_order;
  }
  return DenialReason::unknown;
}

DenialReason fault_of_name(const Scene& scene, bool begins) {
  const auto& versions = scene.rules().units.at(scene.unit).record_keys;
  if (!begins || versions.empty()) return DenialReason::unknown;
  return scene.record.rfind(std::to_string(versions.back()) + ".", 0) == 0 ? DenialReason::unknown
                                                                           : record_key_not_current;
}

int vietnamese_year(base::Instant at) { return std::stoi(base::print(at + std::chrono::hours(7)).substr(0, 4)); }

DenialReason fault_of_time(const Scene& scene, const Step& step) {
  if (step.window && (scene.now < step.window->from || scene.now >= step.window->until)) return window_closed;
  const auto place = static_cast<std::size_t>(scene.place(step.name));
  if (place > 0 && step.max_age &&
      scene.now - scene.approved(scene.workflow().steps[place - 1].name)->at > *step.max_age)
    return too_old;
  std::uint64_t used = 0;
  for (const auto& event : scene.past.events)
    used += event.act == Act::unknown && event.unit == scene.unit && event.kind == scene.kind &&
            event.step == step.name && vietnamese_year(event.at) == vietnamese_year(scene.now);
  return step.quota && used >= *step.quota ? quota_exceeded : DenialReason::unknown;
}

// Revoked for compromise or an unstated reason, or before the step was approved: it does not carry a seal any more.
bool somebody_was_revoked(const Scene& scene) {
  for (const auto* event : scene.events(scene.revision))
    for (const auto& certificate : event->certificates)
      for (const auto& revocation : scene.past.revocations)
        if (revocation.certificate == certificate && (revocation.compromised || revocation.effective < event->at))
          return true;
  return false;
}

bool has_a_key(const Scene& scene, const Step& step) {
  for (const auto& [label, key] : scene.rules().keys)
    if (key.purpose == KeyPurpose::seal && key.owner == acting_unit(scene, step.unit)->code && key.use == *step.seal)
      return true;
  return false;
}

std::string answer_to(const Scene& scene, const Submission& asked) {
  if (const auto fault = fault_of_place(scene); fault != DenialReason::unknown) return denied(fault);
  const auto& step = scene.workflow().steps[static_cast<std::size_t>(scene.place(scene.step))];
  const auto& algorithms = scene.workflow().digests;
  const std::set<base::DigestAlgorithm> allowed(algorithms.begin(), algorithms.end());
  if (!allowed.count(asked.digest.algorithm) || !base::is_well_formed(asked.digest)) return denied(digest_not_allowed);
  for (const auto format : asked.formats)
    if (format != Format::cades || step.formats.empty()) return denied(format_not_allowed);
  const auto* mine = scene.approved(scene.step);
  if (mine != nullptr && mine->digest == asked.digest) return mine->open ? "repeat open" : "repeat done";
  const bool begins = scene.revision == 1 && scene.events(1).empty();
  if (begins && who_answers(scene) != scene.unit) return denied(unit_closed);
  if (scene.ended(scene.revision) != nullptr) return denied(revision_ended);
  if (mine != nullptr) return denied(scene.done(scene.workflow().steps.back().name) ? already_sealed : digest_differs);
  for (const auto* event : scene.events(scene.revision))
    if (event->digest != asked.digest) return denied(digest_differs);
  if (const auto fault = fault_of_order(scene); fault != DenialReason::unknown) return denied(fault);
  if (const auto fault = fault_of_name(scene, begins); fault != DenialReason::unknown) return denied(fault);
  if (const auto fault = fault_of_time(scene, step); fault != DenialReason::unknown) return denied(fault);
  if (asked.approvals.size() != step.approvers) return denied(approvals_missing);
  if (acting_unit(scene, step.unit) == nullptr) return denied(unknown_unit);
  Charge charge{step.roles, step.unit, step.approvers, asked.digest, {}, {}, step.proof == Proof::vouched};
  if (scene.place(step.name) > 0)
    charge.previous =
        leaf_of(*scene.approved(scene.workflow().steps[static_cast<std::size_t>(scene.place(step.name)) - 1].name));
  else if (scene.revision > 1)
    charge.previous = leaf_of(*scene.ended(scene.revision - 1));
  std::multiset<std::string> before;
  for (const auto* event : scene.events(scene.revision)) before.insert(event->people.begin(), event->people.end());
  if (const auto fault = fault_of_people(scene, charge, before, nullptr); fault != DenialReason::unknown)
    return denied(fault);
  if (somebody_was_revoked(scene)) return denied(certificate_revoked);
  if (step.seal && !has_a_key(scene, step)) return denied(no_seal_key);
  return "approved";
}

// The step that was done last, when the revision is where the act belongs.
const Event* followed_by(const Scene& scene) {
  const auto& steps = scene.workflow().steps;
  if (scene.act != Act::returned) return scene.done(steps.back().name) ? scene.approved(steps.back().name) : nullptr;
  const Event* last = nullptr;
  for (const auto& step : steps) {
    const bool before = scene.place(step.name) < scene.place(scene.step);
    if (before ? !scene.done(step.name) : scene.approved(step.name) != nullptr) return nullptr;
    if (before) last = scene.approved(step.name);
  }
  return last;
}

std::optional<EndingRule> provision(const Scene& scene) {
  if (scene.act == Act::superseded) return scene.workflow().supersede;
  if (scene.act == Act::withdrawn) return scene.workflow().withdraw;
  const auto& step = scene.workflow().steps[static_cast<std::size_t>(scene.place(scene.step))];
  if (step.returns.empty()) return std::nullopt;
  return EndingRule{step.roles, step.unit, 1, step.returns};
}

std::string answer_to_ending(const Scene& scene) {
  if (const auto fault = fault_of_place(scene); fault != DenialReason::unknown) return denied(fault);
  if (const auto* ended = scene.ended(scene.revision)) {
    std::multiset<base::Sha256Hash> then(ended->statements.begin(), ended->statements.end()), now;
    for (const auto& approval : *scene.approvals) now.insert(approval.statement_hash);
    return ended->act == scene.act && then == now ? "repeat done" : denied(revision_ended);
  }
  const auto* last = followed_by(scene);
  if (last == nullptr) return denied(out_of_order);
  const auto rule = provision(scene);
  if (!rule) return denied(reason_not_allowed);
  if (scene.approvals->size() != rule->approvers) return denied(approvals_missing);
  if (acting_unit(scene, rule->unit) == nullptr) return denied(unknown_unit);
  const auto& first = scene.approvals->front().statement;
  const Charge charge{rule->roles,     rule->unit,
                      rule->approvers, last->digest,
                      leaf_of(*last),  EndingClause{scene.act, first && first->ending ? first->ending->reason : ""}};
  const auto fault = fault_of_people(scene, charge, {}, &rule->reasons);
  return fault == DenialReason::unknown ? "approved" : denied(fault);
}

template <class Decision>
std::string answer_of_any(const Decision& decision) {
  if (const auto* denial = std::get_if<Denial>(&decision)) return denied(denial->reason);
  if (const auto* repeat = std::get_if<Repeat>(&decision))
    return repeat->status == StepStatus::open ? "repeat open" : "repeat done";
  return "approved";
}

}  // namespace

std::string reference_answer(const Past& past, const Wish& wish) {
  if (const auto* asked = std::get_if<Submission>(&wish.asked))
    return answer_to({past, wish.now, asked->system, asked->unit, asked->kind, asked->record, asked->step,
                      asked->revision, &asked->approvals},
                     *asked);
  const auto& asked = std::get<Ending>(wish.asked);
  return answer_to_ending({past, wish.now, asked.system, asked.unit, asked.kind, asked.record, asked.step,
                           asked.revision, &asked.approvals, asked.act});
}

std::string answer_of(const Decision& decision) { return answer_of_any(decision); }
std::string answer_of(const EndingDecision& decision) { return answer_of_any(decision); }

}  // namespace antin::policy::histories
