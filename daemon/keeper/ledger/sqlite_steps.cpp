// Steps and request ids: intents, their outcomes, and what is known of a record.
#include <algorithm>

#include "core/tlog/proof.hpp"
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/hashes.hpp"
#include "daemon/keeper/ledger/people.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {
namespace {

enum StoredStatus : std::int64_t { stored_open = 1, stored_done = 2 };

StepStatus status_from(std::int64_t stored) {
  if (stored == stored_open) return StepStatus::open;
  if (stored == stored_done) return StepStatus::done;
  return StepStatus::unknown;
}

base::Digest digest_from(const std::string& text) {
  auto digest = base::parse_digest(text);
  if (!digest) throw SqliteFailure("the digest of a step cannot be read");
  return std::move(*digest);
}

// Of a query whose first five columns are the name.
StepName name_from(const Statement& row) {
  return {row.text(0), row.text(1), row.text(2), static_cast<std::uint32_t>(row.integer(3)), row.text(4)};
}

StepRecord step_from(const Statement& row) {
  StepRecord step;
  step.name = name_from(row);
  step.status = status_from(row.integer(5));
  step.at = row.instant(6);
  step.digest = digest_from(row.text(7));
  step.people = split_people(row.text(8));
  step.certificates = split_hashes(row.bytes(9));
  if (step.status != StepStatus::done) return step;
  step.index = static_cast<std::uint64_t>(row.integer(10));
  step.leaf = row.hash(11);
  step.result = row.bytes(12);
  return step;
}

// In the order in which they were done; before all of this log's own. A revision may have been begun in one log and
// completed in the next.
std::vector<StepRecord> carried_steps(Connection& connection, const std::string& unit, const std::string& kind,
                                      const std::string& record, std::uint32_t revision) {
  auto rows = connection.query(
      "SELECT unit, kind, record, revision, step, 2, c.at, digest, people, certificates, c.entry, c.leaf, result, path,"
      " note, g.proof FROM carried_steps c JOIN predecessors ON number = c.predecessor"
      " LEFT JOIN given_back g ON g.leaf = c.leaf"
      " WHERE unit = ? AND kind = ? AND record = ? AND revision = ? ORDER BY number, c.entry",
      unit, kind, record, revision);
  std::vector<StepRecord> steps;
  while (rows.next()) {
    auto step = step_from(rows);
    step.proof = rows.is_null(15) ? tlog::print(tlog::Proof{step.index, split_hashes(rows.bytes(13)), rows.text(14)})
                                  : rows.text(15);
    steps.push_back(std::move(step));
  }
  return steps;
}

Intent intent_from(const Statement& row) {
  Intent intent;
  intent.name = name_from(row);
  intent.at = row.instant(5);
  intent.digest = digest_from(row.text(6));
  intent.people = split_people(row.text(7));
  intent.certificates = split_hashes(row.bytes(8));
  intent.system = row.text(9);
  const auto request = row.bytes(10);
  if (request.size() != intent.request.size()) throw SqliteFailure("the request id of an intent cannot be read");
  std::copy(request.begin(), request.end(), intent.request.begin());
  intent.key = row.text(11);
  intent.attributes = row.bytes(12);
  intent.stamped = row.bytes(13);
  intent.entry = row.text(14);
  if (!row.is_null(15)) intent.signature = row.bytes(15);
  return intent;
}

void expect_one(int changed, const char* otherwise) {
  if (changed != 1) throw SqliteFailure(otherwise);
}

}  // namespace

LedgerResult<std::vector<StepRecord>> SqliteLedger::steps(const std::string& unit, const std::string& kind,
                                                          const std::string& record, std::uint32_t revision) {
  return guarded(LedgerFault::write, [&] {
    auto steps = carried_steps(*m_connection, unit, kind, record, revision);
    auto rows = m_connection->query(
        "SELECT unit, kind, record, revision, step, status, steps.at, digest, people, certificates, entry, leaf, result"
        " FROM steps LEFT JOIN entries ON idx = entry"
        " WHERE unit = ? AND kind = ? AND record = ? AND revision = ? ORDER BY number",
        unit, kind, record, revision);
    while (rows.next()) steps.push_back(step_from(rows));
    return steps;
  });
}

LedgerResult<std::uint64_t> SqliteLedger::count(const std::string& unit, const std::string& kind,
                                                const std::string& step, std::chrono::year year) {
  return guarded(LedgerFault::write, [&] {
    auto row =
        m_connection->query("SELECT number FROM yearly_steps WHERE unit = ? AND kind = ? AND step = ? AND year = ?",
                            unit, kind, step, std::int64_t{int{year}});
    return row.next() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
  });
}

