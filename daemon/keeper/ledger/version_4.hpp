// The ledger's fourth schema: a log that ends, and one that goes on where another ended.
#pragma once

namespace antin::keeper {

constexpr const char* version_4 = R"sql(
-- A log that is closed names its successor, and its `close` entry is its last.
CREATE TABLE closed (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  entry     INTEGER NOT NULL REFERENCES entries (idx),
  successor TEXT    NOT NULL
) STRICT;
CREATE TRIGGER a_log_is_closed_once BEFORE INSERT ON closed WHEN EXISTS (SELECT 1 FROM closed)
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;
CREATE TRIGGER a_log_is_closed_when_nothing_is_open BEFORE INSERT ON closed
WHEN EXISTS (SELECT 1 FROM steps WHERE status = 1)
BEGIN SELECT RAISE(ABORT, 'a log with open intents is not closed'); END;
CREATE TRIGGER a_log_ends_with_its_close BEFORE INSERT ON closed WHEN NEW.entry <> (SELECT max(idx) FROM entries)
BEGIN SELECT RAISE(ABORT, 'a log ends with its close entry'); END;
CREATE TRIGGER a_closed_log_stays_closed BEFORE UPDATE ON closed
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;
CREATE TRIGGER a_closed_log_is_not_opened BEFORE DELETE ON closed
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;
CREATE TRIGGER a_closed_log_takes_no_entry BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM closed)
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;
CREATE TRIGGER a_closed_log_takes_no_step BEFORE INSERT ON steps WHEN EXISTS (SELECT 1 FROM closed)
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;

-- The logs that this one succeeds, each with its final checkpoint; the last row is the one before this.
CREATE TABLE predecessors (
  number INTEGER PRIMARY KEY,
  origin TEXT    NOT NULL UNIQUE,
  size   INTEGER NOT NULL CHECK (size > 0),
  note   TEXT    NOT NULL
) STRICT;
CREATE TRIGGER predecessors_never_change BEFORE UPDATE ON predecessors
BEGIN SELECT RAISE(ABORT, 'what came before never changes'); END;
CREATE TRIGGER predecessors_stay BEFORE DELETE ON predecessors
BEGIN SELECT RAISE(ABORT, 'what came before never changes'); END;
CREATE TRIGGER predecessors_come_first BEFORE INSERT ON predecessors WHEN EXISTS (SELECT 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;

-- Steps that were done in those logs: so that one record has one seal, whatever log it is asked of.
CREATE TABLE carried_steps (
  unit         TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  record       TEXT    NOT NULL,
  revision     INTEGER NOT NULL,
  step         TEXT    NOT NULL,
  at           INTEGER NOT NULL,
  digest       TEXT    NOT NULL,
  people       TEXT    NOT NULL,
  certificates BLOB    NOT NULL CHECK (length(certificates) % 32 = 0),
  predecessor  INTEGER NOT NULL REFERENCES predecessors (number),
  entry        INTEGER NOT NULL,
  leaf         BLOB    NOT NULL CHECK (length(leaf) = 32),
  path         BLOB    NOT NULL CHECK (length(path) % 32 = 0),
  result       BLOB    NOT NULL,
  UNIQUE (unit, kind, record, revision, step)
) STRICT;
CREATE INDEX carried_steps_by_time ON carried_steps (unit, kind, step, at);
CREATE TRIGGER carried_steps_never_change BEFORE UPDATE ON carried_steps
BEGIN SELECT RAISE(ABORT, 'a step that is done never changes'); END;
CREATE TRIGGER carried_steps_stay BEFORE DELETE ON carried_steps
BEGIN SELECT RAISE(ABORT, 'a step that is done never changes'); END;
CREATE TRIGGER carried_steps_come_first BEFORE INSERT ON carried_steps WHEN EXISTS (SELECT 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;
CREATE TRIGGER carried_steps_are_done BEFORE INSERT ON steps
WHEN EXISTS (SELECT 1 FROM carried_steps WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision AND step = NEW.step)
BEGIN SELECT RAISE(ABORT, 'the step is open or done already'); END;

-- Their request ids: kept as long as the step is, in another log too.
CREATE TABLE carried_requests (
  system  TEXT NOT NULL,
  request BLOB NOT NULL CHECK (length(request) = 16),
  meaning BLOB NOT NULL CHECK (length(meaning) = 32),
  PRIMARY KEY (system, request)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER carried_requests_never_change BEFORE UPDATE ON carried_requests
BEGIN SELECT RAISE(ABORT, 'a request id keeps its meaning'); END;
CREATE TRIGGER carried_requests_stay BEFORE DELETE ON carried_requests
BEGIN SELECT RAISE(ABORT, 'a request id keeps its meaning'); END;
)sql";

}  // namespace antin::keeper
