// The ledger: what was decided, what is about to be signed, what was signed, and the log of it all, on SQLite. Writes
// collect in one batch; nothing that depends on them may leave the process before commit() returned (invariant 5).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/act.hpp"
#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/base/target.hpp"
#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/ledger_copy.hpp"
#include "daemon/keeper/ledger/lost_log.hpp"
#include "daemon/keeper/ledger/roster.hpp"

namespace antin::keeper {

using RequestId = std::array<std::uint8_t, 16>;

struct StepName {
  std::string unit, kind, record;
  std::uint32_t revision = 0;
  std::string step;

  friend auto operator<=>(const StepName&, const StepName&) = default;  // NOLINT(modernize-use-nullptr)
};

struct RevisionName {
  std::string unit, kind, record;
  std::uint32_t revision = 0;

  friend auto operator<=>(const RevisionName&, const RevisionName&) = default;  // NOLINT(modernize-use-nullptr)
};

enum class StepStatus { unknown, open, done };

// A step that holds an intent (open) or its outcome (done). There is at most one a StepName: the primary key.
struct StepRecord {
  StepName name;
  StepStatus status = StepStatus::unknown;
  base::Digest digest;
  std::vector<std::string> people;             // roster ids
  std::vector<base::Sha256Hash> certificates;  // of those people, same order; blobs
  std::uint64_t index = 0;                     // of the done entry
  base::Sha256Hash leaf{};                     // of the done entry
  base::Instant at;                            // when it was opened; when done, the entry's time
  base::Bytes result;                          // done: the stored reply octets
  // Done in a log that this one succeeds: the proof that it holds the entry (index and leaf are of there too).
  std::optional<std::string> proof;
};

// What is durable before a key is used: all that recovery needs to finish.
struct Intent {
  StepName name;
  base::Digest digest;
  std::string system;
  RequestId request{};
  base::Instant at;
  std::string key;         // label of the seal key; empty for a step without a seal
  base::Bytes attributes;  // the exact octets that the key signs; empty without a seal
  base::Bytes stamped;     // without a seal: SHA-256 of the approval's CMS, which the timestamp covers
  std::string entry;       // JSON object: the entry's fields that are known at the decision
  std::vector<std::string> people;
  std::vector<base::Sha256Hash> certificates;
  std::optional<base::Bytes> signature;  // once the seal key has signed
};

// How a revision ended: at most one a RevisionName.
struct EndingRecord {
  RevisionName name;
  base::Act act = base::Act::unknown;
  std::string step;                            // of a return: the one that was not approved; else empty
  std::string reason;                          // code
  std::vector<base::Sha256Hash> statements;    // approvals
  std::vector<std::string> people;             // roster ids, same order
  std::vector<base::Sha256Hash> certificates;  // of those people, same order; blobs
  std::string system;                          // that asked
  std::uint64_t index = 0;                     // of its entry
  base::Sha256Hash leaf{};                     // of its entry
  base::Instant at;                            // the entry's time
  base::Bytes result;                          // the stored reply octets
  std::optional<std::string> proof;            // as of a step: ended in a log that this one succeeds
};

enum class OrderAct { unknown, stop, resume };

// What security officers ordered: something stops, or goes on.
struct OrderRecord {
  OrderAct act = OrderAct::unknown;
  base::Target target;
  std::string reason;  // code, of a stop; else empty
  base::Sha256Hash statement{};
  std::uint64_t index = 0;  // of its entry
  base::Sha256Hash leaf{};  // of its entry
  base::Instant at;         // the entry's time
  base::Bytes result;       // the stored reply octets
  bool is_newest = false;   // of those about its target
};

// Something that is stopped: by its newest stop, here or in a log that this one succeeds.
struct StopRecord {
  base::Target target;
  std::string reason;
  base::Instant at;
  base::Sha256Hash leaf{};  // of the stop's entry
};

// A seal key that is or was in force.
struct LastSeal {
  std::uint64_t entry = 0;
  base::Sha256Hash leaf{};
  std::string log;  // empty: this one; else that of the log before in which the entry is
};
struct RetiredKey {
  std::string reason;       // "unit-closed", "dropped" or "retired"
  std::uint64_t entry = 0;  // its last
  std::string log;          // as above
};
struct SealKey {
  std::string label;
  std::optional<base::Sha256Hash> certificate;  // that it had last; none: from before they were noted
  std::optional<base::Sha256Hash> public_key;   // SHA-256 of its SubjectPublicKeyInfo
  std::uint64_t seals = 0;                      // done steps, those of logs before too
  std::optional<LastSeal> last;
  std::optional<RetiredKey> retired;
};

// A request id that was used: with another meaning it is refused.
struct UsedRequest {
  base::Sha256Hash meaning{};
  std::optional<base::Bytes> result;  // of a `timestamp`: the stored reply octets
};

// What a person signed. Named by the statement's hash, never by the CMS: its bytes can be varied without breaking it.
struct StoredItem {  // one of the items that a bulk statement approves
  base::Bytes statement;
  std::uint32_t index = 0;
  tlog::Path path;
};
struct StoredApproval {
  base::Bytes statement;
  base::Bytes cms;
  std::optional<StoredItem> item = {};
};

struct Appended {
  std::uint64_t index = 0;
  base::Sha256Hash leaf{};
};

// An entry with what decides who may read it: the unit and the system that it names; empty when it names none.
struct LoggedEntry {
  base::Bytes bytes;
  base::Sha256Hash leaf{};
  std::string unit;
  std::string system;
};
using TakeEntry = std::function<bool(LoggedEntry&&)>;  // false: no more

// A checkpoint that the log's key has signed: what the log stands by for ever.
struct SignedCheckpoint {
  std::uint64_t size = 0;
  std::string note;
};

// A witness's word that it saw a checkpoint: one signature line of a note.
struct Cosignature {
  std::uint64_t size = 0;
  std::string witness;  // key name
  base::Instant at;
  std::string line;
};

// The end of a log: its last entry, and who goes on.
struct Closing {
  std::uint64_t index = 0;
  std::string successor;  // origin
};

enum class LedgerFault {
  unknown,
  write,   // nothing of this batch is there; the store may work again later
  commit,  // nobody knows what is there: the process must end and read it again
  damage,  // nothing of this batch is there, and the file is not what was written: a person must look
};
struct LedgerError {
  LedgerFault fault = LedgerFault::unknown;
  std::string text;
};
template <class T>
using LedgerResult = base::Result<T, LedgerError>;

// Port: SQLite in SqliteLedger, a failing fake in tests. For one thread at a time.
class Ledger {
 public:
  virtual ~Ledger() = default;

