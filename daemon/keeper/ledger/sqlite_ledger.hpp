// The ledger on SQLite: one connection, one thread at a time, one batch open at a time.
#pragma once

#include <optional>

#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/keeper/ledger/lock_file.hpp"
#include "daemon/keeper/ledger/sqlite_copy.hpp"
#include "daemon/keeper/ledger/statement.hpp"

namespace antin::keeper {

class SqliteLedger final : public Ledger {
 public:
  // The connection is set up, migrated and checked. `lock`: none for a file that is only read. Throws SqliteFailure.
  SqliteLedger(std::optional<LockFile> lock, Connection connection);
  ~SqliteLedger() override;

  LedgerResult<std::vector<StepRecord>> steps(const std::string& unit, const std::string& kind,
                                              const std::string& record, std::uint32_t revision) override;
  LedgerResult<std::optional<EndingRecord>> ending(const RevisionName& name) override;
  LedgerResult<std::uint32_t> newest_revision(const std::string& unit, const std::string& kind,
                                              const std::string& record) override;
  LedgerResult<std::uint64_t> count(const std::string& unit, const std::string& kind, const std::string& step,
                                    std::chrono::year year) override;
  LedgerResult<std::uint64_t> count(const std::string& unit, const std::string& kind, const std::string& step,
                                    base::Instant from, base::Instant until) override;
  LedgerResult<std::optional<OrderRecord>> order(const base::Sha256Hash& statement) override;
  LedgerResult<std::vector<StopRecord>> stops() override;
  LedgerResult<std::optional<UsedRequest>> used_request(const std::string& system, const RequestId& request) override;
  LedgerResult<std::vector<Intent>> open_intents() override;
  LedgerResult<std::optional<base::Bytes>> blob(const base::Sha256Hash& hash) override;
  LedgerResult<std::optional<StoredApproval>> approval(const base::Sha256Hash& statement) override;
  LedgerResult<void> read_roster(const TakeRosterRecord& take) override;
  LedgerResult<std::optional<Appended>> roster_change(const base::Sha256Hash& statement) override;
  LedgerResult<std::optional<StoredRosterChange>> roster_statement(const base::Sha256Hash& statement) override;
  LedgerResult<std::optional<base::Instant>> last_entry_time() override;
  LedgerResult<std::optional<base::Instant>> entry_time(std::uint64_t index) override;
  LedgerResult<std::uint64_t> size() override;
  LedgerResult<std::optional<base::Bytes>> entry(std::uint64_t index) override;
  LedgerResult<void> read_entries(std::uint64_t from, std::uint64_t count, const TakeEntry& take) override;

  LedgerResult<base::Sha256Hash> root() override;
  LedgerResult<tlog::Path> tile(const tlog::Tile& tile) override;
  LedgerResult<std::optional<SignedCheckpoint>> last_checkpoint() override;
  LedgerResult<std::optional<SignedCheckpoint>> first_checkpoint_of(std::uint64_t size) override;
  LedgerResult<std::vector<Cosignature>> cosignatures(std::uint64_t size) override;
  LedgerResult<std::vector<Cosignature>> last_cosignatures() override;
  LedgerResult<std::optional<std::uint64_t>> last_cosigned_by(std::uint64_t witnesses) override;

