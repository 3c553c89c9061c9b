// What a quorum of the security officers has signed about a log that was lost with its disk, verified: the ground on
// which a successor is made of a backup whose log was never closed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/statement/lost.hpp"
#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/entry.hpp"

namespace antin::keeper {

struct Loss {
  statement::Lost said;
  std::string text;                     // the statement as signed
  std::vector<EntrySigner> signers;     // a quorum
  std::vector<base::Bytes> signatures;  // CMS of each of them
  std::string witnessed;                // the checkpoint that it names: a note with the signatures that hold, alone
  std::vector<std::string> witnesses;   // names of those who cosigned it
  std::vector<tlog::VerifierKey> keys;  // that the lost log has signed with
  std::optional<tlog::TileSource>
      mirror;  // of its published hash tiles; none: nobody can prove that the backup is of it
  EntryClock clock;
};

}  // namespace antin::keeper
