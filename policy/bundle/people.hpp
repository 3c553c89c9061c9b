// People as the rules know them: the registrars that stand in a bundle, and what registrars have signed about others.
#pragma once

#include "core/statement/roster.hpp"
#include "policy/bundle/bundle.hpp"
#include "policy/registration.hpp"

namespace antin::policy::bundle {

// The bundle's registrars with whom the authority means by their certificates. An error: a certificate does not tell,
// or two of one registrar tell different people. `person_key`: of the log, see crypto::identity_of.
base::Result<std::vector<Person>> founders_of(const Bundle& bundle, base::ByteView person_key);

// Its days begin and end by the clock of Ho Chi Minh City.
RosterStatement converted(statement::RosterChange&& said);

}  // namespace antin::policy::bundle
