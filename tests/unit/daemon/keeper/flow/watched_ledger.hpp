// A ledger that knows whether anything is written and not committed, and that can be made to fail.
#pragma once

#include <functional>
#include <memory>

#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper::test {

class WatchedLedger final : public Ledger {
 public:
  explicit WatchedLedger(std::unique_ptr<Ledger> real) : m_real(std::move(real)) {}

  std::optional<LedgerError> next_write_fails;
  std::optional<LedgerError> next_commit_fails;
  std::size_t entries_read = 0;
  bool next_append_throws = false;
  std::function<void()> on_append;  // called before anything else
  [[nodiscard]] bool has_uncommitted() const { return m_uncommitted; }
  [[nodiscard]] unsigned commits() const { return m_commits; }

  LedgerResult<std::vector<StepRecord>> steps(const std::string& unit, const std::string& kind,
                                              const std::string& record, std::uint32_t revision) override {
    return m_real->steps(unit, kind, record, revision);
  }
  LedgerResult<std::uint64_t> count(const std::string& unit, const std::string& kind, const std::string& step,
                                    std::chrono::year year) override {
    return m_real->count(unit, kind, step, year);
  }
  LedgerResult<std::uint64_t> count(const std::string& unit, const std::string& kind, const std::string& step,
                                    base::Instant from, base::Instant until) override {
    return m_real->count(unit, kind, step, from, until);
  }
  LedgerResult<std::optional<EndingRecord>> ending(const RevisionName& name) override { return m_real->ending(name); }
  LedgerResult<std::uint32_t> newest_revision(const std::string& unit, const std::string& kind,
                                              const std::string& record) override {
    return m_real->newest_revision(unit, kind, record);
  }
  LedgerResult<std::optional<OrderRecord>> order(const base::Sha256Hash& statement) override {
    return m_real->order(statement);
  }
  LedgerResult<std::vector<StopRecord>> stops() override { return m_real->stops(); }
  LedgerResult<std::optional<UsedRequest>> used_request(const std::string& system, const RequestId& request) override {
    return m_real->used_request(system, request);
  }
  LedgerResult<std::vector<Intent>> open_intents() override { return m_real->open_intents(); }
  LedgerResult<std::optional<base::Bytes>> blob(const base::Sha256Hash& hash) override { return m_real->blob(hash); }
  LedgerResult<std::optional<StoredApproval>> approval(const base::Sha256Hash& statement) override {
    return m_real->approval(statement);
  }
  LedgerResult<void> read_roster(const TakeRosterRecord& take) override { return m_real->read_roster(take); }
  LedgerResult<std::optional<Appended>> roster_change(const base::Sha256Hash& statement) override {
    return m_real->roster_change(statement);
  }
  LedgerResult<std::optional<StoredRosterChange>> roster_statement(const base::Sha256Hash& statement) override {
    return m_real->roster_statement(statement);
  }
  LedgerResult<std::optional<base::Instant>> last_entry_time() override { return m_real->last_entry_time(); }
  LedgerResult<std::optional<base::Instant>> entry_time(std::uint64_t index) override {
    return m_real->entry_time(index);
  }
  LedgerResult<std::uint64_t> size() override { return m_real->size(); }
  LedgerResult<std::optional<base::Bytes>> entry(std::uint64_t index) override { return m_real->entry(index); }
  LedgerResult<void> read_entries(std::uint64_t from, std::uint64_t count, const TakeEntry& take) override {
    return m_real->read_entries(from, count, [&](LoggedEntry&& entry) {
      ++entries_read;
      return take(std::move(entry));
    });
  }
  LedgerResult<base::Sha256Hash> root() override { return m_real->root(); }
  LedgerResult<tlog::Path> tile(const tlog::Tile& tile) override { return m_real->tile(tile); }
  LedgerResult<std::optional<SignedCheckpoint>> last_checkpoint() override { return m_real->last_checkpoint(); }
  LedgerResult<std::optional<SignedCheckpoint>> first_checkpoint_of(std::uint64_t size) override {
    return m_real->first_checkpoint_of(size);
  }
  LedgerResult<std::vector<Cosignature>> cosignatures(std::uint64_t size) override {
    return m_real->cosignatures(size);
  }
  LedgerResult<std::vector<Cosignature>> last_cosignatures() override { return m_real->last_cosignatures(); }
  LedgerResult<std::optional<std::uint64_t>> last_cosigned_by(std::uint64_t witnesses) override {
    return m_real->last_cosigned_by(witnesses);
  }
  LedgerResult<std::optional<base::Bytes>> value(const std::string& name) override { return m_real->value(name); }

