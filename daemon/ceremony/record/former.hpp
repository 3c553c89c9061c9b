// Records of former ceremonies: read and verified where a plan names one, carried along in the folder of the ceremony
// that builds on it.
#pragma once

#include "daemon/ceremony/plan/toml.hpp"
#include "daemon/ceremony/record/folder.hpp"

namespace antin::ceremony {

// A folder as `run` has left it. All of it is verified, and so are the records that it builds on in turn.
base::Result<NamedRecord> read_former(const Folder& folder);

// What the plan names, from the copies beside it: verified, and held against what the plan says of them.
base::Result<FormerRecords> read_formers(const Folder& folder, const Plan& plan);

// All that verifying it needs; backups, credentials and PINs stay where they are.
base::Result<void> copy_record(const Folder& from, const Folder& to);

}  // namespace antin::ceremony
