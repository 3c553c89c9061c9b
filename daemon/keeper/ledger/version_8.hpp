// The ledger's eighth schema: what security officers have stopped, and what they let go on.
#pragma once

#include <cstdint>

namespace antin::keeper {

constexpr std::int64_t version_with_orders = 8;

// An order never changes; what is stopped is that whose last order is a stop. Statements are kept so that none is an
// order twice.
constexpr const char* version_8 = R"sql(
CREATE TABLE orders (
  number    INTEGER PRIMARY KEY,
  act       TEXT    NOT NULL CHECK (act IN ('stop', 'resume')),
  target    TEXT    NOT NULL CHECK (target <> ''),
  reason    TEXT    NOT NULL CHECK ((reason <> '') = (act = 'stop')),
  statement BLOB    NOT NULL UNIQUE CHECK (length(statement) = 32),
  at        INTEGER NOT NULL,
  entry     INTEGER NOT NULL UNIQUE REFERENCES entries (idx),
  result    BLOB    NOT NULL
) STRICT;
CREATE INDEX orders_by_target ON orders (target, entry);
CREATE TRIGGER orders_never_change BEFORE UPDATE ON orders
BEGIN SELECT RAISE(ABORT, 'an order never changes'); END;
CREATE TRIGGER orders_stay BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'an order never changes'); END;
-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER orders_are_given_once BEFORE INSERT ON orders
WHEN EXISTS (SELECT 1 FROM orders WHERE number = NEW.number OR entry = NEW.entry OR statement = NEW.statement)
BEGIN SELECT RAISE(ABORT, 'the statement was an order already'); END;
CREATE TRIGGER orders_follow_each_other BEFORE INSERT ON orders
WHEN EXISTS (SELECT 1 FROM orders WHERE entry > NEW.entry)
BEGIN SELECT RAISE(ABORT, 'an order comes after those before it'); END;
CREATE TRIGGER a_closed_log_takes_no_order BEFORE INSERT ON orders WHEN EXISTS (SELECT 1 FROM closed)
BEGIN SELECT RAISE(ABORT, 'the log is closed'); END;

-- What was stopped when the log before was closed. It stays so: officers of this log resume it.
CREATE TABLE carried_stops (
  target      TEXT    NOT NULL PRIMARY KEY,
  reason      TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  predecessor INTEGER NOT NULL REFERENCES predecessors (number),
  entry       INTEGER NOT NULL,
  leaf        BLOB    NOT NULL CHECK (length(leaf) = 32),
  path        BLOB    NOT NULL CHECK (length(path) % 32 = 0)
) STRICT;
CREATE TRIGGER carried_stops_never_change BEFORE UPDATE ON carried_stops
BEGIN SELECT RAISE(ABORT, 'an order never changes'); END;
CREATE TRIGGER carried_stops_stay BEFORE DELETE ON carried_stops
BEGIN SELECT RAISE(ABORT, 'an order never changes'); END;
CREATE TRIGGER carried_stops_come_first BEFORE INSERT ON carried_stops WHEN EXISTS (SELECT 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;

CREATE VIEW stopped AS
  SELECT target, reason, orders.at AS at, leaf FROM orders JOIN entries ON idx = entry
  WHERE act = 'stop'
    AND NOT EXISTS (SELECT 1 FROM orders later WHERE later.target = orders.target AND later.entry > orders.entry)
  UNION ALL
  SELECT target, reason, at, leaf FROM carried_stops
  WHERE NOT EXISTS (SELECT 1 FROM orders WHERE orders.target = carried_stops.target);
CREATE TRIGGER only_what_is_stopped_is_resumed BEFORE INSERT ON orders
WHEN NEW.act = 'resume' AND NOT EXISTS (SELECT 1 FROM stopped WHERE target = NEW.target)
BEGIN SELECT RAISE(ABORT, 'what is not stopped is not resumed'); END;
)sql";

}  // namespace antin::keeper
