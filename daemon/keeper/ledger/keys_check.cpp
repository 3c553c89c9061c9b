#include "daemon/keeper/ledger/keys_check.hpp"

#include <nlohmann/json.hpp>

#include "daemon/keeper/ledger/integrity.hpp"

namespace antin::keeper {
namespace {

using Json = nlohmann::json;

std::string text_at(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The first row's first column, when there is one, is a key of which this is wrong.
void expect_none(Connection& connection, const char* sql, const char* wrong) {
  auto rows = connection.query(sql);
  if (rows.next()) throw LedgerDamage("the key " + rows.text(0) + " " + wrong);
}

// Columns: label, reason, the entry's octets.
bool says_the_same(const Statement& row) {
  const auto octets = row.bytes(2);
  const auto entry = Json::parse(octets.begin(), octets.end(), nullptr, false);
  return entry.is_object() && text_at(entry, "type") == "key-retired" && text_at(entry, "key") == row.text(0) &&
         text_at(entry, "reason") == row.text(1);
}

// Keys of an entry are sorted and its texts escaped, so these octets are its type and nothing else.
void check_that_none_is_missing(Connection& connection) {
  auto rows = connection.query(
      "SELECT idx FROM entries WHERE instr(bytes, CAST('\"type\":\"key-retired\"' AS BLOB))"
      " AND NOT EXISTS (SELECT 1 FROM retired_keys WHERE entry = idx AND log IS NULL) ORDER BY idx LIMIT 1");
  if (rows.next())
    throw LedgerDamage("by entry " + std::to_string(rows.integer(0)) +
                       " a key retires, and the ledger does not know it");
}

}  // namespace

void check_seal_keys(Connection& connection) {
  expect_none(connection,
              "SELECT seal_key FROM (SELECT seal_key, count(*) AS number, max(entry) AS last FROM steps"
              " WHERE status = 2 AND seal_key <> '' GROUP BY seal_key) LEFT JOIN seal_keys ON label = seal_key"
              " WHERE number IS NOT seals OR last IS NOT last_entry OR last_log IS NOT NULL",
              "has not sealed as often, or not last where the ledger says");
  expect_none(connection,
              "SELECT label FROM seal_keys WHERE seals > 0"
              " AND NOT EXISTS (SELECT 1 FROM steps WHERE seal_key = label AND status = 2)",
              "has sealed nothing that the ledger knows");
  expect_none(connection,
              "SELECT seal_keys.label FROM seal_keys JOIN entries ON idx = last_entry"
              " WHERE last_log IS NULL AND leaf <> last_leaf",
              "has not sealed last what the ledger says");
  expect_none(connection,
              "SELECT label FROM retired_keys JOIN steps ON seal_key = label"
              " WHERE steps.entry > retired_keys.entry OR log IS NOT NULL OR status = 1",
              "has sealed after it had retired");
  expect_none(connection,
              "SELECT label FROM retired_keys WHERE log IS NULL"
              " AND NOT EXISTS (SELECT 1 FROM entries WHERE idx = retired_keys.entry)",
              "has retired by an entry that is not there");
  auto rows =
      connection.query("SELECT label, reason, bytes FROM retired_keys JOIN entries ON idx = entry WHERE log IS NULL");
  while (rows.next())
    if (!says_the_same(rows)) throw LedgerDamage("the retirement of " + rows.text(0) + " is not what its entry says");
  check_that_none_is_missing(connection);
}

}  // namespace antin::keeper
