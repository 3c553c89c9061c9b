#include "daemon/keeper/ledger/succession.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"
#include "core/crypto/identity.hpp"
#include "core/crypto/random.hpp"
#include "daemon/keeper/ledger/lost_succession.hpp"
#include "daemon/keeper/ledger/roster.hpp"
#include "daemon/keeper/ledger/schema.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;

constexpr const char* begun_suffix = "+begun";

// How often the lost log may have been opened behind its backup nobody knows: a million starts are years of them.
constexpr std::int64_t starts_left_out = 1 << 20;

// The start number goes on: serials of timestamps are made of it, and the timestamp key may stay the same.
void make_identity(Predecessor& old, Connection& made, const Succession& succession) {
  const auto person_key = crypto::random_array<32>();
  auto identity = old.connection().query("SELECT start FROM identity");
  if (!identity.next()) throw SqliteFailure("it is damaged: it does not say whose it is");
  const auto start = identity.integer(0) + (succession.loss ? starts_left_out : 0);
  made.run("INSERT INTO identity (one, origin, person_key, start) VALUES (1, ?, ?, ?)", succession.origin,
           base::ByteView(person_key), start);
}

void carry_predecessors(Predecessor& old, Connection& made, const std::string& origin) {
  auto rows = old.connection().query("SELECT number, origin, size, note FROM predecessors ORDER BY number");
  while (rows.next())
    made.run("INSERT INTO predecessors (number, origin, size, note) VALUES (?, ?, ?, ?)", rows.integer(0), rows.text(1),
             rows.integer(2), rows.text(3));
  made.run("INSERT INTO predecessors (origin, size, note) VALUES (?, ?, ?)", origin, old.size(), old.note());
}

// The old log's own steps, each with its proof under the final checkpoint, which outlives all that the log can say.
void carry_steps(Predecessor& old, Connection& made) {
  auto rows = old.connection().query(
      "SELECT unit, kind, record, revision, step, steps.at, digest, people, certificates, entry, leaf, result"
      " FROM steps JOIN entries ON idx = entry WHERE idx < ? ORDER BY entry",
      old.size());
  while (rows.next()) {
    const auto entry = static_cast<std::uint64_t>(rows.integer(9));
    made.run(
        "INSERT INTO carried_steps (unit, kind, record, revision, step, at, digest, people, certificates, predecessor,"
        " entry, leaf, path, result)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT max(number) FROM predecessors), ?, ?, ?, ?)",
        rows.text(0), rows.text(1), rows.text(2), rows.integer(3), rows.text(4), rows.integer(5), rows.text(6),
        rows.text(7), rows.bytes(8), entry, rows.bytes(10), old.path_of(entry), rows.bytes(11));
  }
}

// What that log had carried over itself.
void carry_carried_steps(Predecessor& old, Connection& made) {
  auto rows = old.connection().query(
      "SELECT unit, kind, record, revision, step, at, digest, people, certificates, predecessor, entry, leaf, path,"
      " result FROM carried_steps ORDER BY rowid");
  while (rows.next()) {
    if (old.was_given_back_too_late(rows.hash(11))) continue;
    made.run(
        "INSERT INTO carried_steps (unit, kind, record, revision, step, at, digest, people, certificates, predecessor,"
        " entry, leaf, path, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows.text(0), rows.text(1), rows.text(2), rows.integer(3), rows.text(4), rows.integer(5), rows.text(6),
        rows.text(7), rows.bytes(8), rows.integer(9), rows.integer(10), rows.bytes(11), rows.bytes(12), rows.bytes(13));
  }
}

void carry_endings(Predecessor& old, Connection& made) {
  auto rows = old.connection().query(
      "SELECT unit, kind, record, revision, act, step, reason, statements, people, certificates, system, endings.at,"
      " entry, leaf, result FROM endings JOIN entries ON idx = entry WHERE idx < ? ORDER BY entry",
      old.size());
  while (rows.next()) {
    const auto entry = static_cast<std::uint64_t>(rows.integer(12));
    made.run(
        "INSERT INTO carried_endings (unit, kind, record, revision, act, step, reason, statements, people,"
        " certificates, system, at, predecessor, entry, leaf, path, result)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT max(number) FROM predecessors), ?, ?, ?, ?)",
        rows.text(0), rows.text(1), rows.text(2), rows.integer(3), rows.text(4), rows.text(5), rows.text(6),
        rows.bytes(7), rows.text(8), rows.bytes(9), rows.text(10), rows.integer(11), entry, rows.bytes(13),
        old.path_of(entry), rows.bytes(14));
  }
}

