// A small world in which a change of the roster is made as it stands; tests change one thing.
#pragma once

#include "policy/registration.hpp"
#include "tests/unit/policy/world.hpp"

namespace antin::policy {

// Department registrars r-1 and r-2 (certificates 0x21, 0x22; r-1 has 0x2A too) and a school registrar r-3 (0x23)
// stand in the bundle; people have identities of their own.
struct RegistrationWorld {
  World world;
  RosterRequest request;

  [[nodiscard]] Roster roster() const;  // the people and the founders
  [[nodiscard]] RegistrationDecision decide() const;
  RosterChange& change() { return request.statement->change; }
  void sign_by(std::initializer_list<std::uint8_t> certificates);
};

RegistrationWorld teacher_is_enrolled();                  // p-9, new, by r-3
RegistrationWorld principal_is_enrolled();                // p-9, new, by r-1 and r-2
RegistrationWorld somebody_acts();                        // p-1 for p-2, by r-1 and r-2
RegistrationWorld certificate_is_renewed();               // of p-1, by r-3
RegistrationWorld teacher_is(base::RosterAction action);  // p-1 suspended, resumed or retired, by r-3

DenialReason reason(const RegistrationDecision& decision);

}  // namespace antin::policy
