#include "policy/registration.hpp"

#include <algorithm>
#include <set>

#include "policy/approval_rules.hpp"
#include "policy/grants.hpp"
#include "policy/registrars.hpp"
#include "policy/succession.hpp"

namespace antin::policy {
namespace {

using base::RosterAction;

// Of one person, so that what the roster tells of them fits one answer.
constexpr std::size_t most_roles = 64;  // that have not ended
constexpr std::size_t most_certificates = 64;

// Roles that requests gave and that have not ended; the bundle's own are the officers' alone.
bool is_theirs(const Role& role, base::Instant now) { return !role.founding && now < role.until; }

bool gives_a_role(RosterAction action) { return action == RosterAction::enrol || action == RosterAction::acting_for; }

std::string rule_of(const RosterChange& change) {
  const bool of_a_role = change.role.has_value();
  return "registration" + (of_a_role ? "/" + *change.role : ":" + std::string(base::name_of(change.action)));
}

// Nobody gains anything where officers have stopped the unit, or all; who is suspended can only do less.
std::optional<base::Target> stop_of(const Stops& stops, const RosterChange& change) {
  if (change.action == RosterAction::suspend) return std::nullopt;
  if (auto stopped = stops.appliance()) return stopped;
  return stops.find(base::Stoppable::unit, change.unit);
}

}  // namespace

// The one maker of a Registration.
class RegistrationDecider {
 public:
  RegistrationDecider(const Policy& policy, const Roster& roster, const RosterRequest& request, base::Instant now)
      : m_policy(policy), m_roster(roster), m_request(request), m_now(now) {}

  RegistrationDecision decide() {
    if (!m_request.statement) return deny(DenialReason::statement_mismatch);
    const auto& said = *m_request.statement;
    m_change = said.change;
    m_rule = rule_of(m_change);
    if (!may_submit(m_policy, m_request.system, m_change.unit, m_now)) return deny(DenialReason::no_grant);
    if (find_unit(m_policy, m_change.unit) == nullptr) return deny(DenialReason::unknown_unit);
    if (said.log != m_policy.origin || said.policy != m_policy.digest) return deny(DenialReason::statement_mismatch);
    if (said.expires <= m_now) return deny(DenialReason::approval_expired);
    if (auto stop = stop_of(m_request.stops, m_change))
      return Denial{DenialReason::stopped, m_request.system, m_rule, std::move(stop)};
    m_subject = m_roster.find(m_change.person);
    for (const auto rule : {&RegistrationDecider::unit_takes_it, &RegistrationDecider::registrars_are_people,
                            &RegistrationDecider::rules_are_met, &RegistrationDecider::the_roster_is_ready})
      if (const auto reason = (this->*rule)()) return deny(*reason);
    return Registration({m_request.system, m_change, m_rule, std::move(m_registrars), m_policy.digest});
  }

 private:
  // In a unit that has closed nobody becomes anything. What is there may be ended still.
  Refusal unit_takes_it() {
    const bool ends = m_change.action == RosterAction::suspend || m_change.action == RosterAction::retire;
    const auto how = answering_for(m_policy, m_change.unit, m_now).how;
    if (how == Answer::itself || (ends && takes_over(how))) return std::nullopt;
    return DenialReason::unit_closed;
  }

  Refusal registrars_are_people() {
    if (m_request.registrars.empty()) return DenialReason::approvals_missing;
    for (const auto& signature : m_request.registrars) {
      if (const auto reason = is_verified(signature.verification)) return reason;
      const auto* person = m_roster.find_by_certificate(signature.certificate);
      if (person == nullptr) return DenialReason::not_in_roster;
      if (person->id == m_change.person || person->id == m_change.acting_for) return DenialReason::own_registration;
      m_people.push_back(person);
      m_registrars.push_back({person->id, {}, Proof::certificate, m_request.statement_hash, signature.certificate});
    }
    return people_are_distinct(m_registrars, {});
  }

  // Of the roles that the change is about, each has a rule that its registrars meet.
  Refusal rules_are_met() {
    if (gives_a_role(m_change.action)) return rule_is_met(*m_change.role, &RegistrationDecider::enough_to_enrol);
    if (m_subject == nullptr) return DenialReason::unknown_person;
    const auto roles = roles_concerned();
    if (roles.empty()) return m_change.role ? DenialReason::not_applicable : DenialReason::unknown_person;
    if (m_change.action == RosterAction::suspend) return any_rule_is_met(roles);
    for (const auto& role : roles)
      if (const auto reason = rule_is_met(role, &RegistrationDecider::enough_to_enrol)) return reason;
    return m_change.action == RosterAction::certificate ? enough_for_all_roles() : std::nullopt;
  }

