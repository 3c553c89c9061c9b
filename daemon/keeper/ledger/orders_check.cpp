#include "daemon/keeper/ledger/orders_check.hpp"

#include <nlohmann/json.hpp>

#include "daemon/keeper/ledger/integrity.hpp"

namespace antin::keeper {
namespace {

using Json = nlohmann::json;

// Columns: entry, its octets, act, target, reason, statement.
bool says_the_same(const Statement& row) {
  const auto octets = row.bytes(1);
  const auto entry = Json::parse(octets.begin(), octets.end(), nullptr, false);
  if (!entry.is_object()) return false;
  const auto says = [&](const char* key, const std::string& value) {
    const auto found = entry.find(key);
    return found == entry.end() ? value.empty() : *found == value;
  };
  return says("type", row.text(2) + "-order") && says("target", row.text(3)) && says("reason", row.text(4)) &&
         says("statement", base::print(row.hash(5)));
}

}  // namespace

void check_orders(Connection& connection) {
  auto rows =
      connection.query("SELECT entry, bytes, act, target, reason, statement FROM orders JOIN entries ON idx = entry");
  while (rows.next())
    if (!says_the_same(rows))
      throw LedgerDamage("the order of entry " + std::to_string(rows.integer(0)) + " is not what the entry says");
  // Keys of an entry are sorted and its texts escaped, so these octets are its type and nothing else.
  auto missing = connection.query(
      "SELECT idx FROM entries WHERE (instr(bytes, CAST('\"type\":\"stop-order\"' AS BLOB))"
      " OR instr(bytes, CAST('\"type\":\"resume-order\"' AS BLOB)))"
      " AND NOT EXISTS (SELECT 1 FROM orders WHERE entry = idx) ORDER BY idx LIMIT 1");
  if (missing.next())
    throw LedgerDamage("entry " + std::to_string(missing.integer(0)) +
                       " is an order of security officers, and the ledger does not know it");
}

}  // namespace antin::keeper
