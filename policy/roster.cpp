#include <algorithm>

#include "policy/model.hpp"

namespace antin::policy {

bool Roster::add(Person person) {
  const auto taken = [this](const base::Sha256Hash& certificate) { return m_by_certificate.contains(certificate); };
  if (m_people.contains(person.id)) return false;
  if (std::any_of(person.certificates.begin(), person.certificates.end(), taken)) return false;
  auto id = person.id;
  const auto& added = m_people.emplace(std::move(id), std::move(person)).first->second;
  for (const auto& certificate : added.certificates) m_by_certificate.emplace(certificate, &added);
  return true;
}

const Person* Roster::find(const std::string& id) const {
  const auto found = m_people.find(id);
  return found == m_people.end() ? nullptr : &found->second;
}

const Person* Roster::find_by_certificate(const base::Sha256Hash& certificate) const {
  const auto found = m_by_certificate.find(certificate);
  return found == m_by_certificate.end() ? nullptr : found->second;
}

}  // namespace antin::policy
