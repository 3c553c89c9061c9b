// Orders: what security officers have stopped, and what they let go on.
#include "daemon/keeper/ledger/guarded.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper {
namespace {

std::string_view name_of(OrderAct act) {
  switch (act) {
    case OrderAct::stop: return "stop";
    case OrderAct::resume: return "resume";
    case OrderAct::unknown: break;
  }
  return "unknown";  // which the table refuses
}

OrderAct act_from(const std::string& name) {
  for (const auto act : {OrderAct::stop, OrderAct::resume})
    if (name == name_of(act)) return act;
  throw LedgerDamage("the act of an order cannot be read");
}

base::Target target_from(const std::string& text) {
  auto target = base::parse_target(text);
  if (!target) throw LedgerDamage("the target of an order cannot be read");
  return *std::move(target);
}

}  // namespace

LedgerResult<std::optional<OrderRecord>> SqliteLedger::order(const base::Sha256Hash& statement) {
  return guarded(LedgerFault::write, [&]() -> std::optional<OrderRecord> {
    auto row = m_connection->query(
        "SELECT act, target, reason, entry, leaf, o.at, result,"
        " NOT EXISTS (SELECT 1 FROM orders later WHERE later.target = o.target AND later.entry > o.entry)"
        " FROM orders o JOIN entries ON idx = entry WHERE statement = ?",
        base::ByteView(statement));
    if (!row.next()) return std::nullopt;
    return OrderRecord{act_from(row.text(0)),
                       target_from(row.text(1)),
                       row.text(2),
                       statement,
                       static_cast<std::uint64_t>(row.integer(3)),
                       row.hash(4),
                       row.instant(5),
                       row.bytes(6),
                       row.integer(7) == 1};
  });
}

LedgerResult<std::vector<StopRecord>> SqliteLedger::stops() {
  return guarded(LedgerFault::write, [&] {
    std::vector<StopRecord> all;
    auto rows = m_connection->query("SELECT target, reason, at, leaf FROM stopped ORDER BY target");
    while (rows.next()) all.push_back({target_from(rows.text(0)), rows.text(1), rows.instant(2), rows.hash(3)});
    return all;
  });
}

LedgerResult<void> SqliteLedger::keep_order(const OrderRecord& order) {
  return written([&] {
    m_connection->run(
        "INSERT INTO orders (act, target, reason, statement, at, entry, result)"
        " VALUES (?, ?, ?, ?, ?, (SELECT idx FROM entries WHERE idx = ? AND leaf = ?), ?)",
        name_of(order.act), base::print(order.target), order.reason, base::ByteView(order.statement), order.at,
        order.index, base::ByteView(order.leaf), order.result);
  });
}

}  // namespace antin::keeper
