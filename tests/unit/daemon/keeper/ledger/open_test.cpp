#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

using Opening = LedgerTest;

TEST_F(Opening, makes_a_file_that_only_its_owner_reads) {
  const auto before = ::umask(0);
  open();
  ::umask(before);
  for (const auto& path : {file().string(), file().string() + "-wal", file().string() + ".lock"}) {
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0) << path;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << path;
  }
}

TEST_F(Opening, counts_each_start_and_keeps_the_person_key) {
  open();
  const auto first = identity();
  open();
  EXPECT_EQ(first.start, 1U);
  EXPECT_EQ(identity().start, 2U);
  EXPECT_EQ(first.origin, origin);
  EXPECT_EQ(first.person_key.size(), 32U);
  EXPECT_EQ(identity().person_key, first.person_key);
  EXPECT_NE(first.person_key, base::Bytes(32));
}

TEST_F(Opening, of_another_origin_is_refused_and_counts_no_start) {
  open();
  close();
  EXPECT_EQ(open_sqlite_ledger(file(), "other.example/2026").error().fault, OpeningFault::lasting);
  EXPECT_NE(refusal("other.example/2026").find("the ledger is that of `seal.test.example/2026`"), std::string::npos);
  open();
  EXPECT_EQ(identity().start, 2U);
}

TEST_F(Opening, twice_in_one_process_is_refused) {
  open();
  EXPECT_NE(refusal().find("another process holds the ledger"), std::string::npos);
  EXPECT_EQ(open_sqlite_ledger(file(), origin).error().fault, OpeningFault::passing);
}

TEST_F(Opening, by_a_second_process_is_refused_until_the_first_has_ended) {
  open();
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(refusal().find("another process holds the ledger") != std::string::npos ? 0 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  close();
  EXPECT_EQ(refusal(), "");
}

TEST_F(Opening, a_file_that_is_not_a_database_is_refused) {
  std::ofstream(file()) << std::string(8192, 'x');
  EXPECT_NE(refusal().find("not a database"), std::string::npos) << refusal();
  EXPECT_EQ(open_sqlite_ledger(file(), origin).error().fault, OpeningFault::lasting);
}

TEST_F(Opening, anything_but_a_regular_file_is_refused) {
  std::filesystem::create_directory(file());
  EXPECT_NE(refusal(), "");
  std::filesystem::remove(file());
  std::filesystem::create_symlink(m_folder / "elsewhere", file());
  EXPECT_NE(refusal(), "");
  EXPECT_FALSE(std::filesystem::exists(m_folder / "elsewhere"));
  EXPECT_NE(open_sqlite_ledger(m_folder / "missing" / "ledger", origin).error().text, "");
}

void make_file(const std::filesystem::path& file) { std::ofstream{file}; }

TEST_F(Opening, a_database_of_something_else_is_refused) {
  make_file(file());
  ASSERT_EQ(run_sql("CREATE TABLE entries (idx INTEGER PRIMARY KEY)"), "");
  EXPECT_NE(refusal().find("the file is a database of something else"), std::string::npos) << refusal();
}

TEST_F(Opening, a_ledger_without_a_version_is_refused) {
  make_file(file());
  ASSERT_EQ(run_sql("CREATE TABLE entries (idx INTEGER PRIMARY KEY); PRAGMA application_id = 0x416e746e"), "");
  EXPECT_NE(refusal().find("the ledger's schema has no version"), std::string::npos) << refusal();
}

TEST_F(Opening, a_newer_schema_is_refused_and_left_alone) {
  open();
  const auto known = std::to_string(schema_version);
  const auto newer = std::to_string(schema_version + 1);
  ASSERT_EQ(run_sql("PRAGMA user_version = " + newer), "");
  EXPECT_NE(refusal().find("the ledger's schema has version " + newer + ", this program knows up to " + known),
            std::string::npos);
  ASSERT_EQ(run_sql("PRAGMA user_version = " + known), "");
  open();
  EXPECT_EQ(identity().start, 2U);
}

TEST_F(Opening, an_older_program_is_kept_out_by_the_version_of_the_file) {
  open();
  close();
  auto connection = Connection::open(file());
  auto version = connection.query("PRAGMA user_version");
  ASSERT_TRUE(version.next());
  EXPECT_EQ(version.integer(0), schema_version);
}

TEST_F(Opening, damaged_pages_of_the_newest_entries_are_found) {
  auto& ledger = open();
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(ledger.append(base::Bytes(1000, 7), second(1)));
  ASSERT_TRUE(ledger.commit());
  close();
  {
    std::fstream content(file(), std::ios::in | std::ios::out | std::ios::binary);
    content.seekp(-4096, std::ios::end);
    content << std::string(4096, '\xff');
  }
  EXPECT_NE(refusal().find("damaged"), std::string::npos) << refusal();
}

// Damage that SQLite cannot see: somebody took the triggers away first.
TEST_F(Opening, an_entry_whose_hash_does_not_hold_is_found) {
  ASSERT_TRUE(open().append(base::view("{}"), second(1)));
  ASSERT_TRUE(m_opened->ledger->commit());
  ASSERT_EQ(run_sql("DROP TRIGGER entries_never_change; UPDATE entries SET bytes = x'7b20'"), "");
  EXPECT_NE(refusal().find("the hash of entry 0 does not hold"), std::string::npos) << refusal();
}

TEST_F(Opening, a_missing_entry_is_found) {
  auto& ledger = open();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
  ASSERT_TRUE(ledger.commit());
  ASSERT_EQ(run_sql("DROP TRIGGER entries_stay; DELETE FROM entries WHERE idx = 1"), "");
  EXPECT_NE(refusal().find("entries are missing"), std::string::npos) << refusal();
}

TEST_F(Opening, a_done_step_without_its_entry_is_found) {
  auto& ledger = open();
  ASSERT_TRUE(ledger.open_step(intent(step_name("r1")), hash_of("meaning")));
  const auto entry = ledger.append(base::view("{}"), second(1));
  ASSERT_TRUE(ledger.complete_step(step_name("r1"), *entry, second(1), base::view("reply")));
  ASSERT_TRUE(ledger.commit());
  ASSERT_EQ(run_sql("PRAGMA foreign_keys = OFF; DROP TRIGGER entries_stay; DELETE FROM entries"), "");
  EXPECT_NE(refusal().find("a reference leads nowhere"), std::string::npos) << refusal();
}

TEST_F(Opening, a_ledger_that_lost_its_identity_is_not_given_a_new_one) {
  ASSERT_TRUE(open().append(base::view("{}"), second(1)));
  ASSERT_TRUE(m_opened->ledger->commit());
  ASSERT_EQ(run_sql("DROP TRIGGER identity_stays; DELETE FROM identity"), "");
  EXPECT_NE(refusal().find("it does not say whose it is"), std::string::npos) << refusal();
}

TEST_F(Opening, a_ledger_whose_start_numbers_are_used_up_is_refused) {
  open();
  ASSERT_EQ(run_sql("UPDATE identity SET start = 4294967295"), "");
  EXPECT_NE(refusal().find("the start number is used up"), std::string::npos) << refusal();
}

}  // namespace
}  // namespace antin::keeper::test
