// The ledger's sixth schema: how a revision was returned, superseded or withdrawn, once and for good.
#pragma once

namespace antin::keeper {

// Triggers hold the life of a revision (docs/operators.md) also against a later slip in the code above: an ending is of
// something that was done, while nothing is open; after it no step begins, and the next revision begins only after it.
constexpr const char* version_6 = R"sql(
CREATE TABLE endings (
  number       INTEGER PRIMARY KEY,
  unit         TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  record       TEXT    NOT NULL,
  revision     INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
  act          TEXT    NOT NULL CHECK (act IN ('return', 'supersede', 'withdraw')),
  step         TEXT    NOT NULL CHECK ((step <> '') = (act = 'return')),
  reason       TEXT    NOT NULL CHECK (reason <> ''),
  statements   BLOB    NOT NULL CHECK (length(statements) > 0 AND length(statements) % 32 = 0),
  people       TEXT    NOT NULL,
  certificates BLOB    NOT NULL CHECK (length(certificates) = length(statements)),
  system       TEXT    NOT NULL,
  at           INTEGER NOT NULL,
  entry        INTEGER NOT NULL UNIQUE REFERENCES entries (idx),
  result       BLOB    NOT NULL,
  UNIQUE (unit, kind, record, revision)
) STRICT;
CREATE TRIGGER endings_never_change BEFORE UPDATE ON endings
BEGIN SELECT RAISE(ABORT, 'an ending never changes'); END;
CREATE TRIGGER endings_stay BEFORE DELETE ON endings
BEGIN SELECT RAISE(ABORT, 'an ending never changes'); END;
-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER revisions_end_once BEFORE INSERT ON endings
WHEN EXISTS (SELECT 1 FROM endings WHERE number = NEW.number OR entry = NEW.entry)
  OR EXISTS (SELECT 1 FROM endings WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'the revision has ended already'); END;
CREATE TRIGGER endings_follow_something BEFORE INSERT ON endings
WHEN NOT EXISTS (SELECT 1 FROM steps WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
                 AND revision = NEW.revision)
 AND NOT EXISTS (SELECT 1 FROM carried_steps WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
                 AND revision = NEW.revision)
  OR EXISTS (SELECT 1 FROM steps WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision AND status <> 2)
BEGIN SELECT RAISE(ABORT, 'a revision ends when something of it is done and nothing is open'); END;
CREATE TRIGGER nothing_follows_an_ending BEFORE INSERT ON steps
WHEN EXISTS (SELECT 1 FROM endings WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'the revision has ended'); END;
CREATE TRIGGER a_revision_follows_an_ending BEFORE INSERT ON steps
WHEN NEW.revision > 1
  AND NOT EXISTS (SELECT 1 FROM endings WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
                  AND revision = NEW.revision - 1 AND act <> 'withdraw')
  AND NOT EXISTS (SELECT 1 FROM carried_endings WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
                  AND revision = NEW.revision - 1 AND act <> 'withdraw')
BEGIN SELECT RAISE(ABORT, 'the revision before was neither returned nor superseded'); END;
CREATE TRIGGER a_closed_log_takes_no_ending BEFORE INSERT ON endings WHEN EXISTS (SELECT 1 FROM closed)
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;

-- Revisions that ended in the logs that this one succeeds: they stay so, whatever log is asked.
CREATE TABLE carried_endings (
  unit         TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  record       TEXT    NOT NULL,
  revision     INTEGER NOT NULL,
  act          TEXT    NOT NULL CHECK (act IN ('return', 'supersede', 'withdraw')),
  step         TEXT    NOT NULL,
  reason       TEXT    NOT NULL,
  statements   BLOB    NOT NULL CHECK (length(statements) > 0 AND length(statements) % 32 = 0),
  people       TEXT    NOT NULL,
  certificates BLOB    NOT NULL CHECK (length(certificates) = length(statements)),
  system       TEXT    NOT NULL,
  at           INTEGER NOT NULL,
  predecessor  INTEGER NOT NULL REFERENCES predecessors (number),
  entry        INTEGER NOT NULL,
  leaf         BLOB    NOT NULL CHECK (length(leaf) = 32),
  path         BLOB    NOT NULL CHECK (length(path) % 32 = 0),
  result       BLOB    NOT NULL,
  UNIQUE (unit, kind, record, revision)
) STRICT;
CREATE TRIGGER carried_endings_never_change BEFORE UPDATE ON carried_endings
BEGIN SELECT RAISE(ABORT, 'an ending never changes'); END;
CREATE TRIGGER carried_endings_stay BEFORE DELETE ON carried_endings
BEGIN SELECT RAISE(ABORT, 'an ending never changes'); END;
CREATE TRIGGER carried_endings_come_first BEFORE INSERT ON carried_endings WHEN EXISTS (SELECT 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;
CREATE TRIGGER carried_endings_are_endings BEFORE INSERT ON endings
WHEN EXISTS (SELECT 1 FROM carried_endings WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'the revision has ended already'); END;
CREATE TRIGGER nothing_follows_a_carried_ending BEFORE INSERT ON steps
WHEN EXISTS (SELECT 1 FROM carried_endings WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'the revision has ended'); END;

-- A request id that ended a revision lives as long as the ending. Its reply is kept there: here the result is empty.
ALTER TABLE requests ADD COLUMN ending INTEGER REFERENCES endings (number) CHECK (ending IS NULL OR step IS NULL);
DROP INDEX timestamps_by_time;
CREATE INDEX timestamps_by_time ON requests (at) WHERE step IS NULL AND ending IS NULL;
CREATE INDEX requests_by_ending ON requests (ending) WHERE ending IS NOT NULL;
)sql";

}  // namespace antin::keeper