LedgerResult<std::uint64_t> SqliteLedger::count(const std::string& unit, const std::string& kind,
                                                const std::string& step, base::Instant from, base::Instant until) {
  return guarded(LedgerFault::write, [&] {
    auto row = m_connection->query(
        "SELECT (SELECT count(*) FROM steps WHERE unit = ?1 AND kind = ?2 AND step = ?3 AND at >= ?4 AND at < ?5)"
        " + (SELECT count(*) FROM carried_steps"
        " WHERE unit = ?1 AND kind = ?2 AND step = ?3 AND at >= ?4 AND at < ?5)",
        unit, kind, step, from, until);
    if (!row.next()) throw SqliteFailure("steps cannot be counted");
    return static_cast<std::uint64_t>(row.integer(0));
  });
}

LedgerResult<std::vector<Intent>> SqliteLedger::open_intents() {
  return guarded(LedgerFault::write, [&] {
    std::vector<Intent> intents;
    auto rows = m_connection->query(
        "SELECT unit, kind, record, revision, step, at, digest, people, certificates, system, request, seal_key,"
        " attributes, stamped, decision, signature FROM steps WHERE status = 1 ORDER BY number");
    while (rows.next()) intents.push_back(intent_from(rows));
    return intents;
  });
}

LedgerResult<void> SqliteLedger::open_step(const Intent& intent, const base::Sha256Hash& meaning) {
  return written([&] {
    if (intent.people.size() != intent.certificates.size())
      throw SqliteFailure("an intent needs one certificate of each person");
    if (!base::is_well_formed(intent.digest)) throw SqliteFailure("an intent needs a digest");
    const auto& name = intent.name;
    m_connection->run(
        "INSERT INTO steps (unit, kind, record, revision, step, status, at, digest, people, certificates, system,"
        " request, seal_key, attributes, stamped, decision, signature)"
        " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        name.unit, name.kind, name.record, name.revision, name.step, intent.at, base::print(intent.digest),
        join_people(intent.people), join_hashes(intent.certificates), intent.system, base::ByteView(intent.request),
        intent.key, intent.attributes, intent.stamped, intent.entry, intent.signature);
    const auto number = sqlite3_last_insert_rowid(m_connection->handle());
    take_request_id(intent.system, intent.request, meaning, intent.at, {.step = number, .ending = {}, .result = {}});
  });
}

LedgerResult<void> SqliteLedger::keep_signature(const StepName& name, base::ByteView signature) {
  return written([&] {
    const int changed = m_connection->run(
        "UPDATE steps SET signature = ?"
        " WHERE unit = ? AND kind = ? AND record = ? AND revision = ? AND step = ? AND status = 1",
        signature, name.unit, name.kind, name.record, name.revision, name.step);
    expect_one(changed, "there is no open step to keep the signature of");
  });
}

// The intent's octets go: the seal, the entry and the blobs hold all that was made of them.
LedgerResult<void> SqliteLedger::complete_step(const StepName& name, const Appended& entry, base::Instant at,
                                               base::ByteView result) {
  return written([&] {
    const int changed = m_connection->run(
        "UPDATE steps SET status = 2, at = ?, result = ?, entry = (SELECT idx FROM entries WHERE idx = ? AND leaf = ?),"
        " attributes = NULL, stamped = NULL, decision = NULL, signature = NULL"
        " WHERE unit = ? AND kind = ? AND record = ? AND revision = ? AND step = ? AND status = 1",
        at, result, entry.index, base::ByteView(entry.leaf), name.unit, name.kind, name.record, name.revision,
        name.step);
    expect_one(changed, "there is no open step to complete");
  });
}

LedgerResult<void> SqliteLedger::abandon_step(const StepName& name) {
  return written([&] {
    m_connection->run(
        "DELETE FROM requests WHERE step = (SELECT number FROM steps"
        " WHERE unit = ? AND kind = ? AND record = ? AND revision = ? AND step = ? AND status = 1)",
        name.unit, name.kind, name.record, name.revision, name.step);
    const int changed = m_connection->run(
        "DELETE FROM steps WHERE unit = ? AND kind = ? AND record = ? AND revision = ? AND step = ? AND status = 1",
        name.unit, name.kind, name.record, name.revision, name.step);
    expect_one(changed, "there is no open step to abandon");
  });
}

}  // namespace antin::keeper
