// The ledger's tenth schema: how many steps each unit has open or done in a calendar year, which a quota bounds.
#pragma once

namespace antin::keeper {

// Counted as steps come and go: a decision must not count all that a school has done this year. Years are those of
// UTC+7, as in policy::Step::quota. An intent counts at the time of its decision, and from its entry on at that.
constexpr const char* version_10 = R"sql(
CREATE VIEW steps_in_years AS
  SELECT unit, kind, step, CAST(strftime('%Y', at / 1000, 'unixepoch', '+7 hours') AS INTEGER) AS year
  FROM (SELECT unit, kind, step, at FROM steps UNION ALL SELECT unit, kind, step, at FROM carried_steps);

CREATE TABLE yearly_steps (
  unit   TEXT    NOT NULL,
  kind   TEXT    NOT NULL,
  step   TEXT    NOT NULL,
  year   INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 0),
  PRIMARY KEY (unit, kind, step, year)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER yearly_steps_stay BEFORE DELETE ON yearly_steps
BEGIN SELECT RAISE(ABORT, 'what was counted is not forgotten'); END;
INSERT INTO yearly_steps (unit, kind, step, year, number)
  SELECT unit, kind, step, year, count(*) FROM steps_in_years GROUP BY unit, kind, step, year;

CREATE TRIGGER steps_are_counted AFTER INSERT ON steps
BEGIN
  INSERT INTO yearly_steps (unit, kind, step, year, number)
  VALUES (NEW.unit, NEW.kind, NEW.step,
          CAST(strftime('%Y', NEW.at / 1000, 'unixepoch', '+7 hours') AS INTEGER), 1)
  ON CONFLICT (unit, kind, step, year) DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER abandoned_steps_do_not_count AFTER DELETE ON steps
BEGIN
  UPDATE yearly_steps SET number = number - 1
  WHERE unit = OLD.unit AND kind = OLD.kind AND step = OLD.step
    AND year = CAST(strftime('%Y', OLD.at / 1000, 'unixepoch', '+7 hours') AS INTEGER);
END;
CREATE TRIGGER steps_count_in_the_year_of_their_entry AFTER UPDATE OF at ON steps
WHEN strftime('%Y', NEW.at / 1000, 'unixepoch', '+7 hours') <> strftime('%Y', OLD.at / 1000, 'unixepoch', '+7 hours')
BEGIN
  UPDATE yearly_steps SET number = number - 1
  WHERE unit = OLD.unit AND kind = OLD.kind AND step = OLD.step
    AND year = CAST(strftime('%Y', OLD.at / 1000, 'unixepoch', '+7 hours') AS INTEGER);
  INSERT INTO yearly_steps (unit, kind, step, year, number)
  VALUES (NEW.unit, NEW.kind, NEW.step,
          CAST(strftime('%Y', NEW.at / 1000, 'unixepoch', '+7 hours') AS INTEGER), 1)
  ON CONFLICT (unit, kind, step, year) DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER carried_steps_are_counted AFTER INSERT ON carried_steps
BEGIN
  INSERT INTO yearly_steps (unit, kind, step, year, number)
  VALUES (NEW.unit, NEW.kind, NEW.step,
          CAST(strftime('%Y', NEW.at / 1000, 'unixepoch', '+7 hours') AS INTEGER), 1)
  ON CONFLICT (unit, kind, step, year) DO UPDATE SET number = number + 1;
END;
)sql";

}  // namespace antin::keeper