  [[nodiscard]] std::set<std::string> roles_concerned() const {
    std::set<std::string> roles;
    for (const auto& role : m_subject->roles) {
      if (!is_theirs(role, m_now) || role.unit != m_change.unit) continue;
      if (m_change.role && role.role != *m_change.role) continue;
      if (m_change.scope && role.scope != m_change.scope) continue;
      roles.insert(role.role);
    }
    return roles;
  }

  using Enough = bool (RegistrationDecider::*)(const std::string& role, const RegistrationRule& rule) const;

  Refusal rule_is_met(const std::string& role, Enough enough) {
    const auto rule = m_policy.registration.find(role);
    if (rule == m_policy.registration.end()) return DenialReason::not_registrable;
    const bool acting = m_change.action == RosterAction::acting_for;
    if (gives_a_role(m_change.action) && acting == rule->second.acts_for.empty()) return DenialReason::not_registrable;
    if (const auto reason = all_are_registrars(rule->second)) return reason;
    return (this->*enough)(role, rule->second) ? Refusal() : DenialReason::approvals_missing;
  }

  // One registrar of any of the roles stops a person at once.
  Refusal any_rule_is_met(const std::set<std::string>& roles) {
    Refusal last = DenialReason::not_registrable;
    for (const auto& role : roles) {
      last = rule_is_met(role, &RegistrationDecider::one_is_enough);
      if (!last) return std::nullopt;
    }
    return last;
  }

