// The roster as it follows from the ledger's changes and the bundle's own registrars.
#pragma once

#include "daemon/keeper/ledger/ledger.hpp"
#include "policy/bundle/bundle.hpp"
#include "policy/roster.hpp"

namespace antin::keeper {

policy::RosterChange converted(const RosterRecord& record);

// An error: the ledger cannot be read, or the bundle's registrars are not who the ledger says they are.
base::Result<policy::Roster> kept_roster(Ledger& ledger, base::ByteView person_key,
                                         const policy::bundle::Bundle& bundle);

}  // namespace antin::keeper
