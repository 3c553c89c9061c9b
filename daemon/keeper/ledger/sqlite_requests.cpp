// Request ids: which were used, with what meaning, and the stored replies of timestamps.
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {

// An id that is there already with this very meaning stays as it is.
void SqliteLedger::take_request_id(const std::string& system, const RequestId& request, const base::Sha256Hash& meaning,
                                   base::Instant at, const RequestOf& of) {
  const int inserted = m_connection->run(
      "INSERT INTO requests (system, request, meaning, at, step, ending, result) VALUES (?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (system, request) DO NOTHING",
      system, base::ByteView(request), base::ByteView(meaning), at, of.step, of.ending, of.result);
  if (inserted == 1) return;
  auto row = m_connection->query("SELECT meaning FROM requests WHERE system = ? AND request = ?", system,
                                 base::ByteView(request));
  if (!row.next() || row.hash(0) != meaning) throw SqliteFailure("the request id has another meaning already");
}

LedgerResult<std::optional<UsedRequest>> SqliteLedger::used_request(const std::string& system,
                                                                    const RequestId& request) {
  return guarded(LedgerFault::write, [&]() -> std::optional<UsedRequest> {
    auto row = m_connection->query(
        "SELECT meaning, result, ending FROM requests WHERE system = ?1 AND request = ?2"
        " UNION ALL SELECT meaning, NULL, NULL FROM carried_requests WHERE system = ?1 AND request = ?2",
        system, base::ByteView(request));
    if (!row.next()) return std::nullopt;
    UsedRequest used{row.hash(0), std::nullopt};
    if (!row.is_null(1) && row.is_null(2)) used.result = row.bytes(1);
    return used;
  });
}

// An id that asks for what was done in a log that this one succeeds.
void SqliteLedger::take_carried_request_id(const std::string& system, const RequestId& request,
                                           const base::Sha256Hash& meaning) {
  m_connection->run(
      "INSERT INTO carried_requests (system, request, meaning) VALUES (?, ?, ?) ON CONFLICT (system, request) DO "
      "NOTHING",
      system, base::ByteView(request), base::ByteView(meaning));
}

void SqliteLedger::remember_carried(const StepName& name, const std::string& system, const RequestId& request,
                                    const base::Sha256Hash& meaning) {
  auto step = m_connection->query(
      "SELECT 1 FROM carried_steps WHERE unit = ? AND kind = ? AND record = ? AND revision = ? AND step = ?", name.unit,
      name.kind, name.record, name.revision, name.step);
  if (!step.next()) throw SqliteFailure("there is no step to remember a request of");
  take_carried_request_id(system, request, meaning);
}

// Its time is the step's: what goes by time is timestamps alone.
LedgerResult<void> SqliteLedger::remember_request(const StepName& name, const std::string& system,
                                                  const RequestId& request, const base::Sha256Hash& meaning) {
  return written([&] {
    std::int64_t number = 0;
    base::Instant at;
    {
      auto row = m_connection->query(
          "SELECT number, at FROM steps WHERE unit = ? AND kind = ? AND record = ? AND revision = ? AND step = ?",
          name.unit, name.kind, name.record, name.revision, name.step);
      if (!row.next()) return remember_carried(name, system, request, meaning);
      number = row.integer(0);
      at = row.instant(1);
    }
    take_request_id(system, request, meaning, at, {.step = number, .ending = {}, .result = {}});
  });
}

LedgerResult<void> SqliteLedger::keep_timestamp(const std::string& system, const RequestId& request,
                                                const base::Sha256Hash& meaning, base::Instant at,
                                                base::ByteView result) {
  return written([&] { take_request_id(system, request, meaning, at, {.step = {}, .ending = {}, .result = result}); });
}

LedgerResult<void> SqliteLedger::forget_timestamps(base::Instant before) {
  return written(
      [&] { m_connection->run("DELETE FROM requests WHERE step IS NULL AND ending IS NULL AND at < ?", before); });
}

}  // namespace antin::keeper
