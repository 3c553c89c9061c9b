#include "daemon/keeper/ledger/statement.hpp"
#include "tests/unit/daemon/keeper/log/log_bench.hpp"

namespace antin::keeper::test {
namespace {

class Start : public LogBench {
 protected:
  // Of a stranger to the file, while the ledger is closed.
  void run_sql(const std::string& sql) { Connection::open(folder / "ledger").script(sql); }
};

TEST_F(Start, of_a_new_log_and_of_one_in_order_is_allowed) {
  EXPECT_EQ(why_not_started(), "");
  start();
  append(300);
  checkpoint();
  append(7);  // not covered yet: a kill came before the next checkpoint
  open();
  EXPECT_EQ(why_not_started(), "");
}

TEST_F(Start, with_an_older_copy_of_the_ledger_is_refused) {
  start();
  append(3);
  folder.must_run("cp ledger older && cp ledger-wal older-wal");
  checkpoint();
  opened.reset();
  folder.must_run("mv older ledger && mv older-wal ledger-wal");
  open();
  EXPECT_NE(why_not_started().find("newer than the ledger's last checkpoint"), std::string::npos) << why_not_started();
}

TEST_F(Start, with_another_root_for_the_same_size_is_refused) {
  start();
  append(3);
  checkpoint();
  const tlog::Checkpoint forked{origin, 3, tlog::leaf_hash(base::view("another"))};
  ASSERT_TRUE(base::write_file_durably(folder / "log/checkpoint", base::view(key.signed_note(forked))));
  EXPECT_NE(why_not_started().find("entries were altered, or this is another ledger"), std::string::npos);
}

TEST_F(Start, with_a_kept_checkpoint_that_the_entries_do_not_give_is_refused) {
  append(3);
  const tlog::Checkpoint forked{origin, 3, tlog::leaf_hash(base::view("another"))};
  ASSERT_TRUE(ledger().keep_checkpoint({3, key.signed_note(forked)}, second(1)));
  EXPECT_NE(why_not_started().find("the ledger's last checkpoint is for 3 entries"), std::string::npos);
}

// No full tile covers them yet, so no hash of the tree: the checkpoint does.
TEST_F(Start, with_the_newest_entries_in_another_order_is_refused) {
  start();
  append(3);
  checkpoint();
  opened.reset();
  run_sql(
      "DROP TRIGGER entries_never_change; CREATE TABLE kept AS SELECT * FROM entries; UPDATE entries SET "
      "(bytes, leaf) = (SELECT bytes, leaf FROM kept WHERE idx = 3 - entries.idx) WHERE idx > 0; DROP TABLE kept");
  open();
  EXPECT_NE(why_not_started().find("entries were altered, or this is another ledger"), std::string::npos);
}

TEST_F(Start, with_a_log_that_was_cut_off_is_refused) {
  start();
  append(30);
  checkpoint();
  opened.reset();
  run_sql("DROP TRIGGER entries_stay; DELETE FROM entries WHERE idx > 20");
  open();
  EXPECT_NE(why_not_started().find("but the ledger has 21 entries"), std::string::npos) << why_not_started();
}

TEST_F(Start, with_a_checkpoint_of_another_key_is_refused) {
  start();
  append(3);
  checkpoint();
  auto other = key.verifier();
  other.key[0] ^= 1;
  ASSERT_TRUE(ledger().set_value("log-keys", {}));  // as of a ledger from before keys were remembered
  keys = {other, {other}};
  EXPECT_NE(why_not_started().find("the ledger's last checkpoint is not one of the log's keys"), std::string::npos);
}

TEST_F(Start, with_a_published_file_that_is_no_checkpoint_is_refused_and_says_what_to_do) {
  start();
  append(3);
  checkpoint();
  ASSERT_TRUE(base::write_file_durably(folder / "log/checkpoint", base::view("nonsense")));
  EXPECT_NE(why_not_started().find("--rebuild-log-files"), std::string::npos);
}

TEST_F(Start, with_a_clock_behind_the_last_entry_waits_for_the_clock) {
  append(3);
  const auto checked = check_log(ledger(), *publisher, keys, second(1));
  ASSERT_FALSE(checked);
  EXPECT_TRUE(checked.error().passes);
  EXPECT_TRUE(checked.error().is_clock);
  EXPECT_NE(checked.error().text.find("--last " + base::print(ledger().entries(2, 1)->front().leaf)), std::string::npos)
      << "what a quorum has to name: " << checked.error().text;
  EXPECT_EQ(why_not_started(second(3)), "");
}

}  // namespace
}  // namespace antin::keeper::test
