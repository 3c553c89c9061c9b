// A ledger that somebody with power over its file has altered, against its own triggers: the right edge of the tree,
// which the next checkpoint would stand on, no longer rehashes, and the refusal names the place.
#include <gmock/gmock.h>

#include "tests/unit/daemon/keeper/log/log_bench.hpp"

namespace antin::keeper::test {
namespace {

using ::testing::HasSubstr;

class AlteredLedger : public LogBench {
 protected:
  // The triggers stand aside meanwhile: the schema is the same again afterwards.
  void alter(const std::string& statement) {
    log.reset();
    publisher.reset();
    opened.reset();
    folder.write("alter.py",
                 "import sqlite3, sys\n"
                 "c = sqlite3.connect('ledger', isolation_level=None)\n"
                 "triggers = c.execute(\"SELECT name, sql FROM sqlite_master WHERE type = 'trigger'\").fetchall()\n"
                 "c.execute('BEGIN')\n"
                 "for name, sql in triggers: c.execute('DROP TRIGGER ' + name)\n"
                 "assert c.execute(sys.argv[1]).rowcount == 1\n"
                 "for name, sql in triggers: c.execute(sql)\n"
                 "c.execute('COMMIT')\n");
    folder.must_run("python3 alter.py \"" + statement + "\"");
  }
  // Why the ledger cannot be opened, or the log not be continued.
  [[nodiscard]] std::string refusal() {
    auto ledger = open_sqlite_ledger(folder / "ledger", origin);
    if (!ledger) return ledger.error().text;
    opened = std::move(*ledger);
    publisher.emplace(LogFolders{folder / "log", folder / "entries"}, *opened->ledger);
    return why_not_started();
  }
  void is_refused(const std::string& statement, const std::string& words) {
    opened.reset();
    folder.must_run("rm -rf kept && mkdir kept && cp ledger* kept/");
    alter(statement);
    EXPECT_THAT(refusal(), HasSubstr("the ledger is damaged: " + words + ";")) << statement;
    opened.reset();
    folder.must_run("rm ledger* && cp kept/* .");
  }
};

// 66000 = 65536 + 256 + 208
TEST_F(AlteredLedger, is_refused_with_the_place_when_its_right_edge_is_another_at_any_level) {
  start();
  append(66'000);
  checkpoint();
  opened.reset();
  ASSERT_EQ(refusal(), "");
  is_refused("UPDATE entries SET bytes = x'7b7d' WHERE idx = 65999", "the hash of entry 65999 does not hold");
  is_refused("UPDATE entries SET leaf = zeroblob(32) WHERE idx = 65999", "the hash of entry 65999 does not hold");
  is_refused("UPDATE subtrees SET hash = zeroblob(32) WHERE level = 1 AND idx = 256",
             "the hash over tile/0/256 does not hold");
  is_refused("UPDATE subtrees SET hash = zeroblob(32) WHERE level = 2 AND idx = 0",
             "the hash over tile/1/000 does not hold");
  EXPECT_EQ(refusal(), "");
}

TEST_F(AlteredLedger, is_refused_when_its_last_entry_is_gone) {
  start();
  append(3);
  checkpoint();
  alter("DELETE FROM entries WHERE idx = 2");
  EXPECT_THAT(refusal(), HasSubstr("but the ledger has 2 entries"));
}

}  // namespace
}  // namespace antin::keeper::test
