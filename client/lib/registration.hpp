// What registrars signed, as a log keeps it.
#pragma once

#include "client/protocol/codec.hpp"
#include "core/statement/roster.hpp"

namespace antin::client {

// Does it hold what it says: a change of the roster, or an item in its place below the root that was signed, agreeing
// with it? The signatures are not looked at. Gives the change.
base::Result<statement::RosterChange> registered_by(const protocol::StoredRosterChange& stored);

// The text of that change.
const base::Bytes& change_in(const protocol::StoredRosterChange& stored);

}  // namespace antin::client
