// What a plan must know of a ceremony that was held before, when it is about tokens and keys that came of it.
#pragma once

#include "daemon/ceremony/plan/plan.hpp"

namespace antin::ceremony {

struct FormerToken {
  std::string serial;
  std::map<std::string, ShareGroup> shares;  // "so-pin", "user-pin", "backup-key": those that this ceremony gave out
};

struct FormerKey {
  std::string token;
  crypto::KeyAlgorithm algorithm = crypto::KeyAlgorithm::unknown;
  Backup backup = Backup::unknown;
  base::Sha256Hash public_key{};            // of its SubjectPublicKeyInfo
  std::optional<base::Sha256Hash> wrapped;  // of the file of its backup
};

struct FormerRecord {
  FormerPlan plan;
  bool counts = true;                         // no: a rehearsal, or held under a development plan
  std::map<std::string, FormerToken> tokens;  // by label
  std::map<std::string, FormerKey> keys;      // by label: those that exist since
};
using FormerRecords = std::map<std::string, FormerRecord>;  // by ceremony

// Where the key was split that opens the backups of a token's keys: in which ceremony, for which token.
struct BackupsSplit {
  std::string from;
  std::string token;
};
BackupsSplit backups_of(const Plan& plan, const std::string& token, const FormerRecords& records);

// Where a plan and the records that it names do not fit each other. The plan is in order by itself.
std::optional<Fault> fault_beside(const Plan& plan, const FormerRecords& records);

}  // namespace antin::ceremony
