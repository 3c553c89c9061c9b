// Logs that were lost with their disk, and what clients gave back of them.
#include "core/tlog/proof.hpp"
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/hashes.hpp"
#include "daemon/keeper/ledger/people.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"
#include "daemon/keeper/ledger/vkeys.hpp"

namespace antin::keeper {
namespace {

base::Bytes path_in(const GivenBack& given) {
  const auto proof = tlog::parse_proof(given.proof);
  if (!proof) throw SqliteFailure("the proof of what was given back cannot be read");
  return join_hashes(proof->path);
}

void put(Connection& connection, const GivenBack& given) {
  connection.run(
      "INSERT INTO given_back (leaf, predecessor, entry, proof, counts, at, logged)"
      " VALUES (?, ?, ?, ?, ?, ?, (SELECT idx FROM entries WHERE idx = ?))",
      base::ByteView(given.leaf), given.log, given.index, given.proof, std::int64_t{given.counts}, given.at,
      given.logged);
}

}  // namespace

LedgerResult<std::vector<LostLog>> SqliteLedger::lost_logs() {
  return guarded(LedgerFault::write, [&] {
    std::vector<LostLog> logs;
    auto rows = m_connection->query(
        "SELECT number, origin, size, witnessed, keys, person_key FROM lost_logs JOIN predecessors"
        " ON number = predecessor ORDER BY number");
    while (rows.next())
      logs.push_back({rows.integer(0), rows.text(1), static_cast<std::uint64_t>(rows.integer(2)), rows.text(3),
                      split_vkeys(rows.text(4)), rows.bytes(5)});
    return logs;
  });
}

LedgerResult<std::optional<GivenBack>> SqliteLedger::given_back(const base::Sha256Hash& leaf) {
  return guarded(LedgerFault::write, [&]() -> std::optional<GivenBack> {
    auto row = m_connection->query(
        "SELECT predecessor, entry, proof, counts, at, logged FROM given_back WHERE leaf = ?", base::ByteView(leaf));
    if (!row.next()) return std::nullopt;
    return GivenBack{row.integer(0), static_cast<std::uint64_t>(row.integer(1)), leaf, row.text(2), row.integer(3) == 1,
                     row.instant(4), static_cast<std::uint64_t>(row.integer(5))};
  });
}

LedgerResult<GivenBackCounts> SqliteLedger::given_back_counts() {
  return guarded(LedgerFault::write, [&] {
    auto row = m_connection->query("SELECT coalesce(sum(counts), 0), coalesce(sum(1 - counts), 0) FROM given_back");
    if (!row.next()) throw SqliteFailure("what was given back cannot be counted");
    return GivenBackCounts{static_cast<std::uint64_t>(row.integer(0)), static_cast<std::uint64_t>(row.integer(1))};
  });
}

LedgerResult<void> SqliteLedger::take_back(const GivenBack& given) {
  return written([&] { put(*m_connection, given); });
}

LedgerResult<void> SqliteLedger::take_back(const StepRecord& step, const std::string& seal_key,
                                           const GivenBack& given) {
  return written([&] {
    put(*m_connection, given);
    const auto& name = step.name;
    m_connection->run(
        "INSERT INTO carried_steps (unit, kind, record, revision, step, at, digest, people, certificates, predecessor,"
        " entry, leaf, path, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        name.unit, name.kind, name.record, name.revision, name.step, step.at, base::print(step.digest),
        join_people(step.people), join_hashes(step.certificates), given.log, given.index, base::ByteView(given.leaf),
        path_in(given), step.result);
    if (!seal_key.empty())
      m_connection->run(
          "INSERT INTO seal_keys (label, carried) VALUES (?, 1) ON CONFLICT (label) DO UPDATE SET carried = carried + "
          "1",
          seal_key);
  });
}

LedgerResult<void> SqliteLedger::take_back(const EndingRecord& ending, const GivenBack& given) {
  return written([&] {
    put(*m_connection, given);
    const auto& name = ending.name;
    m_connection->run(
        "INSERT INTO carried_endings (unit, kind, record, revision, act, step, reason, statements, people,"
        " certificates, system, at, predecessor, entry, leaf, path, result)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        name.unit, name.kind, name.record, name.revision, base::verb_of(ending.act), ending.step, ending.reason,
        join_hashes(ending.statements), join_people(ending.people), join_hashes(ending.certificates), ending.system,
        ending.at, given.log, given.index, base::ByteView(given.leaf), path_in(given), ending.result);
  });
}

}  // namespace antin::keeper
