// Checks a ceremony's folder by itself: everything that its transcript claims is held against what lies there. For an
// auditor who was not in the room.
#pragma once

#include "daemon/ceremony/plan/former.hpp"
#include "daemon/ceremony/record/folder.hpp"
#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

struct Verified {
  LockedPlan locked;
  Entries entries;
  std::vector<std::string> signers = {};         // of the transcript: all participants
  std::string transcript = {};                   // its text
  base::Bytes note = {};                         // with all signatures, as it lies there
  std::vector<std::string> absent_backups = {};  // labels: a vault may have the files, or they were destroyed
  FormerRecords formers = {};                    // verified as well
};

// The error names the line or the file that does not hold.
base::Result<Verified> verify_folder(const Folder& folder);

// What can be said of a ceremony that is not complete: its opening, every approval, the order of its lines.
base::Result<void> check_so_far(const Folder& folder, const LockedPlan& locked, const Entries& entries);

// A key's certificate: of this key, to the plan's subject, for what the label says, from the plan's authorities, in
// date at `at`.
base::Result<void> check_key_certificate(const LockedPlan& locked, const std::string& label,
                                         const crypto::Certificate& certificate, base::ByteView spki, base::Instant at);

}  // namespace antin::ceremony