void carry_carried_endings(Predecessor& old, Connection& made) {
  auto rows = old.connection().query(
      "SELECT unit, kind, record, revision, act, step, reason, statements, people, certificates, system, at,"
      " predecessor, entry, leaf, path, result FROM carried_endings ORDER BY rowid");
  while (rows.next()) {
    if (old.was_given_back_too_late(rows.hash(14))) continue;
    made.run(
        "INSERT INTO carried_endings (unit, kind, record, revision, act, step, reason, statements, people,"
        " certificates, system, at, predecessor, entry, leaf, path, result)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows.text(0), rows.text(1), rows.text(2), rows.integer(3), rows.text(4), rows.text(5), rows.text(6),
        rows.bytes(7), rows.text(8), rows.bytes(9), rows.text(10), rows.integer(11), rows.integer(12), rows.integer(13),
        rows.bytes(14), rows.bytes(15), rows.bytes(16));
  }
}

// What is stopped stays so; orders that are over, and statements that name the old log, mean nothing here.
void carry_stops(Predecessor& old, Connection& made) {
  auto own = old.connection().query(
      "SELECT o.target, o.reason, o.at, entry, leaf FROM orders o JOIN entries ON idx = entry WHERE act = 'stop'"
      " AND idx < ?1 AND NOT EXISTS (SELECT 1 FROM orders later WHERE later.target = o.target"
      " AND later.entry > o.entry AND later.entry < ?1)",
      old.size());
  while (own.next()) {
    const auto entry = static_cast<std::uint64_t>(own.integer(3));
    made.run(
        "INSERT INTO carried_stops (target, reason, at, predecessor, entry, leaf, path)"
        " VALUES (?, ?, ?, (SELECT max(number) FROM predecessors), ?, ?, ?)",
        own.text(0), own.text(1), own.integer(2), entry, own.bytes(4), old.path_of(entry));
  }
  auto carried = old.connection().query(
      "SELECT target, reason, at, predecessor, entry, leaf, path FROM carried_stops c"
      " WHERE NOT EXISTS (SELECT 1 FROM orders WHERE orders.target = c.target AND orders.entry < ?)",
      old.size());
  while (carried.next())
    made.run(
        "INSERT INTO carried_stops (target, reason, at, predecessor, entry, leaf, path) VALUES (?, ?, ?, ?, ?, ?, ?)",
        carried.text(0), carried.text(1), carried.integer(2), carried.integer(3), carried.integer(4), carried.bytes(5),
        carried.bytes(6));
}

// Of steps and endings: what a timestamp's id was used for is forgotten after a day in any log.
void carry_requests(Predecessor& old, Connection& made) {
  auto rows = old.connection().query(
      old.has_endings() ? "SELECT system, request, meaning FROM requests WHERE step IS NOT NULL OR ending IS NOT NULL"
                          " UNION SELECT system, request, meaning FROM carried_requests"
                        : "SELECT system, request, meaning FROM requests WHERE step IS NOT NULL"
                          " UNION SELECT system, request, meaning FROM carried_requests");
  while (rows.next())
    made.run("INSERT INTO carried_requests (system, request, meaning) VALUES (?, ?, ?)", rows.text(0), rows.bytes(1),
             rows.bytes(2));
}

void carry_evidence(Predecessor& old, Connection& made) {
  auto blobs = old.connection().query("SELECT hash, bytes FROM blobs ORDER BY rowid");
  while (blobs.next()) made.run("INSERT INTO blobs (hash, bytes) VALUES (?, ?)", blobs.bytes(0), blobs.bytes(1));
  auto approvals = old.connection().query("SELECT hash, statement, cms FROM approvals ORDER BY rowid");
  while (approvals.next())
    made.run("INSERT INTO approvals (hash, statement, cms) VALUES (?, ?, ?)", approvals.bytes(0), approvals.bytes(1),
             approvals.bytes(2));
}

// Items name the statement that was signed by its row's number, which goes with it.
void carry_bulk_approvals(Predecessor& old, Connection& made) {
  if (!old.has_bulk_approvals()) return;
  auto bulk =
      old.connection().query("SELECT number, hash, cms_hash, statement, cms FROM bulk_approvals ORDER BY number");
  while (bulk.next())
    made.run("INSERT INTO bulk_approvals (number, hash, cms_hash, statement, cms) VALUES (?, ?, ?, ?, ?)",
             bulk.integer(0), bulk.bytes(1), bulk.bytes(2), bulk.bytes(3), bulk.bytes(4));
  auto items = old.connection().query("SELECT hash, statement, bulk, place, path FROM bulk_items ORDER BY rowid");
  while (items.next())
    made.run("INSERT INTO bulk_items (hash, statement, bulk, place, path) VALUES (?, ?, ?, ?, ?)", items.bytes(0),
             items.bytes(1), items.integer(2), items.integer(3), items.bytes(4));
}

