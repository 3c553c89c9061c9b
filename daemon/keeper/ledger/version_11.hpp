// The ledger's eleventh schema: logs that were lost with their disk, and the receipts of them that clients gave back.
#pragma once

#include <cstdint>

namespace antin::keeper {

constexpr std::int64_t first_version_with_lost_logs = 11;

// A log that was lost ends where its backup is signed (predecessors.size); what came after is in its clients' hands.
// given_back.counts: a step or an ending was taken from it; else its place was filled, and it is kept as evidence.
// given_back.log: NULL, or the origin of the log before this one that took it, where `logged` is.
constexpr const char* version_11 = R"sql(
CREATE TABLE lost_logs (
  predecessor INTEGER PRIMARY KEY REFERENCES predecessors (number),
  witnessed   TEXT NOT NULL,
  keys        TEXT NOT NULL CHECK (keys <> ''),
  person_key  BLOB NOT NULL CHECK (length(person_key) = 32)
) STRICT;
CREATE TRIGGER lost_logs_never_change BEFORE UPDATE ON lost_logs
BEGIN SELECT RAISE(ABORT, 'what came before never changes'); END;
CREATE TRIGGER lost_logs_stay BEFORE DELETE ON lost_logs
BEGIN SELECT RAISE(ABORT, 'what came before never changes'); END;
CREATE TRIGGER lost_logs_come_first BEFORE INSERT ON lost_logs WHEN EXISTS (SELECT 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;

CREATE TABLE given_back (
  leaf        BLOB    NOT NULL UNIQUE CHECK (length(leaf) = 32),
  predecessor INTEGER NOT NULL REFERENCES lost_logs (predecessor),
  entry       INTEGER NOT NULL,
  proof       TEXT    NOT NULL,
  counts      INTEGER NOT NULL CHECK (counts IN (0, 1)),
  at          INTEGER NOT NULL,
  logged      INTEGER NOT NULL,
  log         TEXT
) STRICT;
CREATE TRIGGER given_back_never_changes BEFORE UPDATE ON given_back
BEGIN SELECT RAISE(ABORT, 'what was given back never changes'); END;
CREATE TRIGGER given_back_stays BEFORE DELETE ON given_back
BEGIN SELECT RAISE(ABORT, 'what was given back never changes'); END;
-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER given_back_once BEFORE INSERT ON given_back
WHEN EXISTS (SELECT 1 FROM given_back WHERE leaf = NEW.leaf)
BEGIN SELECT RAISE(ABORT, 'this receipt was given back already'); END;
CREATE TRIGGER a_closed_log_takes_nothing_back BEFORE INSERT ON given_back WHEN EXISTS (SELECT 1 FROM closed)
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;

-- From now on a step may come later than the first entry, but only by a receipt, and only into a free place.
DROP TRIGGER carried_steps_come_first;
CREATE TRIGGER carried_steps_come_first BEFORE INSERT ON carried_steps
WHEN EXISTS (SELECT 1 FROM entries) AND NOT EXISTS (SELECT 1 FROM given_back WHERE leaf = NEW.leaf AND counts = 1
                                                    AND predecessor = NEW.predecessor AND entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;
CREATE TRIGGER carried_steps_are_not_done_here BEFORE INSERT ON carried_steps
WHEN EXISTS (SELECT 1 FROM steps WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision AND step = NEW.step)
  OR EXISTS (SELECT 1 FROM carried_steps WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision AND step = NEW.step)
BEGIN SELECT RAISE(ABORT, 'the step is open or done already'); END;
DROP TRIGGER carried_endings_come_first;
CREATE TRIGGER carried_endings_come_first BEFORE INSERT ON carried_endings
WHEN EXISTS (SELECT 1 FROM entries) AND NOT EXISTS (SELECT 1 FROM given_back WHERE leaf = NEW.leaf AND counts = 1
                                                    AND predecessor = NEW.predecessor AND entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;
CREATE TRIGGER carried_endings_are_not_ended_here BEFORE INSERT ON carried_endings
WHEN EXISTS (SELECT 1 FROM endings WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision)
  OR EXISTS (SELECT 1 FROM carried_endings WHERE unit = NEW.unit AND kind = NEW.kind AND record = NEW.record
             AND revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'the revision has ended already'); END;
)sql";

}  // namespace antin::keeper
