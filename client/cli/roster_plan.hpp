// What has to be changed so that the roster says what a table says.
#pragma once

#include "client/cli/people_csv.hpp"
#include "client/cli/roster_changes.hpp"
#include "client/protocol/codec.hpp"

namespace antin::cli {

using Roster = std::map<std::string, protocol::RosterPerson>;  // by id

// The first moment of a role's days, and the first after them, by the clock of Ho Chi Minh City.
base::Instant start_of(Day day);
base::Instant end_of(Day day);
Day first_day(base::Instant from);  // and back again
Day last_day(base::Instant until);

// The rule under which people are enrolled into a role; none: the policy has no such rule.
const protocol::RegistrationShape* rule_of(const protocol::AboutResult& about, const std::string& role);

class RosterPlan {
 public:
  // `roster` is how it stands now, in the units that lines are about. Changes expire at `expires`.
  RosterPlan(const protocol::AboutResult& about, Roster roster, base::Instant expires, base::Instant now)
      : m_about(about), m_roster(std::move(roster)), m_expires(expires), m_now(now) {}

  // Lines are taken one after the other: what those before ask for is taken as done.
  void add(const PersonRow& row, const CertificatePointer& certificate);

  [[nodiscard]] const std::vector<PlannedLine>& lines() const { return m_lines; }
  [[nodiscard]] std::vector<PlannedLine> take() { return std::move(m_lines); }

 private:
  using Wrong = std::optional<FieldTrouble>;
  [[nodiscard]] Wrong wrong_rule(const PersonRow& row) const;
  [[nodiscard]] Wrong wrong_certificate(const PersonRow& row) const;
  [[nodiscard]] std::vector<protocol::RosterRole> held_roles(const protocol::RosterRole& wanted,
                                                             const std::string& person) const;
  [[nodiscard]] std::size_t ended_with(const PersonRow& row) const;
  void add_role(const PersonRow& row, const CertificatePointer& certificate);
  void add_certificate(const PersonRow& row, const CertificatePointer& certificate);
  void add_standing(const PersonRow& row);
  void add_line(const PersonRow& row, Expected expected, base::RosterAction action,
                const CertificatePointer& certificate = nullptr);
  void add_trouble(const PersonRow& row, std::string text);
  [[nodiscard]] bool is_of_the_bundle(const std::string& id) const;
  [[nodiscard]] bool is_new_to_roster(const PersonRow& row, const CertificatePointer& certificate) const;

  const protocol::AboutResult& m_about;
  Roster m_roster;
  base::Instant m_expires, m_now;
  std::map<std::string, std::vector<base::Sha256Hash>> m_brought;  // certificates that lines before bring
  std::vector<PlannedLine> m_lines;
};

}  // namespace antin::cli
