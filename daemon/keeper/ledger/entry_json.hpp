// How entries are written, for those who write them. Inside this room.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "daemon/keeper/ledger/entry.hpp"

namespace antin::keeper {

// Its default object is a std::map: keys come out sorted by their octets.
using Json = nlohmann::json;

// With what every entry has.
base::Bytes finish(Json object, const char* type, base::Instant at, const base::Sha256Hash& policy);

Json object_of(const StepName& name);  // without a step where a whole revision ends
Json array_of(const std::vector<EntrySigner>& signers);
void put_unless_empty(Json& object, const char* key, const std::string& value);

}  // namespace antin::keeper
