// Entries about what becomes of a log: its copies and archives, its end, and how another goes on from it.
#pragma once

#include "daemon/keeper/ledger/entry.hpp"

namespace antin::keeper {

// The ledger was copied: who finds such a copy knows that it is one of ours.
struct BackupEntry {
  base::Instant at;
  std::string name;
  std::uint64_t size = 0;  // entries in it
  base::Sha256Hash policy{};
};

// Bundles of entries were moved to where they prove themselves.
struct ArchiveEntry {
  base::Instant at;
  std::string name;
  std::uint64_t from = 0;  // its first entry
  std::uint64_t to = 0;    // the first that is not in it
  base::Sha256Hash manifest{};
  base::Sha256Hash policy{};
};

// The last of a log.
struct CloseEntry {
  base::Instant at;
  std::string successor;  // origin of the log that goes on
  base::Sha256Hash policy{};
};

// Of a log that was lost with its disk: entries from the backup's size to this one are in nobody's hands but clients'.
struct LostFields {
  std::uint64_t size = 0;        // of the last checkpoint that its witnesses have seen
  std::string checkpoint;        // that: a note
  std::string reason;            // code
  base::Sha256Hash statement{};  // of the security officers, a blob
  std::vector<EntrySigner> signers;
  std::vector<std::string> witnesses;  // who cosigned it
  bool proven = false;                 // that the backup is of the log that they saw
};

// The first of a log that goes on where another was closed, or lost.
struct SucceedsEntry {
  base::Instant at;
  std::string log;         // origin of that one
  std::uint64_t size = 0;  // its entries, the close entry included; of one that was lost, those in hand
  std::string checkpoint;  // the note over all of them, as it is
  base::Sha256Hash policy{};
  std::optional<LostFields> lost = {};
};

// A client gave back the receipt of an entry of a log that was lost.
struct GivenBackEntry {
  base::Instant at;
  std::string log;          // origin of that one
  std::uint64_t index = 0;  // there
  base::Sha256Hash leaf{};
  std::string what;       // type of that entry: `done`, `returned`, `superseded` or `withdrawn`
  StepName name;          // of an ending without a step: with none
  std::string system;     // who gave it
  std::string outcome;    // `taken`, or `conflict`: its place was filled
  std::string seen;       // `witnessed`, or why nobody can say so: `unseen`, `forked`
  bool approvers = true;  // false: nobody can say who approved it, and the revision goes no further
  std::optional<base::Sha256Hash> seal, token;
  std::optional<base::Sha256Hash> instead;  // of a conflict: leaf of what fills the place, when that is known
  base::Sha256Hash policy{};
};

base::Bytes encode(const BackupEntry& entry);
base::Bytes encode(const ArchiveEntry& entry);
base::Bytes encode(const CloseEntry& entry);
base::Bytes encode(const SucceedsEntry& entry);
base::Bytes encode(const GivenBackEntry& entry);

}  // namespace antin::keeper
