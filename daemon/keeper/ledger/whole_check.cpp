#include "daemon/keeper/ledger/whole_check.hpp"

#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "core/statement/bulk.hpp"
#include "core/tlog/tree.hpp"
#include "daemon/keeper/ledger/endings_check.hpp"
#include "daemon/keeper/ledger/hashes.hpp"
#include "daemon/keeper/ledger/integrity.hpp"
#include "daemon/keeper/ledger/keys_check.hpp"
#include "daemon/keeper/ledger/lock_file.hpp"
#include "daemon/keeper/ledger/orders_check.hpp"
#include "daemon/keeper/ledger/roster_check.hpp"
#include "daemon/keeper/ledger/schema.hpp"
#include "daemon/keeper/ledger/steps_check.hpp"
#include "daemon/keeper/ledger/stored_tree.hpp"

namespace antin::keeper {
namespace {

constexpr std::uint64_t rows_between_words = 1 << 16;

class WholeCheck {
 public:
  WholeCheck(Connection& connection, const std::vector<tlog::VerifierKey>& keys, const CheckProgress& progress)
      : m_connection(connection), m_keys(keys), m_progress(progress) {}

  CheckedLedger run() {
    m_progress("pages and indexes", 0, 0);
    check_pages(m_connection);
    m_progress("references", 0, 0);
    check_references(m_connection);
    check_log();
    m_progress("endings", 0, 0);
    check_endings(m_connection);
    m_progress("roster", 0, 0);
    check_roster(m_connection);
    m_progress("orders", 0, 0);
    check_orders(m_connection);
    m_progress("seal keys", 0, 0);
    check_seal_keys(m_connection);
    m_progress("steps of each year", 0, 0);
    check_yearly_steps(m_connection);
    m_progress("what was carried over", 0, 0);
    check_carried(m_connection);
    m_found.blobs = check_hashes("blobs", "SELECT count(*) FROM blobs", "SELECT hash, bytes FROM blobs");
    m_found.approvals =
        check_hashes("approvals", "SELECT count(*) FROM approvals", "SELECT hash, statement FROM approvals");
    check_bulk();
    return m_found;
  }

 private:
  // Each checkpoint is met by the tree when it has just its size.
  void check_log() {
    const auto size = number_of_entries(m_connection);
    auto checkpoints = m_connection.query("SELECT size, note FROM checkpoints ORDER BY size");
    auto rows = m_connection.query("SELECT idx, bytes, leaf FROM entries ORDER BY idx");
    tlog::Frontier tree;
    bool more = checkpoints.next();
    while (rows.next()) {
      check_entry(rows, tree.size());
      for (const auto& subtree : tree.append(rows.hash(2)))
        check_subtree(m_connection, subtree.level, subtree.index, subtree.hash);
      if (more && static_cast<std::uint64_t>(checkpoints.integer(0)) == tree.size()) {
        check_checkpoint(checkpoints.text(1), tree);
        more = checkpoints.next();
      }
      if (tree.size() % rows_between_words == 0) m_progress("entries", tree.size(), size);
    }
    if (more)
      throw LedgerDamage("a checkpoint is for " + std::to_string(checkpoints.integer(0)) +
                         " entries, but the log has " + std::to_string(tree.size()));
    check_subtrees_end(m_connection, tree.size());
    m_found.entries = tree.size();
    m_found.root = tree.root();
  }

  void check_checkpoint(const std::string& note, const tlog::Frontier& tree) {
    const auto name = "the checkpoint for " + std::to_string(tree.size()) + " entries ";
    std::optional<tlog::Checkpoint> opened;
    for (const auto& key : m_keys)
      if (auto checkpoint = tlog::open_checkpoint(note, key)) opened = *std::move(checkpoint);
    if (!opened) throw LedgerDamage(name + "is not signed by a key of this log");
    if (opened->size != tree.size() || opened->root != tree.root())
      throw LedgerDamage(name + "has another root than its entries: entries were altered or put in another order");
    ++m_found.checkpoints;
  }

  // Rows (hash, octets that are to have it). How many.
  std::uint64_t check_hashes(const std::string& table, const char* count, const char* select) {
    auto counted = m_connection.query(count);
    const auto all = counted.next() ? static_cast<std::uint64_t>(counted.integer(0)) : 0;
    auto rows = m_connection.query(select);
    std::uint64_t done = 0;
    for (; rows.next(); ++done) {
      if (crypto::sha256(rows.bytes(1)) != rows.hash(0))
        throw LedgerDamage("of " + table + ", the one named " + base::to_hex(rows.bytes(0)) +
                           " does not have that hash");
      if (done % rows_between_words == 0) m_progress(table, done, all);
    }
    return done;
  }

  void check_bulk() {
    const auto* count = "SELECT count(*) FROM bulk_approvals";
    check_hashes("bulk approvals", count, "SELECT hash, statement FROM bulk_approvals");
    check_hashes("signatures of bulk approvals", count, "SELECT cms_hash, cms FROM bulk_approvals");
    m_found.approvals +=
        check_hashes("bulk items", "SELECT count(*) FROM bulk_items", "SELECT hash, statement FROM bulk_items");
    auto rows = m_connection.query(
        "SELECT i.hash, i.statement, place, path, b.statement FROM bulk_items i JOIN bulk_approvals b ON number = "
        "bulk");
    while (rows.next())
      if (!is_covered(rows))
        throw LedgerDamage("the path of the bulk item named " + base::to_hex(rows.bytes(0)) +
                           " does not lead to what was signed");
  }

  static bool is_covered(const Statement& item) {
    const auto bulk = statement::parse_approve_bulk(base::text(item.bytes(4)));
    return bulk && tlog::verify_inclusion(tlog::leaf_hash(item.bytes(1)), static_cast<std::uint64_t>(item.integer(2)),
                                          bulk->items, split_hashes(item.bytes(3)), bulk->root);
  }

  Connection& m_connection;
  const std::vector<tlog::VerifierKey>& m_keys;
  const CheckProgress& m_progress;
  CheckedLedger m_found;
};

void expect_identity(Connection& connection, const std::string& origin) {
  const auto version = version_of(connection);
  if (version != schema_version)
    throw SqliteFailure("the ledger's schema has version " + std::to_string(version) + ", this program checks " +
                        std::to_string(schema_version) + ": check it with the program that wrote it");
  auto row = connection.query("SELECT origin FROM identity");
  if (!row.next()) throw LedgerDamage("it does not say whose it is");
  if (row.text(0) != origin)
    throw SqliteFailure("the ledger is that of `" + row.text(0) + "`, the policy's origin is `" + origin + "`");
}

}  // namespace

base::Result<CheckedLedger> check_ledger(const std::filesystem::path& file, const std::string& origin,
                                         const std::vector<tlog::VerifierKey>& keys, const CheckProgress& progress) {
  auto lock = LockFile::hold(file.string() + ".lock");
  if (!lock) return base::Error{lock.error().text};
  try {
    auto connection = Connection::open(file);
    set_up(connection);
    expect_identity(connection, origin);
    return WholeCheck(connection, keys, progress).run();
  } catch (const SqliteFailure& failure) {
    return base::Error{"the ledger " + file.string() + ": " + failure.what()};
  }
}

}  // namespace antin::keeper