  LedgerResult<void> keep_checkpoint(const SignedCheckpoint& checkpoint, base::Instant at) override {
    return write([&] { return m_real->keep_checkpoint(checkpoint, at); });
  }
  LedgerResult<void> keep_cosignature(const Cosignature& cosignature) override {
    return write([&] { return m_real->keep_cosignature(cosignature); });
  }
  LedgerResult<void> open_step(const Intent& intent, const base::Sha256Hash& meaning) override {
    return write([&] { return m_real->open_step(intent, meaning); });
  }
  LedgerResult<void> remember_request(const StepName& name, const std::string& system, const RequestId& request,
                                      const base::Sha256Hash& meaning) override {
    return write([&] { return m_real->remember_request(name, system, request, meaning); });
  }
  LedgerResult<void> end_revision(const EndingRecord& ending, const RequestId& request,
                                  const base::Sha256Hash& meaning) override {
    return write([&] { return m_real->end_revision(ending, request, meaning); });
  }
  LedgerResult<void> remember_request(const RevisionName& name, const std::string& system, const RequestId& request,
                                      const base::Sha256Hash& meaning) override {
    return write([&] { return m_real->remember_request(name, system, request, meaning); });
  }
  LedgerResult<void> change_roster(const RosterRecord& record, const StoredRosterChange& signed_change) override {
    return write([&] { return m_real->change_roster(record, signed_change); });
  }
  LedgerResult<void> keep_signature(const StepName& name, base::ByteView signature) override {
    return write([&] { return m_real->keep_signature(name, signature); });
  }
  LedgerResult<void> complete_step(const StepName& name, const Appended& entry, base::Instant at,
                                   base::ByteView result) override {
    return write([&] { return m_real->complete_step(name, entry, at, result); });
  }
  LedgerResult<void> abandon_step(const StepName& name) override {
    return write([&] { return m_real->abandon_step(name); });
  }
  LedgerResult<void> keep_order(const OrderRecord& order) override {
    return write([&] { return m_real->keep_order(order); });
  }
  LedgerResult<void> keep_timestamp(const std::string& system, const RequestId& request,
                                    const base::Sha256Hash& meaning, base::Instant at, base::ByteView result) override {
    return write([&] { return m_real->keep_timestamp(system, request, meaning, at, result); });
  }
  LedgerResult<void> forget_timestamps(base::Instant before) override {
    return write([&] { return m_real->forget_timestamps(before); });
  }
  LedgerResult<Appended> append(base::ByteView entry, base::Instant at) override {
    if (on_append) on_append();
    if (std::exchange(next_append_throws, false)) throw std::logic_error("a bug that the test made");
    m_uncommitted = true;
    if (next_write_fails) return *next_write_fails;
    return m_real->append(entry, at);
  }
  LedgerResult<Appended> close_log(base::ByteView entry, base::Instant at, const std::string& successor) override {
    m_uncommitted = true;
    if (next_write_fails) return *next_write_fails;
    return m_real->close_log(entry, at, successor);
  }
  LedgerResult<std::vector<SealKey>> seal_keys() override { return m_real->seal_keys(); }
  LedgerResult<void> note_seal_key(const std::string& label, const base::Sha256Hash& certificate,
                                   const base::Sha256Hash& public_key) override {
    return write([&] { return m_real->note_seal_key(label, certificate, public_key); });
  }
  LedgerResult<void> retire_key(const std::string& label, const std::string& reason, const Appended& entry,
                                base::Instant at) override {
    return write([&] { return m_real->retire_key(label, reason, entry, at); });
  }
  LedgerResult<std::optional<Closing>> closing() override { return m_real->closing(); }
  LedgerResult<bool> is_successor() override { return m_real->is_successor(); }
  LedgerResult<std::vector<LostLog>> lost_logs() override { return m_real->lost_logs(); }
  LedgerResult<std::optional<GivenBack>> given_back(const base::Sha256Hash& leaf) override {
    return m_real->given_back(leaf);
  }
  LedgerResult<GivenBackCounts> given_back_counts() override { return m_real->given_back_counts(); }
  LedgerResult<void> take_back(const GivenBack& given) override {
    return write([&] { return m_real->take_back(given); });
  }
  LedgerResult<void> take_back(const StepRecord& step, const std::string& seal_key, const GivenBack& given) override {
    return write([&] { return m_real->take_back(step, seal_key, given); });
  }
  LedgerResult<void> take_back(const EndingRecord& ending, const GivenBack& given) override {
    return write([&] { return m_real->take_back(ending, given); });
  }
  LedgerResult<std::unique_ptr<LedgerCopy>> copy_into(const std::filesystem::path& file) override {
    return m_real->copy_into(file);
  }
  LedgerResult<void> put_blob(const base::Sha256Hash& hash, base::ByteView bytes) override {
    return write([&] { return m_real->put_blob(hash, bytes); });
  }
  LedgerResult<void> put_approval(const base::Sha256Hash& statement, const StoredApproval& approval) override {
    return write([&] { return m_real->put_approval(statement, approval); });
  }
  LedgerResult<void> set_value(const std::string& name, base::ByteView value) override {
    return write([&] { return m_real->set_value(name, value); });
  }
  LedgerResult<void> mark() override { return m_real->mark(); }
  LedgerResult<void> rewind() override { return m_real->rewind(); }
  LedgerResult<void> commit() override {
    if (next_commit_fails) return *next_commit_fails;
    ++m_commits;
    m_uncommitted = false;
    return m_real->commit();
  }

 private:
  template <class Call>
  LedgerResult<void> write(Call call) {
    m_uncommitted = true;
    if (next_write_fails) return *next_write_fails;
    return call();
  }
  std::unique_ptr<Ledger> m_real;
  bool m_uncommitted = false;
  unsigned m_commits = 0;
};

}  // namespace antin::keeper::test
