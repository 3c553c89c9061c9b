#include "daemon/keeper/ledger/lost_succession.hpp"

#include "core/crypto/sha2.hpp"
#include "core/tlog/hash.hpp"
#include "daemon/keeper/ledger/succession_entries.hpp"
#include "daemon/keeper/ledger/vkeys.hpp"

namespace antin::keeper {
namespace {

void note_loss(Predecessor& old, Connection& made, const Loss& loss) {
  auto identity = old.connection().query("SELECT person_key FROM identity");
  if (!identity.next()) throw SqliteFailure("it is damaged: it does not say whose it is");
  made.run(
      "INSERT INTO lost_logs (predecessor, witnessed, keys, person_key)"
      " VALUES ((SELECT max(number) FROM predecessors), ?, ?, ?)",
      loss.witnessed, join_vkeys(loss.keys), identity.bytes(0));
  made.run("INSERT INTO blobs (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
           base::ByteView(crypto::sha256(base::view(loss.text))), base::view(loss.text));
  for (const auto& cms : loss.signatures)
    made.run("INSERT INTO blobs (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
             base::ByteView(crypto::sha256(cms)), cms);
}

std::optional<LostFields> lost_fields(const Predecessor& old, const std::optional<Loss>& loss) {
  if (!loss) return std::nullopt;
  return LostFields{loss->said.size, loss->witnessed, loss->said.reason, crypto::sha256(base::view(loss->text)),
                    loss->signers,   loss->witnesses, old.is_proven()};
}

void write_entry(Connection& made, std::int64_t index, base::Instant at, const base::Bytes& entry) {
  made.run("INSERT INTO entries (idx, at, bytes, leaf) VALUES (?, ?, ?, ?)", index, at, entry,
           base::ByteView(tlog::leaf_hash(entry)));
}

// Nothing is sealed before a quorum has seen what came back: an order like any other, by the word that made the log.
void write_stop(Connection& made, const Succession& succession) {
  const auto& loss = *succession.loss;
  const auto statement = crypto::sha256(base::view(loss.text));
  const base::Target appliance{base::Stoppable::appliance, {}};
  write_entry(made, 1, succession.at,
              encode(OrderEntry{succession.at,
                                loss.clock,
                                OrderAct::stop,
                                appliance,
                                loss.said.reason,
                                std::nullopt,
                                statement,
                                loss.signers,
                                {},
                                succession.policy}));
  made.run("INSERT INTO orders (act, target, reason, statement, at, entry, result) VALUES ('stop', ?, ?, ?, ?, 1, x'')",
           base::print(appliance), loss.said.reason, base::ByteView(statement), succession.at);
}

}  // namespace

void write_first_entries(Predecessor& old, Connection& made, const Succession& succession) {
  if (succession.loss) note_loss(old, made, *succession.loss);
  write_entry(made, 0, succession.at,
              encode(SucceedsEntry{succession.at, succession.old_key.name, old.size(), old.note(), succession.policy,
                                   lost_fields(old, succession.loss)}));
  if (succession.loss) write_stop(made, succession);
}

void carry_lost_logs(Predecessor& old, Connection& made, const std::string& origin) {
  if (!old.has_lost_logs()) return;
  auto logs = old.connection().query("SELECT predecessor, witnessed, keys, person_key FROM lost_logs");
  while (logs.next())
    made.run("INSERT INTO lost_logs (predecessor, witnessed, keys, person_key) VALUES (?, ?, ?, ?)", logs.integer(0),
             logs.text(1), logs.text(2), logs.bytes(3));
  auto given = old.connection().query(
      "SELECT leaf, predecessor, entry, proof, counts, at, logged, log FROM given_back ORDER BY rowid");
  while (given.next()) {
    // By an entry that is lost too: whoever has the receipt gives it back again.
    if (given.is_null(7) && static_cast<std::uint64_t>(given.integer(6)) >= old.size()) continue;
    made.run(
        "INSERT INTO given_back (leaf, predecessor, entry, proof, counts, at, logged, log)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        given.bytes(0), given.integer(1), given.integer(2), given.text(3), given.integer(4), given.integer(5),
        given.integer(6), given.is_null(7) ? origin : given.text(7));
  }
}

}  // namespace antin::keeper
