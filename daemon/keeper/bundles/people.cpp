#include "daemon/keeper/bundles/people.hpp"

#include "policy/bundle/people.hpp"

namespace antin::keeper {

policy::RosterChange converted(const RosterRecord& record) {
  policy::RosterChange change;
  change.action = record.action;
  change.unit = record.unit;
  change.person = record.person;
  change.certificate = record.certificate;
  change.identity = record.identity;
  change.role = record.role;
  change.scope = record.scope;
  change.from = record.from.value_or(base::Instant());
  change.until = record.until.value_or(base::Instant());
  change.acting_for = record.acting_for;
  return change;
}

base::Result<policy::Roster> kept_roster(Ledger& ledger, base::ByteView person_key,
                                         const policy::bundle::Bundle& bundle) {
  policy::Roster roster;
  const auto read = ledger.read_roster([&](const RosterRecord& one) { roster.replay(converted(one), one.at); });
  if (!read) return base::Error{"the roster cannot be read: " + read.error().text};
  const auto founders = policy::bundle::founders_of(bundle, person_key);
  if (!founders) return founders.error();
  if (auto problem = roster.found(*founders)) return base::Error{"registration.toml: " + *problem};
  return roster;
}

}  // namespace antin::keeper
