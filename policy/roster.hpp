// The people: who holds which certificates, and which roles in which units. It changes only by what decide_registration
// permits, or by what the log holds of that.
#pragma once

#include <cstring>
#include <map>
#include <set>
#include <unordered_map>

#include "core/base/roster_action.hpp"
#include "policy/model.hpp"

namespace antin::policy {

class Registration;

// What was done to the roster: nothing in it is asked any more.
struct RosterChange {
  base::RosterAction action = base::RosterAction::unknown;
  std::string unit;
  std::string person;
  std::optional<base::Sha256Hash> certificate = {};
  std::optional<base::Sha256Hash> identity = {};  // of the certificate
  std::optional<std::string> role = {};
  std::optional<std::string> scope = {};
  base::Instant from = {}, until = {};  // of the role; until: first moment that is outside
  std::optional<std::string> acting_for = {};

  friend bool operator==(const RosterChange&, const RosterChange&) = default;
};

// A SHA-256 hash is as good as random: its first octets tell it from others.
struct FirstOctets {
  std::size_t operator()(const base::Sha256Hash& hash) const {
    std::size_t octets = 0;
    std::memcpy(&octets, hash.data(), sizeof octets);
    return octets;
  }
};

// Found by id or by identity, in logarithmic time, and by certificate at the same cost however many they are: each
// approval asks it. Two people never share one of them.
class Roster {
 public:
  Roster() = default;
  Roster(Roster&&) = default;
  Roster& operator=(Roster&&) = default;

  // False when the id is taken, or a certificate or the identity is another person's.
  [[nodiscard]] bool add(Person person);

  // Adds the bundle's own registrars to all that requests have led to. Why not, when one of them cannot be: their
  // identity or a certificate is another's here, or they share an id with somebody else. Then this is no roster.
  [[nodiscard]] std::optional<std::string> found(const std::vector<Person>& founders);

  // At the time of its entry. Suspension and retirement are judged from then on: nothing before is undone.
  void apply(const Registration& permission, base::Instant at);
  void replay(const RosterChange& change, base::Instant at);  // that the log holds

  // nullptr: nobody.
  [[nodiscard]] const Person* find(const std::string& id) const;
  [[nodiscard]] const Person* find_by_certificate(const base::Sha256Hash& certificate) const;
  [[nodiscard]] const Person* find_by_identity(const base::Sha256Hash& identity) const;

  // At most `count` whose id is after `after`, in order: of those with a role in `unit`, or of all when it is empty.
  [[nodiscard]] std::vector<const Person*> page(const std::string& unit, const std::string& after,
                                                std::size_t count) const;
  [[nodiscard]] std::size_t size() const { return m_people.size(); }

 private:
  void name(Person& person, const std::optional<base::Sha256Hash>& certificate,
            const std::optional<base::Sha256Hash>& identity);
  void give(Person& person, Role role);
  [[nodiscard]] bool may_be(const Person& person, const Person& founder) const;

  std::map<std::string, Person> m_people;
  std::unordered_map<base::Sha256Hash, const Person*, FirstOctets> m_by_certificate;  // into m_people
  std::map<base::Sha256Hash, std::string> m_by_identity;
  std::set<std::pair<std::string, std::string>> m_by_unit;  // unit and id
};

bool is_suspended(const Person& person, const std::string& unit);
bool is_in_force(const Role& role, base::Instant now);

}  // namespace antin::policy
