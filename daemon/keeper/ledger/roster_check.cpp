#include "daemon/keeper/ledger/roster_check.hpp"

#include <nlohmann/json.hpp>

#include "core/crypto/sha2.hpp"
#include "core/statement/roster.hpp"
#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "daemon/keeper/ledger/hashes.hpp"
#include "daemon/keeper/ledger/integrity.hpp"
#include "daemon/keeper/ledger/roster_rows.hpp"

namespace antin::keeper {
namespace {

using Json = nlohmann::json;

std::string text_at(const Json& entry, const char* key) { return entry.value(key, std::string()); }

bool says_the_same(const RosterRecord& record, const statement::RosterChange& said) {
  return said.action == record.action && said.unit == record.unit && said.person == record.person &&
         said.certificate == record.certificate && said.role == record.role && said.scope == record.scope &&
         said.acting_for == record.acting_for && said.from.has_value() == record.from.has_value();
}

bool says_the_same(const RosterRecord& record, base::ByteView octets, base::ByteView person_key) {
  const auto entry = Json::parse(octets.begin(), octets.end(), nullptr, false);
  if (!entry.is_object()) return false;
  return text_at(entry, "type") == "roster" && text_at(entry, "action") == base::name_of(record.action) &&
         text_at(entry, "unit") == record.unit && text_at(entry, "person") == print_person(person_key, record.person) &&
         text_at(entry, "role") == record.role.value_or("") && text_at(entry, "scope") == record.scope.value_or("") &&
         text_at(entry, "statement") == base::print(record.statement) &&
         text_at(entry, "certificate") == (record.certificate ? base::print(*record.certificate) : "") &&
         text_at(entry, "from") == (record.from ? base::print(*record.from) : "") &&
         text_at(entry, "until") == (record.until ? base::print(*record.until) : "");
}

// Columns from 16 on: item, place, path, what was signed.
void check_statement(const Statement& row, const RosterRecord& record, const std::string& name) {
  const auto signed_text = row.bytes(19);
  const auto text = row.is_null(16) ? signed_text : row.bytes(16);
  const auto said = statement::parse_roster_change(base::text(text));
  if (crypto::sha256(text) != record.statement || !said || !says_the_same(record, *said))
    throw LedgerDamage(name + " is not what its statement says");
  if (row.is_null(16)) return;
  const auto batch = statement::parse_roster_batch(base::text(signed_text));
  if (!batch || !tlog::verify_inclusion(tlog::leaf_hash(text), static_cast<std::uint64_t>(row.integer(17)),
                                        batch->items, split_hashes(row.bytes(18)), batch->root))
    throw LedgerDamage(name + " is not in the batch that was signed");
}

base::Bytes person_key_of(Connection& connection) {
  auto row = connection.query("SELECT person_key FROM identity");
  if (!row.next()) throw LedgerDamage("it does not say whose it is");
  return row.bytes(0);
}

void check_changes(Connection& connection) {
  const auto person_key = person_key_of(connection);
  auto rows = connection.query(
      "SELECT c.hash, action, unit, person, certificate, identity, role, scope, since, until, acting_for, system, c.at,"
      " entry, c.leaf, predecessor, item, place, path, s.statement, bytes"
      " FROM roster_changes c JOIN roster_statements s ON s.number = c.signed"
      " LEFT JOIN entries ON idx = entry AND predecessor IS NULL ORDER BY c.number");
  while (rows.next()) {
    const auto record = roster_record_from(rows);
    const auto name = "the roster's change of entry " + std::to_string(record.index);
    check_statement(rows, record, name);
    if (record.carried) continue;
    if (rows.is_null(20) || !says_the_same(record, rows.bytes(20), person_key))
      throw LedgerDamage(name + " is not what the entry says");
  }
}

void check_that_none_is_missing(Connection& connection) {
  auto rows = connection.query(
      "SELECT idx FROM entries WHERE instr(bytes, CAST('\"type\":\"roster\"' AS BLOB))"
      " AND NOT EXISTS (SELECT 1 FROM roster_changes WHERE entry = idx AND predecessor IS NULL) ORDER BY idx LIMIT 1");
  if (rows.next())
    throw LedgerDamage("entry " + std::to_string(rows.integer(0)) +
                       " changes the roster, and the ledger does not know it");
}

void check_signatures(Connection& connection) {
  auto rows = connection.query("SELECT hash, statement, signatures_hash, signatures FROM roster_statements");
  while (rows.next())
    if (crypto::sha256(rows.bytes(1)) != rows.hash(0) || crypto::sha256(rows.bytes(3)) != rows.hash(2))
      throw LedgerDamage("what registrars signed as " + base::to_hex(rows.bytes(0)) + " does not have that hash");
}

}  // namespace

void check_roster(Connection& connection) {
  check_signatures(connection);
  check_changes(connection);
  check_that_none_is_missing(connection);
}

}  // namespace antin::keeper