base::Bytes person_key_of(Connection& made) {
  auto row = made.query("SELECT person_key FROM identity");
  if (!row.next()) throw SqliteFailure("a successor without an identity");
  return row.bytes(0);
}

// Anew under the new log's key: nobody can follow a person from one log's hashes into another's.
std::optional<base::Sha256Hash> identity_in(Connection& made, const std::optional<base::Sha256Hash>& certificate,
                                            base::ByteView person_key) {
  if (!certificate) return std::nullopt;
  auto row = made.query("SELECT bytes FROM blobs WHERE hash = ?", base::ByteView(*certificate));
  const auto parsed = row.next() ? crypto::parse_certificate(row.bytes(0)) : base::Error{"it is not there"};
  if (!parsed) throw SqliteFailure("the certificate of somebody in the roster: " + parsed.error().text);
  const auto identity = crypto::identity_of(person_key, *parsed);
  if (!identity) throw SqliteFailure("the certificate of somebody in the roster does not tell whose it is");
  return identity;
}

void carry_roster_statements(Predecessor& old, Connection& made) {
  auto rows = old.connection().query(
      "SELECT number, hash, signatures_hash, statement, signatures FROM roster_statements ORDER BY number");
  while (rows.next())
    made.run(
        "INSERT INTO roster_statements (number, hash, signatures_hash, statement, signatures) VALUES (?, ?, ?, ?, ?)",
        rows.integer(0), rows.bytes(1), rows.bytes(2), rows.bytes(3), rows.bytes(4));
}

// After the blobs, and before the first entry: people are whom they were. Their statements name the old log, so that
// none of them is ever used in the new one.
void carry_roster(Predecessor& old, Connection& made) {
  if (!old.has_roster()) return;
  carry_roster_statements(old, made);
  const auto person_key = person_key_of(made);
  auto rows = old.connection().query(
      "SELECT hash, signed, item, place, path, action, unit, person, certificate, role, scope, since, until, "
      "acting_for,"
      " system, at, predecessor, entry, leaf, proof FROM roster_changes"
      " WHERE predecessor IS NOT NULL OR entry < ? ORDER BY number",
      old.size());
  const auto octets = [&](int column) {
    return rows.is_null(column) ? std::nullopt : std::optional(rows.bytes(column));
  };
  const auto text = [&](int column) { return rows.is_null(column) ? std::nullopt : std::optional(rows.text(column)); };
  const auto number = [&](int column) {
    return rows.is_null(column) ? std::nullopt : std::optional(rows.integer(column));
  };
  while (rows.next()) {
    const auto certificate = rows.is_null(8) ? std::nullopt : std::optional(rows.hash(8));
    const auto identity = identity_in(made, certificate, person_key);
    const auto entry = static_cast<std::uint64_t>(rows.integer(17));
    made.run(
        "INSERT INTO roster_changes (hash, signed, item, place, path, action, unit, person, certificate, identity, "
        "role,"
        " scope, since, until, acting_for, system, at, predecessor, entry, leaf, proof) VALUES (?, ?, ?, ?, ?, ?, ?, "
        "?, ?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, (SELECT max(number) FROM predecessors)), ?, ?, ?)",
        rows.bytes(0), rows.integer(1), octets(2), rows.integer(3), rows.bytes(4), rows.text(5), rows.text(6),
        rows.text(7), octets(8), identity ? std::optional(base::copy(*identity)) : std::nullopt, text(9), text(10),
        number(11), number(12), text(13), rows.text(14), rows.integer(15), number(16), entry, rows.bytes(18),
        rows.is_null(16) ? old.path_of(entry) : rows.bytes(19));
  }
}

// What goes on in the next log: a revocation list's number and a bundle's version never fall, and the security officers
// are whom they were. Their certificates are blobs.
void carry_values(Predecessor& old, Connection& made) {
  auto rows = old.connection().query(
      "SELECT name, value FROM small_values WHERE name IN ('revocation-numbers', 'revocation-responses', 'officers', "
      "'bundle')");
  while (rows.next()) made.run("INSERT INTO small_values (name, value) VALUES (?, ?)", rows.text(0), rows.bytes(1));
}