  LedgerResult<void> open_step(const Intent& intent, const base::Sha256Hash& meaning) override;
  LedgerResult<void> remember_request(const StepName& name, const std::string& system, const RequestId& request,
                                      const base::Sha256Hash& meaning) override;
  LedgerResult<void> keep_signature(const StepName& name, base::ByteView signature) override;
  LedgerResult<void> complete_step(const StepName& name, const Appended& entry, base::Instant at,
                                   base::ByteView result) override;
  LedgerResult<void> abandon_step(const StepName& name) override;
  LedgerResult<void> end_revision(const EndingRecord& ending, const RequestId& request,
                                  const base::Sha256Hash& meaning) override;
  LedgerResult<void> remember_request(const RevisionName& name, const std::string& system, const RequestId& request,
                                      const base::Sha256Hash& meaning) override;
  LedgerResult<void> change_roster(const RosterRecord& record, const StoredRosterChange& signed_change) override;
  LedgerResult<void> keep_order(const OrderRecord& order) override;
  LedgerResult<void> keep_timestamp(const std::string& system, const RequestId& request,
                                    const base::Sha256Hash& meaning, base::Instant at, base::ByteView result) override;
  LedgerResult<void> forget_timestamps(base::Instant before) override;
  LedgerResult<Appended> append(base::ByteView entry, base::Instant at) override;
  LedgerResult<void> keep_checkpoint(const SignedCheckpoint& checkpoint, base::Instant at) override;
  LedgerResult<void> keep_cosignature(const Cosignature& cosignature) override;
  LedgerResult<Appended> close_log(base::ByteView entry, base::Instant at, const std::string& successor) override;
  LedgerResult<std::vector<SealKey>> seal_keys() override;
  LedgerResult<void> note_seal_key(const std::string& label, const base::Sha256Hash& certificate,
                                   const base::Sha256Hash& public_key) override;
  LedgerResult<void> retire_key(const std::string& label, const std::string& reason, const Appended& entry,
                                base::Instant at) override;
  LedgerResult<std::optional<Closing>> closing() override;
  LedgerResult<bool> is_successor() override;
  LedgerResult<std::vector<LostLog>> lost_logs() override;
  LedgerResult<std::optional<GivenBack>> given_back(const base::Sha256Hash& leaf) override;
  LedgerResult<GivenBackCounts> given_back_counts() override;
  LedgerResult<void> take_back(const GivenBack& given) override;
  LedgerResult<void> take_back(const StepRecord& step, const std::string& seal_key, const GivenBack& given) override;
  LedgerResult<void> take_back(const EndingRecord& ending, const GivenBack& given) override;
  LedgerResult<std::unique_ptr<LedgerCopy>> copy_into(const std::filesystem::path& file) override;
  LedgerResult<void> put_blob(const base::Sha256Hash& hash, base::ByteView bytes) override;
  LedgerResult<void> put_approval(const base::Sha256Hash& statement, const StoredApproval& approval) override;

  LedgerResult<std::optional<base::Bytes>> value(const std::string& name) override;
  LedgerResult<void> set_value(const std::string& name, base::ByteView value) override;

  LedgerResult<void> mark() override;
  LedgerResult<void> rewind() override;
  LedgerResult<void> commit() override;

 private:
  // Runs one call's work; the first failure closes the ledger for good.
  template <class Work>
  auto guarded(LedgerFault fault, Work work) -> LedgerResult<decltype(work())>;
  template <class Work>
  auto written(Work work) -> LedgerResult<decltype(work())>;  // guarded, inside the batch
  void close(LedgerFault fault, const std::string& why);
  // Of a step, of an ending, or, with its result, of a timestamp.
  struct RequestOf {
    std::optional<std::int64_t> step, ending;
    std::optional<base::ByteView> result;
  };
  void take_request_id(const std::string& system, const RequestId& request, const base::Sha256Hash& meaning,
                       base::Instant at, const RequestOf& of);
  void remember_carried(const StepName& name, const std::string& system, const RequestId& request,
                        const base::Sha256Hash& meaning);
  void remember_carried(const RevisionName& name, const std::string& system, const RequestId& request,
                        const base::Sha256Hash& meaning);
  void take_carried_request_id(const std::string& system, const RequestId& request, const base::Sha256Hash& meaning);
  Appended put_entry(base::ByteView entry, base::Instant at);
  void copy_log_into_file();
  void stop_copy();

  std::optional<LockFile> m_lock;  // outlives the connection
  std::optional<Connection> m_connection;
  std::weak_ptr<SqliteCopy> m_copy;  // reads the connection
  std::optional<LedgerError> m_failed;
  bool m_in_batch = false;
  tlog::Frontier m_tree;  // of all entries, the open batch's too
  std::optional<tlog::Frontier> m_tree_at_mark;
  int m_pages_in_log = 0;  // of SQLite's write-ahead log, set by its hook
};

}  // namespace antin::keeper