  // Facts. They see what the open batch has written.
  virtual LedgerResult<std::vector<StepRecord>> steps(const std::string& unit, const std::string& kind,
                                                      const std::string& record, std::uint32_t revision) = 0;
  virtual LedgerResult<std::optional<EndingRecord>> ending(const RevisionName& name) = 0;
  // The highest revision of which a step is open or done; 0 when there is none.
  virtual LedgerResult<std::uint32_t> newest_revision(const std::string& unit, const std::string& kind,
                                                      const std::string& record) = 0;
  // Steps open and done, by `at`: of a year of UTC+7, at the same cost however many they are; of any time, one by one.
  virtual LedgerResult<std::uint64_t> count(const std::string& unit, const std::string& kind, const std::string& step,
                                            std::chrono::year year) = 0;
  virtual LedgerResult<std::uint64_t> count(const std::string& unit, const std::string& kind, const std::string& step,
                                            base::Instant from, base::Instant until) = 0;
  virtual LedgerResult<std::optional<OrderRecord>> order(const base::Sha256Hash& statement) = 0;
  virtual LedgerResult<std::vector<StopRecord>> stops() = 0;  // in force
  virtual LedgerResult<std::optional<UsedRequest>> used_request(const std::string& system,
                                                                const RequestId& request) = 0;
  virtual LedgerResult<std::vector<Intent>> open_intents() = 0;  // in the order in which they were made
  virtual LedgerResult<std::optional<base::Bytes>> blob(const base::Sha256Hash& hash) = 0;
  virtual LedgerResult<std::optional<StoredApproval>> approval(const base::Sha256Hash& statement) = 0;
  // Every change of the roster, in the order in which they were made; first those of logs that this one succeeds.
  virtual LedgerResult<void> read_roster(const TakeRosterRecord& take) = 0;
  // The entry of the change that this statement was used for, in this log; none: it was not used yet.
  virtual LedgerResult<std::optional<Appended>> roster_change(const base::Sha256Hash& statement) = 0;
  virtual LedgerResult<std::optional<StoredRosterChange>> roster_statement(const base::Sha256Hash& statement) = 0;
  virtual LedgerResult<std::optional<base::Instant>> last_entry_time() = 0;
  virtual LedgerResult<std::optional<base::Instant>> entry_time(std::uint64_t index) = 0;
  virtual LedgerResult<std::uint64_t> size() = 0;  // entries
  virtual LedgerResult<std::optional<base::Bytes>> entry(std::uint64_t index) = 0;
  // At most `count` from `from` on, in order; none beyond the end, and none is read behind the last that is taken.
  virtual LedgerResult<void> read_entries(std::uint64_t from, std::uint64_t count, const TakeEntry& take) = 0;
  LedgerResult<std::vector<LoggedEntry>> entries(std::uint64_t from, std::uint64_t count);  // all of them

