#include "daemon/keeper/ledger/endings_check.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/act.hpp"
#include "core/tlog/checkpoint.hpp"
#include "core/tlog/proof.hpp"
#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/hashes.hpp"
#include "daemon/keeper/ledger/integrity.hpp"
#include "daemon/keeper/ledger/vkeys.hpp"

namespace antin::keeper {
namespace {

using Json = nlohmann::json;

std::string text_at(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> statements_in(const Json& entry) {
  std::vector<std::string> statements;
  const auto people = entry.find("people");
  if (people == entry.end() || !people->is_array()) return statements;
  for (const auto& person : *people) statements.push_back(text_at(person, "statement"));
  return statements;
}

std::vector<std::string> printed(const std::vector<base::Sha256Hash>& hashes) {
  std::vector<std::string> texts;
  texts.reserve(hashes.size());
  for (const auto& hash : hashes) texts.push_back(base::print(hash));
  return texts;
}

// Columns: entry, its octets, unit, kind, record, revision, act, step, reason, statements.
bool says_the_same(const Statement& row) {
  const auto octets = row.bytes(1);
  const auto entry = Json::parse(octets.begin(), octets.end(), nullptr, false);
  if (!entry.is_object()) return false;
  const auto act = base::act_from_verb(row.text(6));
  const auto revision = entry.find("revision");
  return act && text_at(entry, "type") == base::name_of(*act) && text_at(entry, "unit") == row.text(2) &&
         text_at(entry, "kind") == row.text(3) && text_at(entry, "record") == row.text(4) && revision != entry.end() &&
         *revision == row.integer(5) && text_at(entry, "step") == row.text(7) &&
         text_at(entry, "reason") == row.text(8) && statements_in(entry) == printed(split_hashes(row.bytes(9)));
}

void check_against_entries(Connection& connection) {
  auto rows = connection.query(
      "SELECT entry, bytes, unit, kind, record, revision, act, step, reason, statements FROM endings"
      " JOIN entries ON idx = entry");
  while (rows.next())
    if (!says_the_same(rows))
      throw LedgerDamage("the ending of entry " + std::to_string(rows.integer(0)) + " is not what the entry says");
}

// Keys of an entry are sorted and its texts escaped, so these octets are its type and nothing else.
void check_that_none_is_missing(Connection& connection) {
  auto rows = connection.query(
      "SELECT idx FROM entries WHERE (instr(bytes, CAST('\"type\":\"returned\"' AS BLOB))"
      " OR instr(bytes, CAST('\"type\":\"superseded\"' AS BLOB))"
      " OR instr(bytes, CAST('\"type\":\"withdrawn\"' AS BLOB)))"
      " AND NOT EXISTS (SELECT 1 FROM endings WHERE entry = idx) ORDER BY idx LIMIT 1");
  if (rows.next())
    throw LedgerDamage("entry " + std::to_string(rows.integer(0)) +
                       " ends a revision, and the ledger does not know it");
}

// The final checkpoint of each log before, by its number. Its signature was verified when this ledger was made.
std::map<std::int64_t, tlog::Checkpoint> predecessors_of(Connection& connection) {
  std::map<std::int64_t, tlog::Checkpoint> found;
  auto rows = connection.query("SELECT number, origin, note FROM predecessors");
  while (rows.next()) {
    const auto note = tlog::parse_note(rows.text(2));
    const auto checkpoint = note ? tlog::parse_checkpoint(note->text) : base::Result<tlog::Checkpoint>(note.error());
    if (!checkpoint || checkpoint->origin != rows.text(1))
      throw LedgerDamage("the final checkpoint of `" + rows.text(1) + "` cannot be read");
    found.emplace(rows.integer(0), *checkpoint);
  }
  return found;
}

// Columns: predecessor, entry, leaf, path.
void check_paths(Statement&& rows, const std::map<std::int64_t, tlog::Checkpoint>& logs) {
  while (rows.next()) {
    const auto log = logs.find(rows.integer(0));
    const auto entry = static_cast<std::uint64_t>(rows.integer(1));
    if (log == logs.end() ||
        !tlog::verify_inclusion(rows.hash(2), entry, log->second.size, split_hashes(rows.bytes(3)), log->second.root))
      throw LedgerDamage("what was carried over as entry " + std::to_string(entry) + " of a log before was not in it");
  }
}

// Each by its own proof, under a checkpoint that a key of its log has signed.
void check_given_back(Connection& connection) {
  auto rows = connection.query(
      "SELECT entry, leaf, proof, keys FROM given_back g JOIN lost_logs l ON l.predecessor = g.predecessor");
  while (rows.next()) {
    const auto proof = tlog::parse_proof(rows.text(2));
    bool holds = proof && proof->index == static_cast<std::uint64_t>(rows.integer(0));
    const auto keys = split_vkeys(rows.text(3));
    holds = holds && std::any_of(keys.begin(), keys.end(), [&](const tlog::VerifierKey& key) {
              return tlog::verify(*proof, rows.hash(1), key).ok();
            });
    if (!holds)
      throw LedgerDamage("what was given back as entry " + std::to_string(rows.integer(0)) +
                         " of a log that was lost is not proven to have been in it");
  }
  auto missing = connection.query(
      "SELECT idx FROM entries WHERE instr(bytes, CAST('\"type\":\"given-back\"' AS BLOB))"
      " AND NOT EXISTS (SELECT 1 FROM given_back WHERE logged = idx AND log IS NULL) ORDER BY idx LIMIT 1");
  if (missing.next())
    throw LedgerDamage("by entry " + std::to_string(missing.integer(0)) +
                       " a receipt was given back, and the ledger does not know it");
}

}  // namespace

void check_endings(Connection& connection) {
  check_against_entries(connection);
  check_that_none_is_missing(connection);
}

void check_carried(Connection& connection) {
  const auto logs = predecessors_of(connection);
  check_paths(connection.query("SELECT predecessor, entry, leaf, path FROM carried_steps"
                               " WHERE leaf NOT IN (SELECT leaf FROM given_back)"),
              logs);
  check_paths(connection.query("SELECT predecessor, entry, leaf, path FROM carried_endings"
                               " WHERE leaf NOT IN (SELECT leaf FROM given_back)"),
              logs);
  check_given_back(connection);
  check_paths(connection.query("SELECT predecessor, entry, leaf, path FROM carried_stops"), logs);
  check_paths(
      connection.query("SELECT predecessor, entry, leaf, proof FROM roster_changes WHERE predecessor IS NOT NULL"),
      logs);
}

}  // namespace antin::keeper
