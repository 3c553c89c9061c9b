#include "policy/roster.hpp"

#include <algorithm>

#include "policy/registration.hpp"

namespace antin::policy {
namespace {

bool has(const std::vector<base::Sha256Hash>& certificates, const base::Sha256Hash& one) {
  return std::find(certificates.begin(), certificates.end(), one) != certificates.end();
}

bool is_named(const Role& role, const RosterChange& change) {
  if (role.founding || role.unit != change.unit) return false;
  return !change.role || (role.role == *change.role && (!change.scope || role.scope == change.scope));
}

void end_roles(Person& person, const RosterChange& change, base::Instant at) {
  for (auto& role : person.roles)
    if (is_named(role, change) && at < role.until) role.until = std::max(role.from, at);
}

}  // namespace

bool is_suspended(const Person& person, const std::string& unit) {
  return std::find(person.suspended.begin(), person.suspended.end(), unit) != person.suspended.end();
}

bool is_in_force(const Role& role, base::Instant now) { return role.from <= now && now < role.until; }

bool Roster::add(Person person) {
  const auto taken = [this](const base::Sha256Hash& certificate) { return m_by_certificate.contains(certificate); };
  if (m_people.contains(person.id)) return false;
  if (std::any_of(person.certificates.begin(), person.certificates.end(), taken)) return false;
  if (person.identity && m_by_identity.contains(*person.identity)) return false;
  if (person.identity) m_by_identity.emplace(*person.identity, person.id);
  for (const auto& role : person.roles) m_by_unit.emplace(role.unit, person.id);
  auto id = person.id;
  const auto& added = m_people.emplace(std::move(id), std::move(person)).first->second;
  for (const auto& certificate : added.certificates) m_by_certificate.emplace(certificate, &added);
  return true;
}

std::optional<std::string> Roster::found(const std::vector<Person>& founders) {
  for (const auto& founder : founders) {
    const auto known = m_people.find(founder.id);
    if (known == m_people.end()) {
      if (!add(founder)) return "the registrar " + founder.id + " is somebody else of the roster";
      continue;
    }
    auto& person = known->second;
    if (!may_be(person, founder)) return "the registrar " + founder.id + " has the id of somebody else of the roster";
    for (const auto& certificate : founder.certificates) {
      const auto* owner = find_by_certificate(certificate);
      if (owner != nullptr && owner != &person)
        return "the registrar " + founder.id + " has a certificate of somebody else of the roster";
      name(person, certificate, founder.identity);
    }
    for (const auto& role : founder.roles) give(person, role);
  }
  return std::nullopt;
}

// Somebody of whom requests have brought no certificate was in the bundle, or nothing could have been given to them.
bool Roster::may_be(const Person& person, const Person& founder) const {
  if (person.identity || !founder.identity) return person.identity == founder.identity;
  return find_by_identity(*founder.identity) == nullptr;
}

const Person* Roster::find(const std::string& id) const {
  const auto found = m_people.find(id);
  return found == m_people.end() ? nullptr : &found->second;
}

const Person* Roster::find_by_certificate(const base::Sha256Hash& certificate) const {
  const auto found = m_by_certificate.find(certificate);
  return found == m_by_certificate.end() ? nullptr : found->second;
}

const Person* Roster::find_by_identity(const base::Sha256Hash& identity) const {
  const auto found = m_by_identity.find(identity);
  return found == m_by_identity.end() ? nullptr : find(found->second);
}

std::vector<const Person*> Roster::page(const std::string& unit, const std::string& after, std::size_t count) const {
  std::vector<const Person*> people;
  if (unit.empty()) {
    for (auto at = m_people.upper_bound(after); at != m_people.end() && people.size() < count; ++at)
      people.push_back(&at->second);
    return people;
  }
  for (auto at = m_by_unit.upper_bound({unit, after}); at != m_by_unit.end() && at->first == unit; ++at) {
    if (people.size() == count) break;
    people.push_back(find(at->second));
  }
  return people;
}

void Roster::apply(const Registration& permission, base::Instant at) { replay(permission.what().change, at); }

void Roster::replay(const RosterChange& change, base::Instant at) {
  auto& person = m_people[change.person];
  person.id = change.person;
  name(person, change.certificate, change.identity);
  switch (change.action) {
    case base::RosterAction::enrol:
    case base::RosterAction::acting_for:
      return give(person, {change.unit, change.role.value_or(""), change.scope, change.from, change.until,
                           change.acting_for, false});
    case base::RosterAction::suspend:
      if (!is_suspended(person, change.unit)) person.suspended.push_back(change.unit);
      return;
    case base::RosterAction::resume: std::erase(person.suspended, change.unit); return;
    case base::RosterAction::retire: return end_roles(person, change, at);
    case base::RosterAction::certificate:
    case base::RosterAction::unknown: return;
  }
}

void Roster::name(Person& person, const std::optional<base::Sha256Hash>& certificate,
                  const std::optional<base::Sha256Hash>& identity) {
  if (certificate && !has(person.certificates, *certificate)) {
    person.certificates.push_back(*certificate);
    m_by_certificate.emplace(*certificate, &person);
  }
  if (identity && !person.identity) {
    person.identity = identity;
    m_by_identity.emplace(*identity, person.id);
  }
}

void Roster::give(Person& person, Role role) {
  m_by_unit.emplace(role.unit, person.id);
  person.roles.push_back(std::move(role));
}

}  // namespace antin::policy
