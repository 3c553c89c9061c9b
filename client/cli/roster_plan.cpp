#include "client/cli/roster_plan.hpp"

#include <algorithm>

#include "core/crypto/random.hpp"

namespace antin::cli {
namespace {

using base::RosterAction;

constexpr std::chrono::hours offset{7};  // of Ho Chi Minh City, without summer time since 1975

bool holds(const auto& all, const auto& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

std::string joined(const std::vector<FieldTrouble>& troubles) {
  std::string text;
  for (const auto& trouble : troubles) text += (text.empty() ? "" : "; ") + print(trouble);
  return text;
}

bool within(const protocol::RosterRole& role, const protocol::RosterRole& other) {
  return other.from <= role.from && role.until <= other.until && role.acting_for == other.acting_for;
}

protocol::RosterRole wanted_by(const PersonRow& row) {
  return {row.unit,           row.role,          row.scope.value_or(""),
          start_of(row.from), end_of(row.until), row.acting_for.value_or("")};
}

}  // namespace

base::Instant start_of(Day day) { return base::Instant(std::chrono::sys_days(day)) - offset; }
base::Instant end_of(Day day) { return start_of(day) + std::chrono::days(1); }
Day first_day(base::Instant from) { return Day(std::chrono::floor<std::chrono::days>(from + offset)); }
Day last_day(base::Instant until) {
  return Day(std::chrono::floor<std::chrono::days>(until + offset - std::chrono::milliseconds(1)));
}

const protocol::RegistrationShape* rule_of(const protocol::AboutResult& about, const std::string& role) {
  for (const auto& rule : about.registration)
    if (holds(rule.roles, role)) return &rule;
  return nullptr;
}

void RosterPlan::add(const PersonRow& row, const CertificatePointer& certificate) {
  if (!row.good()) return add_trouble(row, joined(row.troubles));
  if (const auto wrong = wrong_rule(row)) return add_trouble(row, print(*wrong));
  if (const auto wrong = wrong_certificate(row)) return add_trouble(row, print(*wrong));
  const auto before = m_lines.size();
  add_role(row, certificate);
  add_standing(row);
  if (m_lines.size() == before) add_line(row, Expected::unchanged, RosterAction::unknown);
}

RosterPlan::Wrong RosterPlan::wrong_rule(const PersonRow& row) const {
  if (!holds(m_about.units, row.unit)) return FieldTrouble{"unit", "is none that this system acts for: `antin about`"};
  if (end_of(row.until) <= m_now) return FieldTrouble{"until", "is in the past"};
  const auto* rule = rule_of(m_about, row.role);
  if (rule == nullptr) return FieldTrouble{"role", "is none that anybody may be enrolled into: `antin about`"};
  if (rule->acts_for.empty() && row.acting_for)
    return FieldTrouble{"acting-for", "is left empty for this role: nobody is acted for in it"};
  if (!rule->acts_for.empty() && !row.acting_for)
    return FieldTrouble{"acting-for", "is missing: this role is only had for somebody who is acted for"};
  return std::nullopt;
}

RosterPlan::Wrong RosterPlan::wrong_certificate(const PersonRow& row) const {
  const auto known = m_roster.find(row.person);
  if (row.certificate.empty()) {
    if (known != m_roster.end()) return std::nullopt;
    return FieldTrouble{"certificate", "is missing: the roster does not know this person yet"};
  }
  const auto hash = base::parse_sha256(row.certificate);
  if (!hash || (known != m_roster.end() && holds(known->second.certificates, *hash))) return std::nullopt;
  return FieldTrouble{"certificate", "is none that the roster has of this person: name its file"};
}

// The roles that the row is about, as far as they are held in any of its days.
std::vector<protocol::RosterRole> RosterPlan::held_roles(const protocol::RosterRole& wanted,
                                                         const std::string& person) const {
  std::vector<protocol::RosterRole> held;
  const auto known = m_roster.find(person);
  if (known == m_roster.end()) return held;
  for (const auto& role : known->second.roles) {
    const bool same = role.unit == wanted.unit && role.role == wanted.role && role.scope == wanted.scope;
    if (same && role.until > m_now && role.from < wanted.until && wanted.from < role.until) held.push_back(role);
  }
  return held;
}

// Without a scope, `retire` ends the role for every scope, and now as in all time to come.
std::size_t RosterPlan::ended_with(const PersonRow& row) const {
  const auto& roles = m_roster.at(row.person).roles;
  return static_cast<std::size_t>(std::count_if(roles.begin(), roles.end(), [&](const protocol::RosterRole& role) {
    return role.unit == row.unit && role.role == row.role && role.until > m_now && !role.founding &&
           (!row.scope || role.scope == *row.scope);
  }));
}

// More days are given beside those that are there, so that there is no moment without. For fewer, what is there must
// end.
void RosterPlan::add_role(const PersonRow& row, const CertificatePointer& certificate) {
  const auto wanted = wanted_by(row);
  const auto held = held_roles(wanted, row.person);
  const bool all_within = std::all_of(held.begin(), held.end(), [&](const auto& role) { return within(role, wanted); });
  const bool is_there = std::any_of(held.begin(), held.end(), [&](const auto& role) { return within(wanted, role); });
  if (is_there && all_within) return add_certificate(row, certificate);
  if (std::any_of(held.begin(), held.end(), [](const auto& role) { return role.founding; }))
    return add_trouble(row, "role stands in the policy bundle with other days: officers change it there");
  if (!all_within && ended_with(row) != held.size())
    return add_trouble(row, "role has other days, and ending it ends other roles of the person too: retire them first");
  if (!certificate && is_of_the_bundle(row.person))
    return add_trouble(row, "certificate is missing: the policy bundle names this person, and a role needs it then");
  if (!all_within) add_line(row, Expected::new_days, RosterAction::retire);
  const auto expected = !held.empty()                   ? Expected::new_days
                        : m_roster.contains(row.person) ? Expected::new_role
                                                        : Expected::new_person;
  add_line(row, expected, row.acting_for ? RosterAction::acting_for : RosterAction::enrol,
           is_new_to_roster(row, certificate) || is_of_the_bundle(row.person) ? certificate : nullptr);
  auto& person = m_roster[row.person];
  person.id = row.person;
  if (!all_within) std::erase_if(person.roles, [&](const auto& role) { return holds(held, role); });
  person.roles.push_back(wanted);
}

bool RosterPlan::is_of_the_bundle(const std::string& id) const {
  const auto known = m_roster.find(id);
  if (known == m_roster.end()) return false;
  const auto& roles = known->second.roles;
  return std::any_of(roles.begin(), roles.end(), [](const auto& role) { return role.founding; });
}

bool RosterPlan::is_new_to_roster(const PersonRow& row, const CertificatePointer& certificate) const {
  if (!certificate) return false;
  const auto known = m_roster.find(row.person);
  return known == m_roster.end() || !holds(known->second.certificates, certificate->hash);
}

void RosterPlan::add_certificate(const PersonRow& row, const CertificatePointer& certificate) {
  if (!is_new_to_roster(row, certificate) || holds(m_brought[row.person], certificate->hash)) return;
  add_line(row, Expected::new_certificate, RosterAction::certificate, certificate);
}

void RosterPlan::add_standing(const PersonRow& row) {
  if (row.status == Standing::unsaid) return;
  const auto known = m_roster.find(row.person);
  if (known == m_roster.end()) return;
  auto& suspended = known->second.suspended;
  const bool is_suspended = holds(suspended, row.unit);
  if (is_suspended == (row.status == Standing::suspended)) return;
  if (is_suspended)
    std::erase(suspended, row.unit);
  else
    suspended.push_back(row.unit);
  add_line(row, Expected::suspension, is_suspended ? RosterAction::resume : RosterAction::suspend);
}

void RosterPlan::add_line(const PersonRow& row, Expected expected, RosterAction action,
                          const CertificatePointer& certificate) {
  PlannedLine line{row.line, expected, {}, "", certificate};
  auto& change = line.change;
  change.log = m_about.log;
  change.action = action;
  change.unit = row.unit;
  change.person = row.person;
  change.policy = m_about.policy;
  change.expires = m_expires;
  if (action != RosterAction::unknown) change.nonce = crypto::random_array<16>();
  if (certificate) {
    change.certificate = certificate->hash;
    m_brought[row.person].push_back(certificate->hash);
  }
  const bool of_person =
      action == RosterAction::certificate || action == RosterAction::suspend || action == RosterAction::resume;
  if (!of_person) {
    change.role = row.role;
    change.scope = row.scope;
  }
  if (!of_person && action != RosterAction::retire) {
    change.from = row.from;
    change.until = row.until;
    change.acting_for = row.acting_for;
  }
  m_lines.push_back(std::move(line));
}

// What the line says is kept as far as it can be read.
void RosterPlan::add_trouble(const PersonRow& row, std::string text) {
  PlannedLine line{row.line, Expected::error, {}, std::move(text)};
  line.change.unit = row.unit;
  line.change.person = row.person;
  m_lines.push_back(std::move(line));
}

}  // namespace antin::cli
