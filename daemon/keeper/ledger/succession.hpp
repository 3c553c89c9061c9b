// A log that goes on where another was closed: its ledger is made from a backup of the other's, and holds every step
// that was done there, so that one record has one seal whichever of the two is asked. Or where another was lost with
// its disk, by the word of its security officers.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.hpp"
#include "core/tlog/note.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/keeper/ledger/loss.hpp"

namespace antin::keeper {

struct Succession {
  std::string origin;         // of the new log
  std::filesystem::path old;  // backup of the old ledger: a file that nobody uses
  tlog::VerifierKey old_key;  // whose name is the old log's origin
  base::Sha256Hash policy{};  // digest of the bundle in force
  base::Instant at;
  std::optional<Loss> loss = {};  // none: the old log was closed
};

// Makes `file`, which must not be there: whole or not at all. The old log must be closed and name this one, all of its
// entries must make the tree that its last checkpoint is signed over. Verified before anything is made.
//
// After a loss the log must not be closed, and what its last checkpoint is signed over is what is carried: nobody has
// vouched for entries behind it. The new log begins with the appliance stopped, by what the officers have signed.
base::Result<void> make_successor(const std::filesystem::path& file, const Succession& succession);

}  // namespace antin::keeper
