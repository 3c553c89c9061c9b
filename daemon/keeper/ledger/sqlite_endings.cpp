// Endings: how a revision was returned, superseded or withdrawn, and what revisions there are.
#include "core/tlog/proof.hpp"
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/hashes.hpp"
#include "daemon/keeper/ledger/people.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {
namespace {

base::Act act_from(const std::string& verb) {
  const auto act = base::act_from_verb(verb);
  if (!act) throw SqliteFailure("the act of an ending cannot be read");
  return *act;
}

void check(const EndingRecord& ending) {
  const auto count = ending.statements.size();
  if (ending.people.size() != count || ending.certificates.size() != count)
    throw SqliteFailure("an ending needs one person and one certificate of each statement");
}

EndingRecord ending_from(const Statement& row) {
  EndingRecord ending;
  ending.act = act_from(row.text(0));
  ending.step = row.text(1);
  ending.reason = row.text(2);
  ending.statements = split_hashes(row.bytes(3));
  ending.people = split_people(row.text(4));
  ending.certificates = split_hashes(row.bytes(5));
  ending.system = row.text(6);
  ending.at = row.instant(7);
  ending.index = static_cast<std::uint64_t>(row.integer(8));
  ending.leaf = row.hash(9);
  ending.result = row.bytes(10);
  if (!row.is_null(13))
    ending.proof = row.text(13);
  else if (!row.is_null(11))
    ending.proof = tlog::print(tlog::Proof{ending.index, split_hashes(row.bytes(11)), row.text(12)});
  return ending;
}

}  // namespace

LedgerResult<std::optional<EndingRecord>> SqliteLedger::ending(const RevisionName& name) {
  return guarded(LedgerFault::write, [&]() -> std::optional<EndingRecord> {
    auto row = m_connection->query(
        "SELECT act, step, reason, statements, people, certificates, system, endings.at, entry, leaf, result, NULL, '',"
        " NULL"
        " FROM endings JOIN entries ON idx = entry"
        " WHERE unit = ?1 AND kind = ?2 AND record = ?3 AND revision = ?4"
        " UNION ALL"
        " SELECT act, step, reason, statements, people, certificates, system, c.at, c.entry, c.leaf, result, path, "
        "note,"
        " g.proof FROM carried_endings c JOIN predecessors ON number = c.predecessor"
        " LEFT JOIN given_back g ON g.leaf = c.leaf"
        " WHERE unit = ?1 AND kind = ?2 AND record = ?3 AND revision = ?4",
        name.unit, name.kind, name.record, name.revision);
    if (!row.next()) return std::nullopt;
    auto ending = ending_from(row);
    ending.name = name;
    return ending;
  });
}

LedgerResult<std::uint32_t> SqliteLedger::newest_revision(const std::string& unit, const std::string& kind,
                                                          const std::string& record) {
  return guarded(LedgerFault::write, [&] {
    auto row = m_connection->query(
        "SELECT max((SELECT coalesce(max(revision), 0) FROM steps WHERE unit = ?1 AND kind = ?2 AND record = ?3),"
        " (SELECT coalesce(max(revision), 0) FROM carried_steps WHERE unit = ?1 AND kind = ?2 AND record = ?3))",
        unit, kind, record);
    if (!row.next()) throw SqliteFailure("revisions cannot be counted");
    return static_cast<std::uint32_t>(row.integer(0));
  });
}

LedgerResult<void> SqliteLedger::end_revision(const EndingRecord& ending, const RequestId& request,
                                              const base::Sha256Hash& meaning) {
  return written([&] {
    check(ending);
    const auto& name = ending.name;
    m_connection->run(
        "INSERT INTO endings (unit, kind, record, revision, act, step, reason, statements, people, certificates,"
        " system, at, entry, result)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT idx FROM entries WHERE idx = ? AND leaf = ?), ?)",
        name.unit, name.kind, name.record, name.revision, base::verb_of(ending.act), ending.step, ending.reason,
        join_hashes(ending.statements), join_people(ending.people), join_hashes(ending.certificates), ending.system,
        ending.at, ending.index, base::ByteView(ending.leaf), ending.result);
    const auto number = sqlite3_last_insert_rowid(m_connection->handle());
    take_request_id(ending.system, request, meaning, ending.at,
                    {.step = {}, .ending = number, .result = base::ByteView()});
  });
}

void SqliteLedger::remember_carried(const RevisionName& name, const std::string& system, const RequestId& request,
                                    const base::Sha256Hash& meaning) {
  auto ending =
      m_connection->query("SELECT 1 FROM carried_endings WHERE unit = ? AND kind = ? AND record = ? AND revision = ?",
                          name.unit, name.kind, name.record, name.revision);
  if (!ending.next()) throw SqliteFailure("there is no ending to remember a request of");
  take_carried_request_id(system, request, meaning);
}

LedgerResult<void> SqliteLedger::remember_request(const RevisionName& name, const std::string& system,
                                                  const RequestId& request, const base::Sha256Hash& meaning) {
  return written([&] {
    std::int64_t number = 0;
    base::Instant at;
    {
      auto row = m_connection->query(
          "SELECT number, at FROM endings WHERE unit = ? AND kind = ? AND record = ? AND revision = ?", name.unit,
          name.kind, name.record, name.revision);
      if (!row.next()) return remember_carried(name, system, request, meaning);
      number = row.integer(0);
      at = row.instant(1);
    }
    take_request_id(system, request, meaning, at, {.step = {}, .ending = number, .result = base::ByteView()});
  });
}

}  // namespace antin::keeper
