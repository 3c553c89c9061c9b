// The ledger's fifth schema: what was approved in bulk, one signature, and the items that were submitted under it.
#pragma once

namespace antin::keeper {

// A bulk statement is stored once for each signature over it, its items name it. A statement's hash alone would not do:
// two people may sign the same text, and where a step has no seal its timestamp is over just the CMS that was sent.
constexpr const char* version_5 = R"sql(
CREATE TABLE bulk_approvals (
  number    INTEGER PRIMARY KEY,
  hash      BLOB NOT NULL CHECK (length(hash) = 32),
  cms_hash  BLOB NOT NULL CHECK (length(cms_hash) = 32),
  statement BLOB NOT NULL,
  cms       BLOB NOT NULL,
  UNIQUE (hash, cms_hash)
) STRICT;
CREATE TRIGGER bulk_approvals_never_change BEFORE UPDATE ON bulk_approvals
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
CREATE TRIGGER bulk_approvals_stay BEFORE DELETE ON bulk_approvals
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;

CREATE TABLE bulk_items (
  hash      BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
  statement BLOB    NOT NULL,
  bulk      INTEGER NOT NULL REFERENCES bulk_approvals (number),
  place     INTEGER NOT NULL CHECK (place BETWEEN 0 AND 4294967295),
  path      BLOB    NOT NULL CHECK (length(path) % 32 = 0)
) STRICT;
CREATE TRIGGER bulk_items_never_change BEFORE UPDATE ON bulk_items
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
CREATE TRIGGER bulk_items_stay BEFORE DELETE ON bulk_items
BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
)sql";

}  // namespace antin::keeper