  // The Merkle tree over all entries.
  virtual LedgerResult<base::Sha256Hash> root() = 0;
  virtual LedgerResult<tlog::Path> tile(const tlog::Tile& tile) = 0;  // a fault when the tree has not got that far
  virtual LedgerResult<std::optional<SignedCheckpoint>> last_checkpoint() = 0;
  virtual LedgerResult<std::optional<SignedCheckpoint>> first_checkpoint_of(std::uint64_t size) = 0;  // or larger
  virtual LedgerResult<std::vector<Cosignature>> cosignatures(std::uint64_t size) = 0;
  virtual LedgerResult<std::vector<Cosignature>> last_cosignatures() = 0;  // the one of the largest size, by witness
  // The largest size that so many have cosigned.
  virtual LedgerResult<std::optional<std::uint64_t>> last_cosigned_by(std::uint64_t witnesses) = 0;

  virtual LedgerResult<std::vector<SealKey>> seal_keys() = 0;  // in the order of labels

  virtual LedgerResult<std::optional<Closing>> closing() = 0;  // none: the log goes on
  virtual LedgerResult<bool> is_successor() = 0;               // of another log, whose steps were carried over

  // Logs before this one that were lost with their disk, and what clients gave back of them.
  virtual LedgerResult<std::vector<LostLog>> lost_logs() = 0;
  virtual LedgerResult<std::optional<GivenBack>> given_back(const base::Sha256Hash& leaf) = 0;
  virtual LedgerResult<GivenBackCounts> given_back_counts() = 0;

  // Writes, into the open batch (the first one opens it).
  // A write fault when the name is taken, or the request id with another meaning.
  virtual LedgerResult<void> open_step(const Intent& intent, const base::Sha256Hash& meaning) = 0;
  // One more request id that asked for this step: known as long as the step's state. Again: no change.
  virtual LedgerResult<void> remember_request(const StepName& name, const std::string& system, const RequestId& request,
                                              const base::Sha256Hash& meaning) = 0;
  virtual LedgerResult<void> keep_signature(const StepName& name, base::ByteView signature) = 0;
  virtual LedgerResult<void> complete_step(const StepName& name, const Appended& entry, base::Instant at,
                                           base::ByteView result) = 0;
  virtual LedgerResult<void> abandon_step(const StepName& name) = 0;  // the intent and its request ids go
  // Its entry is appended. A write fault when the revision has ended, holds an open step or nothing that is done.
  virtual LedgerResult<void> end_revision(const EndingRecord& ending, const RequestId& request,
                                          const base::Sha256Hash& meaning) = 0;
  virtual LedgerResult<void> remember_request(const RevisionName& name, const std::string& system,
                                              const RequestId& request, const base::Sha256Hash& meaning) = 0;
  // Its entry is appended. A write fault when its statement was used before.
  virtual LedgerResult<void> change_roster(const RosterRecord& record, const StoredRosterChange& signed_change) = 0;
  // Its entry is appended. A write fault when the statement was an order before, or what is not stopped is resumed.
  virtual LedgerResult<void> keep_order(const OrderRecord& order) = 0;
  virtual LedgerResult<void> note_seal_key(const std::string& label, const base::Sha256Hash& certificate,
                                           const base::Sha256Hash& public_key) = 0;
  // Its entry is appended. A write fault when it has retired already, is not noted, or a step of it is open.
  virtual LedgerResult<void> retire_key(const std::string& label, const std::string& reason, const Appended& entry,
                                        base::Instant at) = 0;
  virtual LedgerResult<void> keep_timestamp(const std::string& system, const RequestId& request,
                                            const base::Sha256Hash& meaning, base::Instant at,
                                            base::ByteView result) = 0;
  virtual LedgerResult<void> forget_timestamps(base::Instant before) = 0;
  virtual LedgerResult<Appended> append(base::ByteView entry, base::Instant at) = 0;
  // A write fault unless it is larger than the last, and not larger than the tree.
  virtual LedgerResult<void> keep_checkpoint(const SignedCheckpoint& checkpoint, base::Instant at) = 0;
  // Of a checkpoint that is kept. Again, by the same witness: no change.
  virtual LedgerResult<void> keep_cosignature(const Cosignature& cosignature) = 0;
  virtual LedgerResult<void> put_blob(const base::Sha256Hash& hash, base::ByteView bytes) = 0;  // again: no change

