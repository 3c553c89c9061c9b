#include "client/lib/registration.hpp"

#include "core/tlog/tree.hpp"

namespace antin::client {

const base::Bytes& change_in(const protocol::StoredRosterChange& stored) {
  return stored.bulk ? stored.bulk->statement : stored.statement;
}

base::Result<statement::RosterChange> registered_by(const protocol::StoredRosterChange& stored) {
  auto change = statement::parse_roster_change(base::text(change_in(stored)));
  if (!change || !stored.bulk) return change;
  const auto batch = statement::parse_roster_batch(base::text(stored.statement));
  if (!batch) return batch.error();
  if (!statement::agrees(*batch, *change)) return base::Error{"the item does not agree with the batch that holds it"};
  const auto& item = *stored.bulk;
  if (item.index >= batch->items ||
      !tlog::verify_inclusion(tlog::leaf_hash(item.statement), item.index, batch->items, item.path, batch->root))
    return base::Error{"the item's path does not lead to the root that was signed"};
  return change;
}

}  // namespace antin::client