  Refusal all_are_registrars(const RegistrationRule& rule) {
    const auto* named = named_unit(m_policy, m_change.unit, rule.unit);
    if (named == nullptr) return DenialReason::not_a_registrar;
    const auto* where = taking_over(m_policy, named->code, m_now);
    if (where == nullptr) return DenialReason::unit_closed;
    for (std::size_t i = 0; i < m_people.size(); ++i) {
      if (is_suspended(*m_people[i], where->code)) return DenialReason::person_suspended;
      const auto& roles = m_people[i]->roles;
      const bool is_one = std::any_of(roles.begin(), roles.end(), [&](const Role& role) {
        return is_in_force(role, m_now) && role.unit == where->code && role.role == rule.registrar && !role.scope;
      });
      if (!is_one) return DenialReason::not_a_registrar;
      m_registrars[i].role = rule.registrar;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool enough_to_enrol(const std::string& role, const RegistrationRule& rule) const {
    return m_people.size() >= registrars_needed(m_policy, role, rule);
  }
  [[nodiscard]] bool one_is_enough(const std::string&, const RegistrationRule&) const { return !m_people.empty(); }

  // A certificate opens all that the person is, wherever they are it.
  [[nodiscard]] Refusal enough_for_all_roles() const {
    for (const auto& role : m_subject->roles) {
      if (now_over(role)) continue;
      const auto rule = m_policy.registration.find(role.role);
      const bool by_two = role.founding || leads_to_a_seal(m_policy, role.role) || role.acting_for;
      const auto needed =
          rule == m_policy.registration.end() ? 1U : registrars_needed(m_policy, role.role, rule->second);
      if (m_people.size() < std::max(needed, by_two ? 2U : 1U)) return DenialReason::approvals_missing;
    }
    return std::nullopt;
  }
  // Enrolled once more, somebody may bring another certificate along: that takes what a renewal takes.
  [[nodiscard]] Refusal enough_to_join() const {
    if (m_subject == nullptr || m_roster.find_by_certificate(*m_change.certificate) != nullptr) return std::nullopt;
    return enough_for_all_roles();
  }
  [[nodiscard]] bool now_over(const Role& role) const { return role.until <= m_now; }

  Refusal the_roster_is_ready() {
    switch (m_change.action) {
      case RosterAction::enrol:
      case RosterAction::acting_for: return may_be_given();
      case RosterAction::certificate: return certificate_is_theirs();
      case RosterAction::suspend: return must_be_suspended(false);
      case RosterAction::resume: return must_be_suspended(true);
      case RosterAction::retire: return std::nullopt;
      case RosterAction::unknown: break;
    }
    return DenialReason::statement_mismatch;
  }

  [[nodiscard]] Refusal must_be_suspended(bool wanted) const {
    if (is_suspended(*m_subject, m_change.unit) == wanted) return std::nullopt;
    return DenialReason::not_applicable;
  }

  Refusal may_be_given() {
    if (m_change.until <= m_now || m_change.until <= m_change.from || is_held_already() || has_all_roles())
      return DenialReason::not_applicable;
    if (m_change.certificate) {
      if (const auto reason = certificate_may_join()) return reason;
      if (const auto reason = enough_to_join()) return reason;
    } else if (m_subject == nullptr) {
      return DenialReason::unknown_person;
    } else if (is_of_the_bundle()) {
      return DenialReason::identity_missing;
    }
    if (m_change.action == RosterAction::acting_for)
      if (const auto reason = may_be_acted_for()) return reason;
    return nobody_approves_where_they_enrol();
  }

  // What the bundle has of somebody goes when it does: what they become by requests needs a certificate of its own.
  [[nodiscard]] bool is_of_the_bundle() const {
    const auto& roles = m_subject->roles;
    return std::any_of(roles.begin(), roles.end(), [](const Role& role) { return role.founding; });
  }

  [[nodiscard]] Role role_to_give() const {
    return {m_change.unit, *m_change.role, m_change.scope, m_change.from, m_change.until, m_change.acting_for, false};
  }

  [[nodiscard]] bool is_held_already() const {
    if (m_subject == nullptr) return false;
    return std::any_of(m_subject->roles.begin(), m_subject->roles.end(), [&](const Role& role) {
      return role.unit == m_change.unit && role.role == *m_change.role && role.scope == m_change.scope &&
             role.from <= m_change.from && m_change.until <= role.until;
    });
  }

  [[nodiscard]] bool has_all_roles() const {
    if (m_subject == nullptr) return false;
    const auto& roles = m_subject->roles;
    const auto held = std::count_if(roles.begin(), roles.end(), [this](const Role& role) { return !now_over(role); });
    return static_cast<std::size_t>(held) >= most_roles;
  }

  Refusal certificate_is_theirs() {
    if (const auto reason = certificate_may_join()) return reason;
    const auto* owner = m_roster.find_by_certificate(*m_change.certificate);
    return owner == nullptr ? Refusal() : DenialReason::not_applicable;
  }

  // One identity is one person, and one person one identity.
  Refusal certificate_may_join() {
    const auto& presented = m_request.certificate;
    if (!presented || presented->hash != m_change.certificate) return DenialReason::statement_mismatch;
    if (presented->verification == Verification::malformed || presented->verification == Verification::unknown)
      return DenialReason::certificate_untrusted;
    if (const auto reason = is_verified(presented->verification)) return reason;
    if (!presented->identity) return DenialReason::identity_missing;
    const auto* owner = m_roster.find_by_certificate(presented->hash);
    if (owner != nullptr && owner != m_subject) return DenialReason::identity_taken;
    const auto* known = m_roster.find_by_identity(*presented->identity);
    if (known != nullptr && known != m_subject) return DenialReason::identity_taken;
    if (m_subject != nullptr && m_subject->identity != presented->identity) return DenialReason::identity_taken;
    if (m_subject != nullptr && owner == nullptr && m_subject->certificates.size() >= most_certificates)
      return DenialReason::not_applicable;
    m_change.identity = presented->identity;
    return std::nullopt;
  }

  [[nodiscard]] Refusal may_be_acted_for() const {
    const auto* other = m_roster.find(*m_change.acting_for);
    if (other == nullptr) return DenialReason::unknown_person;
    if (other->id == m_change.person) return DenialReason::same_person;
    const auto& acts_for = m_policy.registration.at(*m_change.role).acts_for;
    const bool holds = std::any_of(other->roles.begin(), other->roles.end(), [&](const Role& role) {
      return is_in_force(role, m_now) && role.unit == m_change.unit &&
             std::find(acts_for.begin(), acts_for.end(), role.role) != acts_for.end();
    });
    return holds ? Refusal() : DenialReason::wrong_role;
  }

  [[nodiscard]] Refusal nobody_approves_where_they_enrol() const {
    if (m_subject == nullptr) return std::nullopt;
    const auto given = role_to_give();
    for (const auto& role : m_subject->roles)
      if (!now_over(role) && clash(m_policy, given, role)) return DenialReason::registrar_approves;
    return std::nullopt;
  }

  [[nodiscard]] Denial deny(DenialReason reason) const { return {reason, m_request.system, m_rule}; }

  const Policy& m_policy;
  const Roster& m_roster;
  const RosterRequest& m_request;
  const base::Instant m_now;
  RosterChange m_change;
  std::string m_rule;
  const Person* m_subject = nullptr;     // none: nobody of that id yet
  std::vector<const Person*> m_people;   // who signed
  std::vector<ApprovedBy> m_registrars;  // the same
};

RegistrationDecision decide_registration(const Policy& policy, const Roster& roster, const RosterRequest& request,
                                         base::Instant now) {
  return RegistrationDecider(policy, roster, request, now).decide();
}

}  // namespace antin::policy
