// The statement that a person is asked to sign: from options, and what these leave out from the appliance.
#pragma once

#include "client/cli/record.hpp"
#include "client/lib/calls.hpp"
#include "core/statement/statement.hpp"

namespace antin::cli {

// Whether there is anything to ask the appliance for: log, policy, previous and role may all be given, and the system
// that vouches.
bool needs_appliance(const Arguments& arguments);

Outcome<statement::Approve> statement_from(const Arguments& arguments, const Settings& settings, const Record& record,
                                           const Document& document, base::Instant now);

// The parts of it, for many statements that are signed together.

// Step, expiry, log, role, scope, policy and who is vouched for as options say; empty where they are silent.
Outcome<statement::Approve> common_from(const Arguments& arguments, base::Instant now);
// Log, policy, role and the system that vouches where options were silent. The step before this one; none when it is
// the first.
Outcome<std::optional<std::string>> fill_common(statement::Approve& statement, const protocol::AboutResult& about,
                                                const Arguments& arguments);
// What to ask for the entry that the statement follows: it completed the step before, or, where there is none, ended
// the revision before. Nothing for the first of all.
std::optional<protocol::Lookup> lookup_of(const statement::Approve& statement,
                                          const std::optional<std::string>& before);
// That entry; refuses as the appliance would when there is none yet.
Outcome<base::Sha256Hash> leaf_of(const protocol::LookupResult& lookup, const std::optional<std::string>& before);
Outcome<base::Sha256Hash> leaf_of(const client::Failure& failure);  // of the lookup itself

}  // namespace antin::cli
