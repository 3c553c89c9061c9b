// The versions of the school's record-id key that this client holds, and under which of them a record is known.
#pragma once

#include "client/cli/console.hpp"
#include "client/cli/settings.hpp"
#include "client/lib/record_id.hpp"

namespace antin::cli {

// Newest first: `record-key`, then each `old-record-key`. None is there twice, and the newest is `record-key`: only
// that makes ids of new records.
Outcome<std::vector<client::RecordKey>> record_keys_of(const Settings& settings);

// Of one record's ids, newest first, the one under which the appliance knows it, else the first: a record that is known
// goes on under its old id, for under another it would be another record. Asks the appliance only when there are
// several; refuses a record that is known under more than one.
Outcome<std::string> id_in_use(const std::vector<std::string>& ids, const std::string& unit, const std::string& kind,
                               const Settings& settings, Console& console);

}  // namespace antin::cli
