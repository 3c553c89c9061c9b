// The ledger's ninth schema: every seal key that was ever in force, what it has sealed, and how it retired.
#pragma once

#include <cstdint>

namespace antin::keeper {

constexpr std::int64_t first_version_with_seal_keys = 9;

// Counted as seals are made: at its retirement nobody looks through millions of steps for those of one key. A retired
// key opens nothing more, and retires only when nothing that it might sign is open: there is no seal behind its last
// entry.
constexpr const char* version_9 = R"sql(
CREATE TABLE seal_keys (
  label       TEXT    NOT NULL PRIMARY KEY,
  certificate BLOB    CHECK (length(certificate) = 32),
  public_key  BLOB    CHECK (length(public_key) = 32),
  seals       INTEGER NOT NULL DEFAULT 0,
  carried     INTEGER NOT NULL DEFAULT 0,
  last_entry  INTEGER,
  last_leaf   BLOB    CHECK (length(last_leaf) = 32),
  last_log    TEXT,
  CHECK ((last_entry IS NULL) = (last_leaf IS NULL))
) STRICT;
CREATE TRIGGER seal_keys_stay BEFORE DELETE ON seal_keys
BEGIN SELECT RAISE(ABORT, 'a seal key is never forgotten'); END;
INSERT INTO seal_keys (label, seals, last_entry, last_leaf)
  SELECT seal_key, number, last, (SELECT leaf FROM entries WHERE idx = last)
  FROM (SELECT seal_key, count(*) AS number, max(entry) AS last FROM steps WHERE status = 2 AND seal_key <> ''
        GROUP BY seal_key);
CREATE TRIGGER seals_are_counted AFTER UPDATE OF status ON steps
WHEN NEW.status = 2 AND OLD.status = 1 AND NEW.seal_key <> ''
BEGIN
  INSERT INTO seal_keys (label, seals, last_entry, last_leaf)
  VALUES (NEW.seal_key, 1, NEW.entry, (SELECT leaf FROM entries WHERE idx = NEW.entry))
  ON CONFLICT (label) DO UPDATE SET seals = seals + 1, last_entry = excluded.last_entry, last_leaf = excluded.last_leaf,
    last_log = NULL;
END;

-- log: NULL, or the origin of the one that this log succeeds, where the entry is.
CREATE TABLE retired_keys (
  label  TEXT    NOT NULL PRIMARY KEY REFERENCES seal_keys (label),
  reason TEXT    NOT NULL CHECK (reason IN ('unit-closed', 'dropped', 'retired')),
  at     INTEGER NOT NULL,
  entry  INTEGER NOT NULL,
  log    TEXT
) STRICT;
CREATE TRIGGER retired_keys_never_change BEFORE UPDATE ON retired_keys
BEGIN SELECT RAISE(ABORT, 'a key retires for ever'); END;
CREATE TRIGGER retired_keys_stay BEFORE DELETE ON retired_keys
BEGIN SELECT RAISE(ABORT, 'a key retires for ever'); END;
-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER keys_retire_once BEFORE INSERT ON retired_keys
WHEN EXISTS (SELECT 1 FROM retired_keys WHERE label = NEW.label)
BEGIN SELECT RAISE(ABORT, 'the key has retired already'); END;
CREATE TRIGGER keys_retire_when_nothing_is_open BEFORE INSERT ON retired_keys
WHEN EXISTS (SELECT 1 FROM steps WHERE status = 1 AND seal_key = NEW.label)
BEGIN SELECT RAISE(ABORT, 'a step that the key was to seal is open'); END;
CREATE TRIGGER a_retired_key_seals_nothing BEFORE INSERT ON steps
WHEN NEW.seal_key <> '' AND EXISTS (SELECT 1 FROM retired_keys WHERE label = NEW.seal_key)
BEGIN SELECT RAISE(ABORT, 'the key has retired'); END;
)sql";

}  // namespace antin::keeper
