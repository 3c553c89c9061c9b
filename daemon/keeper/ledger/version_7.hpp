// The ledger's seventh schema: how the roster of people came to be what it is, change by change.
#pragma once

namespace antin::keeper {

// The roster is all its changes, one after the other: so it can be had as it was at any entry, and nothing in it says
// more than was signed. A statement is used once, for good.
constexpr const char* version_7 = R"sql(
-- What registrars signed: a change, or the root over many, stored once for each set of signatures over it.
CREATE TABLE roster_statements (
  number          INTEGER PRIMARY KEY,
  hash            BLOB NOT NULL CHECK (length(hash) = 32),
  signatures_hash BLOB NOT NULL CHECK (length(signatures_hash) = 32),
  statement       BLOB NOT NULL,
  signatures      BLOB NOT NULL,
  UNIQUE (hash, signatures_hash)
) STRICT;
CREATE TRIGGER roster_statements_never_change BEFORE UPDATE ON roster_statements
BEGIN SELECT RAISE(ABORT, 'what registrars signed is append-only'); END;
CREATE TRIGGER roster_statements_stay BEFORE DELETE ON roster_statements
BEGIN SELECT RAISE(ABORT, 'what registrars signed is append-only'); END;

-- hash: of the change's statement. predecessor: of one that a log before holds; entry and leaf are of there then.
CREATE TABLE roster_changes (
  number      INTEGER PRIMARY KEY,
  hash        BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
  signed      INTEGER NOT NULL REFERENCES roster_statements (number),
  item        BLOB,
  place       INTEGER NOT NULL CHECK (place BETWEEN 0 AND 4294967295),
  path        BLOB    NOT NULL CHECK (length(path) % 32 = 0),
  action      TEXT    NOT NULL
              CHECK (action IN ('enrol', 'acting-for', 'certificate', 'suspend', 'resume', 'retire')),
  unit        TEXT    NOT NULL,
  person      TEXT    NOT NULL,
  certificate BLOB    CHECK (length(certificate) = 32),
  identity    BLOB    CHECK (length(identity) = 32),
  role        TEXT,
  scope       TEXT,
  since       INTEGER,
  until       INTEGER,
  acting_for  TEXT,
  system      TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  predecessor INTEGER REFERENCES predecessors (number),
  entry       INTEGER NOT NULL,
  leaf        BLOB    NOT NULL CHECK (length(leaf) = 32),
  proof       BLOB    NOT NULL CHECK (length(proof) % 32 = 0),
  CHECK ((certificate IS NULL) = (identity IS NULL)),
  CHECK ((since IS NULL) = (until IS NULL))
) STRICT;
CREATE UNIQUE INDEX roster_changes_by_entry ON roster_changes (entry) WHERE predecessor IS NULL;
CREATE TRIGGER roster_changes_never_change BEFORE UPDATE ON roster_changes
BEGIN SELECT RAISE(ABORT, 'the roster''s changes are append-only'); END;
CREATE TRIGGER roster_changes_stay BEFORE DELETE ON roster_changes
BEGIN SELECT RAISE(ABORT, 'the roster''s changes are append-only'); END;
-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER roster_statements_are_used_once BEFORE INSERT ON roster_changes
WHEN EXISTS (SELECT 1 FROM roster_changes WHERE number = NEW.number OR hash = NEW.hash
             OR (entry = NEW.entry AND predecessor IS NULL AND NEW.predecessor IS NULL))
BEGIN SELECT RAISE(ABORT, 'the statement was used already'); END;
CREATE TRIGGER roster_changes_have_an_entry BEFORE INSERT ON roster_changes
WHEN NEW.predecessor IS NULL AND NOT EXISTS (SELECT 1 FROM entries WHERE idx = NEW.entry AND leaf = NEW.leaf)
BEGIN SELECT RAISE(ABORT, 'a change of the roster has an entry'); END;
CREATE TRIGGER a_closed_log_keeps_its_roster BEFORE INSERT ON roster_changes WHEN EXISTS (SELECT 1 FROM closed)
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;
CREATE TRIGGER carried_changes_come_first BEFORE INSERT ON roster_changes
WHEN NEW.predecessor IS NOT NULL AND EXISTS (SELECT 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;
)sql";

}  // namespace antin::keeper