  // By the hash of a single statement, or of an item's; what was signed in bulk is stored once for all its items.
  // Again is no change: the first CMS over it stays.
  virtual LedgerResult<void> put_approval(const base::Sha256Hash& statement, const StoredApproval& approval) = 0;

  // Small durable values: the highest CRL number seen of each issuer.
  virtual LedgerResult<std::optional<base::Bytes>> value(const std::string& name) = 0;
  virtual LedgerResult<void> set_value(const std::string& name, base::ByteView value) = 0;

  // The last entry of all. A write fault while an intent is open, and from then on for every append.
  virtual LedgerResult<Appended> close_log(base::ByteView entry, base::Instant at, const std::string& successor) = 0;

  // Into a file that is not there yet; one at a time.
  virtual LedgerResult<std::unique_ptr<LedgerCopy>> copy_into(const std::filesystem::path& file) = 0;

  // A receipt of a log that was lost. Its entry, which says so, is appended. The first: kept as evidence alone; the
  // others: what it proves is as if it had been carried over. A write fault when it was given back before, or when the
  // place is filled. `people` and `certificates` of a step are empty when nobody can say who approved it.
  virtual LedgerResult<void> take_back(const GivenBack& given) = 0;
  virtual LedgerResult<void> take_back(const StepRecord& step, const std::string& seal_key, const GivenBack& given) = 0;
  virtual LedgerResult<void> take_back(const EndingRecord& ending, const GivenBack& given) = 0;

  // For one request that turns out to be a bug of ours: rewind() undoes the batch's writes since the last mark().
  virtual LedgerResult<void> mark() = 0;
  virtual LedgerResult<void> rewind() = 0;

  // Makes the batch durable. After an error the ledger takes nothing more: every later call fails.
  virtual LedgerResult<void> commit() = 0;
};

// What belongs to a ledger as a whole, fixed at its making.
struct LedgerIdentity {
  std::string origin;
  base::Bytes person_key;   // 32 octets: person ids in entries are HMACs under it; auditors are given it
  std::uint32_t start = 0;  // counts openings: makes timestamp serials unique
};

struct OpenedLedger {
  std::unique_ptr<Ledger> ledger;
  LedgerIdentity identity;
};

// Why a ledger was not opened: whether another try may do better without anybody's help.
enum class OpeningFault {
  unknown,
  passing,  // a full disk, a failed read or write, a predecessor that has not ended yet
  lasting,  // damage, another origin, a newer schema, no such folder
};
struct OpeningError : base::Error {
  OpeningFault fault = OpeningFault::lasting;
};

// Opens or makes the file, migrates an older schema, checks what is newest (integrity.hpp), counts the start durably.
// Refuses a file of another origin, of a newer schema, or that another process holds.
base::Result<OpenedLedger, OpeningError> open_sqlite_ledger(const std::filesystem::path& file,
                                                            const std::string& origin);

}  // namespace antin::keeper
