#include "daemon/keeper/ledger/schema.hpp"

#include <array>

#include "core/tlog/hash.hpp"
#include "daemon/keeper/ledger/stored_tree.hpp"
#include "daemon/keeper/ledger/version_10.hpp"
#include "daemon/keeper/ledger/version_11.hpp"
#include "daemon/keeper/ledger/version_4.hpp"
#include "daemon/keeper/ledger/version_5.hpp"
#include "daemon/keeper/ledger/version_6.hpp"
#include "daemon/keeper/ledger/version_7.hpp"
#include "daemon/keeper/ledger/version_8.hpp"
#include "daemon/keeper/ledger/version_9.hpp"

namespace antin::keeper {
namespace {

// Version 1. Times are milliseconds since 1970, digests text `sha256:<hex>`, bare hashes 32 octets.
//
// Triggers hold what the code above them promises, also against a later slip in that code: entries, blobs and finished
// steps never change. An index names what it is for.
constexpr const char* version_1 = R"sql(
CREATE TABLE identity (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  origin     TEXT    NOT NULL,
  person_key BLOB    NOT NULL CHECK (length(person_key) = 32),
  start      INTEGER NOT NULL CHECK (start BETWEEN 0 AND 4294967295)
) STRICT;
CREATE TRIGGER identity_is_fixed BEFORE UPDATE OF one, origin, person_key ON identity
BEGIN SELECT RAISE(ABORT, 'the identity of a ledger is fixed'); END;
CREATE TRIGGER start_only_grows BEFORE UPDATE OF start ON identity WHEN NEW.start <= OLD.start
BEGIN SELECT RAISE(ABORT, 'the start number only grows'); END;
CREATE TRIGGER identity_stays BEFORE DELETE ON identity
BEGIN SELECT RAISE(ABORT, 'the identity of a ledger is fixed'); END;

CREATE TABLE entries (
  idx   INTEGER PRIMARY KEY CHECK (idx >= 0),
  at    INTEGER NOT NULL,
  bytes BLOB    NOT NULL CHECK (length(bytes) BETWEEN 1 AND 16384),
  leaf  BLOB    NOT NULL CHECK (length(leaf) = 32)
) STRICT;
CREATE TRIGGER entries_have_no_gap BEFORE INSERT ON entries
WHEN NEW.idx <> coalesce((SELECT max(idx) + 1 FROM entries), 0)
BEGIN SELECT RAISE(ABORT, 'entries are numbered without a gap'); END;
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;

-- An intent (status 1) and then its outcome (status 2). Not WITHOUT ROWID: rows hold kilobytes, and their number is the
-- order in which intents were made.
CREATE TABLE steps (
  number       INTEGER PRIMARY KEY,
  unit         TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  record       TEXT    NOT NULL,
  revision     INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
  step         TEXT    NOT NULL,
  status       INTEGER NOT NULL CHECK (status IN (1, 2)),
  at           INTEGER NOT NULL,
  digest       TEXT    NOT NULL,
  people       TEXT    NOT NULL,
  certificates BLOB    NOT NULL CHECK (length(certificates) % 32 = 0),
  system       TEXT    NOT NULL,
  request      BLOB    NOT NULL CHECK (length(request) = 16),
  seal_key     TEXT    NOT NULL,
  attributes   BLOB,
  stamped      BLOB,
  decision     TEXT,
  signature    BLOB,
  entry        INTEGER REFERENCES entries (idx),
  result       BLOB,
  UNIQUE (unit, kind, record, revision, step),
  CHECK ((status = 2) = (entry IS NOT NULL AND result IS NOT NULL)),
  CHECK ((status = 1) = (attributes IS NOT NULL AND stamped IS NOT NULL AND decision IS NOT NULL))
) STRICT;
CREATE INDEX steps_by_time ON steps (unit, kind, step, at);
CREATE INDEX steps_open ON steps (number) WHERE status = 1;
CREATE UNIQUE INDEX steps_by_entry ON steps (entry) WHERE entry IS NOT NULL;
CREATE TRIGGER done_steps_never_change BEFORE UPDATE ON steps WHEN OLD.status = 2
BEGIN SELECT RAISE(ABORT, 'a step that is done never changes'); END;
CREATE TRIGGER done_steps_stay BEFORE DELETE ON steps WHEN OLD.status = 2
BEGIN SELECT RAISE(ABORT, 'a step that is done never changes'); END;
-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER steps_are_taken_once BEFORE INSERT ON steps
WHEN EXISTS (SELECT 1 FROM steps WHERE number = NEW.number)
  OR EXISTS (SELECT 1 FROM steps WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision AND step = NEW.step)
BEGIN SELECT RAISE(ABORT, 'the step is open or done already'); END;
CREATE TRIGGER intents_keep_what_they_are BEFORE UPDATE OF number, unit, kind, record, revision, step, digest, people,
  certificates, system, request, seal_key ON steps
BEGIN SELECT RAISE(ABORT, 'an intent keeps what it is for'); END;
CREATE TRIGGER intents_are_signed_as_they_are BEFORE UPDATE OF attributes, stamped, decision ON steps
WHEN NEW.status = 1
BEGIN SELECT RAISE(ABORT, 'an intent keeps what it is for'); END;
CREATE TRIGGER intents_are_signed_once BEFORE UPDATE OF signature ON steps
WHEN NEW.status = 1 AND OLD.signature IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an intent is signed once'); END;

-- A request id of a step lives as long as the step; one of a timestamp has the stored reply.
CREATE TABLE requests (
  system  TEXT    NOT NULL,
  request BLOB    NOT NULL CHECK (length(request) = 16),
  meaning BLOB    NOT NULL CHECK (length(meaning) = 32),
  at      INTEGER NOT NULL,
  step    INTEGER REFERENCES steps (number),
  result  BLOB,
  PRIMARY KEY (system, request),
  CHECK ((step IS NULL) = (result IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_by_step ON requests (step) WHERE step IS NOT NULL;
CREATE INDEX timestamps_by_time ON requests (at) WHERE step IS NULL;
CREATE TRIGGER requests_never_change BEFORE UPDATE ON requests
BEGIN SELECT RAISE(ABORT, 'a request id keeps its meaning'); END;

CREATE TABLE blobs (
  hash  BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  bytes BLOB NOT NULL
) STRICT;
CREATE TRIGGER blobs_never_change BEFORE UPDATE ON blobs
BEGIN SELECT RAISE(ABORT, 'blobs are append-only'); END;
CREATE TRIGGER blobs_stay BEFORE DELETE ON blobs
BEGIN SELECT RAISE(ABORT, 'blobs are append-only'); END;

CREATE TABLE approvals (
  hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  statement BLOB NOT NULL,
  cms       BLOB NOT NULL
) STRICT;
CREATE TRIGGER approvals_never_change BEFORE UPDATE ON approvals
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
CREATE TRIGGER approvals_stay BEFORE DELETE ON approvals
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;

CREATE TABLE small_values (
  name  TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* version_2 = R"sql(
-- Roots of 256^level entries each. Level 0 is the entries' own hashes; what is not complete is computed.
CREATE TABLE subtrees (
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 7),
  idx   INTEGER NOT NULL CHECK (idx >= 0),
  hash  BLOB    NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER subtrees_never_change BEFORE UPDATE ON subtrees
BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
CREATE TRIGGER subtrees_stay BEFORE DELETE ON subtrees
BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
CREATE TRIGGER subtrees_are_made_once BEFORE INSERT ON subtrees
WHEN EXISTS (SELECT 1 FROM subtrees WHERE level = NEW.level AND idx = NEW.idx)
BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;

-- Signed by the log's key. One that was signed is never forgotten: no other root may be signed for its size.
CREATE TABLE checkpoints (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  at   INTEGER NOT NULL,
  note TEXT    NOT NULL
) STRICT;
CREATE TRIGGER checkpoints_only_grow BEFORE INSERT ON checkpoints
WHEN NEW.size <= (SELECT max(size) FROM checkpoints)
BEGIN SELECT RAISE(ABORT, 'checkpoints only grow'); END;
CREATE TRIGGER checkpoints_never_change BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;
CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;

CREATE TABLE cosignatures (
  size    INTEGER NOT NULL REFERENCES checkpoints (size),
  witness TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  line    TEXT    NOT NULL,
  PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cosignatures_never_change BEFORE UPDATE ON cosignatures
BEGIN SELECT RAISE(ABORT, 'a cosignature never changes'); END;
CREATE TRIGGER cosignatures_stay BEFORE DELETE ON cosignatures
BEGIN SELECT RAISE(ABORT, 'a cosignature never changes'); END;
)sql";

// The last cosignature of each witness is asked for at every start: without this all of them would be read.
constexpr const char* version_3 = R"sql(
CREATE INDEX cosignatures_by_witness ON cosignatures (witness, size);
)sql";

void nothing_more(Connection&) {}

struct Migration {
  const char* sql;
  void (*fill)(Connection&);  // what SQL cannot compute
};

// migrations[n] leads from version n to n + 1. Never change one that was released: add the next.
constexpr std::array<Migration, schema_version> migrations = {{
    {version_1, nothing_more},
    {version_2, store_all_subtrees},
    {version_3, nothing_more},
    {version_4, nothing_more},
    {version_5, nothing_more},
    {version_6, nothing_more},
    {version_7, nothing_more},
    {version_8, nothing_more},
    {version_9, nothing_more},
    {version_10, nothing_more},
    {version_11, nothing_more},
}};

// 64 MiB, and no more however large the ledger grows: they hold what leads to the rows of ten million steps, so that a
// decision reads from the file only the rows that it needs. SQLite's own 2 MiB do not.
constexpr const char* page_cache_kib = "-65536";

std::int64_t number(Connection& connection, const char* sql) {
  auto query = connection.query(sql);
  if (!query.next()) throw SqliteFailure(std::string(sql) + " gave no answer");
  return query.integer(0);
}

void expect(Connection& connection, const char* sql, const std::string& wanted) {
  auto query = connection.query(sql);
  if (!query.next() || query.text(0) != wanted)
    throw SqliteFailure(std::string("SQLite did not take `") + sql + "`: it must answer " + wanted);
}

void migrate_from(Connection& connection, std::int64_t version) {
  connection.script("BEGIN IMMEDIATE");
  const auto& migration = migrations.at(static_cast<std::size_t>(version));
  connection.script(migration.sql);
  migration.fill(connection);
  connection.script("PRAGMA application_id = " + std::to_string(ledger_application_id));
  connection.script("PRAGMA user_version = " + std::to_string(version + 1));
  connection.script("COMMIT");
}

}  // namespace

void set_up(Connection& connection) {
  sqlite3* handle = connection.handle();
  for (const int option : {SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_TRUSTED_SCHEMA})
    if (sqlite3_db_config(handle, option, 0, nullptr) != SQLITE_OK) throw SqliteFailure("SQLite refuses an option");
  // Exclusive before WAL: SQLite then keeps its WAL index in memory, and no other connection can come in. With two,
  // this version of SQLite can corrupt the file (WAL reset, fixed in 3.51.3).
  expect(connection, "PRAGMA locking_mode = EXCLUSIVE", "exclusive");
  expect(connection, "PRAGMA journal_mode = WAL", "wal");
  connection.script("PRAGMA synchronous = FULL");
  expect(connection, "PRAGMA synchronous", "2");
  connection.script("PRAGMA foreign_keys = ON");
  expect(connection, "PRAGMA foreign_keys", "1");
  connection.script(std::string("PRAGMA cache_size = ") + page_cache_kib);
  expect(connection, "PRAGMA cache_size", page_cache_kib);
  connection.script("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY");
  // SQLite ignores errors of its own checkpoints, but a failed fsync must end the process: commit() does them.
  expect(connection, "PRAGMA wal_autocheckpoint = 0", "0");
  if (sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr) != SQLITE_OK)
    throw SqliteFailure("SQLite refuses an option");
}

std::int64_t version_of(Connection& connection) {
  const auto version = number(connection, "PRAGMA user_version");
  const bool empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
  const auto application = number(connection, "PRAGMA application_id");
  if (empty && version == 0 && application == 0) return 0;
  if (application != ledger_application_id) throw SqliteFailure("the file is a database of something else");
  if (version < 1) throw SqliteFailure("the ledger's schema has no version");
  if (version > schema_version)
    throw SqliteFailure("the ledger's schema has version " + std::to_string(version) + ", this program knows up to " +
                        std::to_string(schema_version) + ": run the newer program");
  return version;
}

void migrate(Connection& connection) {
  for (auto from = version_of(connection); from < schema_version; ++from) migrate_from(connection, from);
}

}  // namespace antin::keeper
