#include "daemon/keeper/ledger/predecessor.hpp"

#include "core/tlog/checkpoint.hpp"
#include "daemon/keeper/ledger/integrity.hpp"
#include "daemon/keeper/ledger/schema.hpp"
#include "daemon/keeper/ledger/stored_tree.hpp"
#include "daemon/keeper/ledger/version_11.hpp"
#include "daemon/keeper/ledger/version_8.hpp"
#include "daemon/keeper/ledger/version_9.hpp"

namespace antin::keeper {
namespace {

constexpr std::int64_t first_version_with_an_end = 4;
constexpr std::int64_t first_version_with_bulk_approvals = 5;
constexpr std::int64_t first_version_with_endings = 6;
constexpr std::int64_t first_version_with_a_roster = 7;
constexpr std::uint64_t proofs_of_a_tree = 65'536;  // about 10 MB of tiles

std::int64_t number(Connection& connection, const char* sql) {
  auto query = connection.query(sql);
  if (!query.next()) throw SqliteFailure(std::string(sql) + " gave no answer");
  return query.integer(0);
}

}  // namespace

Predecessor::Predecessor(const Succession& succession) : m_connection(Connection::open_immutable(succession.old)) {
  const auto& loss = succession.loss;
  check_version();
  check_origin(succession);
  loss ? check_lost(*loss) : check_closed(succession);
  check_pages(m_connection);
  check_references(m_connection);
  const auto root = rehash(!loss);
  check_checkpoint(loss ? loss->keys : std::vector{succession.old_key}, root);
  if (loss) check_prefix(*loss, root);
  add_cosignatures();
}

void Predecessor::check_version() {
  if (number(m_connection, "PRAGMA application_id") != ledger_application_id) throw SqliteFailure("it is no ledger");
  m_version = number(m_connection, "PRAGMA user_version");
  if (m_version < first_version_with_an_end || m_version > schema_version)
    throw SqliteFailure("its schema has version " + std::to_string(m_version) +
                        ": make the backup with the antind that "
                        "closed the log, and the successor with that one or a newer");
}

bool Predecessor::has_bulk_approvals() const { return m_version >= first_version_with_bulk_approvals; }

bool Predecessor::has_endings() const { return m_version >= first_version_with_endings; }

bool Predecessor::has_orders() const { return m_version >= version_with_orders; }

bool Predecessor::has_roster() const { return m_version >= first_version_with_a_roster; }

bool Predecessor::has_seal_keys() const { return m_version >= first_version_with_seal_keys; }

bool Predecessor::has_lost_logs() const { return m_version >= first_version_with_lost_logs; }

bool Predecessor::was_given_back_too_late(const base::Sha256Hash& leaf) {
  if (!has_lost_logs()) return false;
  return m_connection
      .query("SELECT 1 FROM given_back WHERE leaf = ? AND log IS NULL AND logged >= ?", base::ByteView(leaf), m_size)
      .next();
}

void Predecessor::check_origin(const Succession& succession) {
  auto identity = m_connection.query("SELECT origin FROM identity");
  if (!identity.next() || identity.text(0) != succession.old_key.name)
    throw SqliteFailure("it is not the ledger of `" + succession.old_key.name + "`, which log.toml's [succeeds] names");
}

void Predecessor::check_closed(const Succession& succession) {
  auto closed = m_connection.query("SELECT entry, successor FROM closed");
  if (!closed.next())
    throw SqliteFailure(
        "its log was not closed. A log that goes on in two places is a fork; where the disk is lost, a quorum of the "
        "security officers says so (antin-policy lost), and antind --lost DIR takes their word");
  if (closed.text(1) != succession.origin)
    throw SqliteFailure("its log was closed for `" + closed.text(1) + "`, not for `" + succession.origin + "`");
  m_size = static_cast<std::uint64_t>(closed.integer(0)) + 1;
}

// What is not under a checkpoint that was signed may have been different in the log.
void Predecessor::check_lost(const Loss& loss) {
  if (m_connection.query("SELECT 1 FROM closed").next())
    throw SqliteFailure("its log was closed: make its successor without --lost");
  const auto covered = number(m_connection, "SELECT coalesce(max(size), 0) FROM checkpoints");
  m_size = static_cast<std::uint64_t>(covered);
  if (m_size != loss.said.backup)
    throw SqliteFailure("its last checkpoint covers " + std::to_string(m_size) + " entries, the statement names " +
                        std::to_string(loss.said.backup) + ": have the officers sign about this backup");
}

// Every entry, since this is the last time that anybody of ours reads them all.
base::Sha256Hash Predecessor::rehash(bool to_the_end) {
  tlog::Frontier tree;
  base::Sha256Hash root{};
  auto entries = m_connection.query("SELECT idx, bytes, leaf FROM entries ORDER BY idx");
  while (entries.next()) {
    check_entry(entries, tree.size());
    for (const auto& subtree : tree.append(entries.hash(2)))
      check_subtree(m_connection, subtree.level, subtree.index, subtree.hash);
    if (tree.size() == m_size) root = tree.root();
  }
  if (to_the_end && tree.size() != m_size) throw SqliteFailure("it is damaged: its close entry is not its last");
  if (tree.size() < m_size) throw SqliteFailure("it is damaged: its last checkpoint covers more entries than it has");
  return root;
}

void Predecessor::check_checkpoint(const std::vector<tlog::VerifierKey>& keys, const base::Sha256Hash& root) {
  auto last = m_connection.query("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1");
  if (!last.next()) throw SqliteFailure("it has no checkpoint");
  m_note = last.text(0);
  const auto checkpoint = tlog::open_checkpoint(m_note, keys);
  if (!checkpoint)
    throw SqliteFailure("its last checkpoint is not one of the key that log.toml's [succeeds] names: " +
                        checkpoint.error().text);
  if (checkpoint->size != m_size)
    throw SqliteFailure("its last checkpoint covers " + std::to_string(checkpoint->size) + " entries of " +
                        std::to_string(m_size) +
                        ": the close entry is not under it; start antind on it once more, and make the backup then");
  if (checkpoint->root != root)
    throw SqliteFailure("its entries do not make the root that its last checkpoint was signed over: it was altered");
}

// A backup of another log than the witnesses saw would bring another's steps; of one that was rolled back, none.
void Predecessor::check_prefix(const Loss& loss, const base::Sha256Hash& root) {
  const auto& said = loss.said;
  if (m_size == said.size) {
    if (root != said.root) throw SqliteFailure("it is not of the log that the witnesses saw: its root is another");
    m_is_proven = true;
  } else if (loss.mirror) {
    const auto path = tlog::Tree(said.size, *loss.mirror).consistency(m_size, said.size);
    if (!path)
      throw SqliteFailure("the log's published tiles do not prove that it is of this log: " + path.error().text);
    if (!tlog::verify_consistency(m_size, root, said.size, said.root, *path))
      throw SqliteFailure(
          "it is not of the log that the witnesses saw: the published tiles do not lead from one to the "
          "other");
    m_is_proven = true;
  }
}

void Predecessor::add_cosignatures() {
  auto note = tlog::parse_note(m_note).value();
  auto lines = m_connection.query("SELECT line FROM cosignatures WHERE size = ? ORDER BY witness", m_size);
  while (lines.next()) {
    auto line = tlog::parse_signature_line(lines.text(0));
    if (!line) throw SqliteFailure("it is damaged: a cosignature cannot be read");
    note.signatures.push_back(*std::move(line));
  }
  m_note = tlog::print(note);
}

base::Bytes Predecessor::path_of(std::uint64_t index) {
  if (!m_tree || m_proofs++ % proofs_of_a_tree == 0)
    m_tree = std::make_unique<tlog::Tree>(
        m_size, [this](const tlog::Tile& tile) -> base::Result<tlog::Path> { return stored_tile(m_connection, tile); });
  const auto path = m_tree->inclusion(index, m_size);
  if (!path) throw SqliteFailure("it is damaged: " + path.error().text);
  base::Bytes octets;
  for (const auto& hash : *path) base::append(octets, hash);
  return octets;
}

}  // namespace antin::keeper