// A key that has retired seals nothing in any log that follows. What was sealed before keys were noted is counted here.
void carry_seal_keys(Predecessor& old, Connection& made, const std::string& origin) {
  if (!old.has_seal_keys()) {
    auto used = old.connection().query(
        "SELECT seal_key, number, last, leaf FROM (SELECT seal_key, count(*) AS number, max(entry) AS last FROM steps"
        " WHERE status = 2 AND seal_key <> '' GROUP BY seal_key) JOIN entries ON idx = last");
    while (used.next())
      made.run("INSERT INTO seal_keys (label, carried, last_entry, last_leaf, last_log) VALUES (?, ?, ?, ?, ?)",
               used.text(0), used.integer(1), used.integer(2), used.bytes(3), origin);
    return;
  }
  auto keys = old.connection().query(
      "SELECT label, certificate, public_key, carried + (SELECT count(*) FROM steps WHERE seal_key = label AND status "
      "= 2"
      " AND entry < ?), last_entry, last_leaf, last_log FROM seal_keys",
      old.size());
  while (keys.next()) {
    made.run("INSERT INTO seal_keys (label, carried) VALUES (?, ?)", keys.text(0), keys.integer(3));
    if (!keys.is_null(1))
      made.run("UPDATE seal_keys SET certificate = ?, public_key = ? WHERE label = ?", keys.bytes(1), keys.bytes(2),
               keys.text(0));
    if (!keys.is_null(4))
      made.run("UPDATE seal_keys SET last_entry = ?, last_leaf = ?, last_log = ? WHERE label = ?", keys.integer(4),
               keys.bytes(5), keys.is_null(6) ? origin : keys.text(6), keys.text(0));
  }
  auto retired = old.connection().query("SELECT label, reason, at, entry, log FROM retired_keys");
  while (retired.next())
    made.run("INSERT INTO retired_keys (label, reason, at, entry, log) VALUES (?, ?, ?, ?, ?)", retired.text(0),
             retired.text(1), retired.integer(2), retired.integer(3), retired.is_null(4) ? origin : retired.text(4));
}

void fill(Connection& made, Predecessor& old, const Succession& succession) {
  set_up(made);
  migrate(made);
  made.run("BEGIN IMMEDIATE");
  make_identity(old, made, succession);
  carry_predecessors(old, made, succession.old_key.name);
  carry_lost_logs(old, made, succession.old_key.name);
  carry_carried_steps(old, made);
  carry_steps(old, made);
  if (old.has_endings()) {
    carry_carried_endings(old, made);
    carry_endings(old, made);
  }
  if (old.has_orders()) carry_stops(old, made);
  carry_requests(old, made);
  carry_evidence(old, made);
  carry_bulk_approvals(old, made);
  carry_roster(old, made);
  carry_values(old, made);
  carry_seal_keys(old, made, succession.old_key.name);
  write_first_entries(old, made, succession);
  made.run("COMMIT");
}

// Half a successor would have forgotten what is sealed: the file gets its name when it is whole and durable.
base::Result<void> give_name(const fs::path& begun, const fs::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const base::Descriptor whole(::open(begun.c_str(), O_RDONLY | O_CLOEXEC));
  const base::Descriptor above(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (whole.is_open() && above.is_open() && ::fsync(whole.number()) == 0 &&
      ::rename(begun.c_str(), file.c_str()) == 0 && ::fsync(above.number()) == 0)
    return {};
  return base::Error{"cannot make " + file.string() + ": " + std::strerror(errno)};
}

base::Result<void> clear(const fs::path& begun) {
  for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) {
    const auto left = begun.string() + suffix;
    if (::unlink(left.c_str()) != 0 && errno != ENOENT)
      return base::Error{"cannot remove " + left + ": " + std::strerror(errno)};
  }
  const base::Descriptor made(::open(begun.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!made.is_open()) return base::Error{"cannot make " + begun.string() + ": " + std::strerror(errno)};
  return {};
}

}  // namespace

base::Result<void> make_successor(const fs::path& file, const Succession& succession) {
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(file, ignored))) return base::Error{file.string() + " is there already"};
  const fs::path begun = file.string() + begun_suffix;
  try {
    Predecessor old(succession);
    if (auto cleared = clear(begun); !cleared) return cleared;
    {
      auto made = Connection::open(begun);
      fill(made, old, succession);
    }
    // Closing copies SQLite's log into the file and takes it away; what it could not copy is still there.
    if (fs::exists(begun.string() + "-wal", ignored))
      return base::Error{"cannot make " + file.string() + ": SQLite could not complete " + begun.string()};
    return give_name(begun, file);
  } catch (const SqliteFailure& failure) {
    return base::Error{"no successor of " + succession.old.string() + ": " + failure.what()};
  }
}

}  // namespace antin::keeper
