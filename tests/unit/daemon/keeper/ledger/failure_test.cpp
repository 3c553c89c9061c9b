// A store that fails: which fault it is, that nothing more is taken, and what is there afterwards.
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "tests/unit/daemon/keeper/ledger/failing_disk.hpp"
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

class Failure : public LedgerTest {
 protected:
  void SetUp() override {
    auto& ledger = open();
    ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
    ASSERT_TRUE(ledger.commit());
    close();
  }
};

// Files may grow to this size and no further, as on a full disk; SQLite sees its write fail.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t octets) {
    m_signal = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit lower{octets, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &lower);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &m_before);
    std::signal(SIGXFSZ, m_signal);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit m_before{};
  void (*m_signal)(int) = nullptr;
};

void expect_closed(Ledger& ledger, LedgerFault fault) {
  EXPECT_EQ(ledger.size().error().fault, fault);
  EXPECT_EQ(ledger.entry(0).error().fault, fault);
  EXPECT_EQ(ledger.last_entry_time().error().fault, fault);
  EXPECT_EQ(ledger.steps("79", "hoc-ba", "r", 1).error().fault, fault);
  EXPECT_EQ(ledger.count("79", "hoc-ba", "s", second(0), second(1)).error().fault, fault);
  EXPECT_EQ(ledger.open_intents().error().fault, fault);
  EXPECT_EQ(ledger.used_request("school", request_id(1)).error().fault, fault);
  EXPECT_EQ(ledger.blob(hash_of("")).error().fault, fault);
  EXPECT_EQ(ledger.approval(hash_of("")).error().fault, fault);
  EXPECT_EQ(ledger.value("crl").error().fault, fault);
  EXPECT_EQ(ledger.append(base::view("{}"), second(1)).error().fault, fault);
  EXPECT_EQ(ledger.put_blob(hash_of(""), {}).error().fault, fault);
  EXPECT_EQ(ledger.set_value("crl", {}).error().fault, fault);
  EXPECT_EQ(ledger.open_step(intent(step_name("r")), hash_of("")).error().fault, fault);
  EXPECT_EQ(ledger.forget_timestamps(second(1)).error().fault, fault);
  EXPECT_EQ(ledger.mark().error().fault, fault);
  EXPECT_EQ(ledger.rewind().error().fault, fault);
  EXPECT_EQ(ledger.commit().error().fault, fault);
  EXPECT_NE(ledger.commit().error().text.find("the ledger is closed"), std::string::npos);
}

TEST_F(Failure, a_full_store_is_a_write_fault_and_the_whole_batch_is_gone) {
  {
    auto ledger = open_with("PRAGMA max_page_count = 100");
    LedgerResult<Appended> result = ledger->append(base::Bytes(4000, 1), second(1));
    ASSERT_TRUE(result);
    while (result) result = ledger->append(base::Bytes(4000, 1), second(1));
    EXPECT_EQ(result.error().fault, LedgerFault::write);
    EXPECT_NE(result.error().text.find("full"), std::string::npos) << result.error().text;
    expect_closed(*ledger, LedgerFault::write);
  }
  EXPECT_EQ(*open().size(), 1U);
}

TEST_F(Failure, an_opening_on_a_full_disk_may_be_tried_again) {
  {
    const FileSizeLimit limit(0);
    const auto opened = open_sqlite_ledger(file(), origin);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, OpeningFault::passing) << opened.error().text;
  }
  EXPECT_EQ(*open().size(), 1U);
}

TEST_F(Failure, a_commit_that_cannot_be_written_is_a_commit_fault) {
  {
    auto& ledger = open();
    ASSERT_TRUE(ledger.append(base::Bytes(16000, 1), second(1)));
    ASSERT_TRUE(ledger.append(base::Bytes(16000, 1), second(1)));
    const FileSizeLimit limit(16384);
    EXPECT_EQ(ledger.commit().error().fault, LedgerFault::commit);
    expect_closed(ledger, LedgerFault::commit);
  }
  EXPECT_EQ(*open().size(), 1U);
}

// The batch is durable in SQLite's log, but the file cannot take it over.
TEST_F(Failure, a_log_that_cannot_be_copied_into_the_file_is_a_commit_fault_and_nothing_is_lost) {
  std::uint64_t committed = 1;
  {
    auto& ledger = open();
    const auto roomy = std::filesystem::file_size(file());
    LedgerResult<void> result;
    // The log is as large as the file when it is copied: a limit that lets it grow holds the file back later.
    for (int i = 0; i < 230; ++i) ASSERT_TRUE(ledger.append(base::Bytes(16000, 1), second(1)));
    ASSERT_TRUE(ledger.commit());
    committed += 230;
    const FileSizeLimit limit(roomy + 230 * 16384 + 1'000'000);
    while (result) {
      for (int i = 0; i < 50 && result; ++i) {
        const auto appended = ledger.append(base::Bytes(16000, 1), second(1));
        ASSERT_TRUE(appended);
      }
      committed += 50;
      result = ledger.commit();
    }
    EXPECT_EQ(result.error().fault, LedgerFault::commit);
    EXPECT_NE(result.error().text.find("cannot copy the log"), std::string::npos) << result.error().text;
    expect_closed(ledger, LedgerFault::commit);
  }
  EXPECT_EQ(*open().size(), committed);
}

TEST_F(Failure, a_commit_whose_fsync_fails_is_a_commit_fault_and_the_batch_is_whole_or_absent) {
  {
    const FailingDisk disk;
    auto& ledger = open();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
    FailingDisk::fail_sync_of(SQLITE_OPEN_WAL);
    EXPECT_EQ(ledger.commit().error().fault, LedgerFault::commit);
    expect_closed(ledger, LedgerFault::commit);
    close();
  }
  const auto size = *open().size();
  EXPECT_TRUE(size == 1 || size == 4) << size;
}

TEST_F(Failure, a_failed_fsync_of_the_file_is_never_tried_again) {
  {
    const FailingDisk disk;
    auto& ledger = open();
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(ledger.append(base::Bytes(16000, 1), second(1)));
    FailingDisk::fail_sync_of(SQLITE_OPEN_MAIN_DB);
    const auto committed = ledger.commit();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().fault, LedgerFault::commit);
    EXPECT_NE(committed.error().text.find("cannot copy the log"), std::string::npos) << committed.error().text;
    FailingDisk::fail_sync_of(0);
    close();
    // Closing did not copy and drop the log, which alone is known to be whole.
    EXPECT_GT(std::filesystem::file_size(file().string() + "-wal"), 4'000'000U);
  }
  EXPECT_EQ(*open().size(), 301U);
}

TEST_F(Failure, a_disk_that_fails_at_the_start_is_a_refusal) {
  const FailingDisk disk;
  FailingDisk::fail_sync_of(SQLITE_OPEN_WAL);
  EXPECT_NE(refusal().find("cannot open the ledger"), std::string::npos);
}

TEST_F(Failure, a_read_that_meets_damage_closes_the_ledger_and_says_what_to_do) {
  ASSERT_EQ(run_sql("DROP TRIGGER blobs_never_change;"
                    "INSERT INTO blobs VALUES (zeroblob(32), x'00')"),
            "");
  auto& ledger = open();
  ASSERT_TRUE(ledger.append(base::view("{}"), second(1)));
  const auto damaged = ledger.blob(base::Sha256Hash{});
  ASSERT_FALSE(damaged);
  EXPECT_NE(damaged.error().text.find("the ledger is damaged: the blob"), std::string::npos);
  EXPECT_NE(damaged.error().text.find("antind --check-ledger"), std::string::npos);
  expect_closed(ledger, LedgerFault::damage);
  EXPECT_EQ(*open().size(), 1U);
}

// SQLITE_CORRUPT, of a page that no start looks at.
TEST_F(Failure, a_page_that_SQLite_finds_damaged_is_damage_too) {
  auto& ledger = open();
  const auto entry = octets("{\"n\":\"" + std::string(1000, '7') + "\"}");
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(ledger.append(entry, second(1)));
  ASSERT_TRUE(ledger.commit());
  close();
  {
    std::fstream content(file(), std::ios::in | std::ios::out | std::ios::binary);
    content.seekp(4096 * 200);
    content << std::string(4096 * 4, '\xff');
  }
  auto& again = open();
  const auto read = again.entries(0, 1000);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().text.find("antind --check-ledger"), std::string::npos) << read.error().text;
  expect_closed(again, LedgerFault::damage);
}

TEST_F(Failure, a_large_ledger_is_copied_from_the_log_as_it_grows) {
  auto& ledger = open();
  for (int i = 0; i < 700; ++i) {
    ASSERT_TRUE(ledger.append(base::Bytes(16000, 1), second(1)));
    if (i % 50 != 0) continue;
    ASSERT_TRUE(ledger.commit());
  }
  ASSERT_TRUE(ledger.commit());
  EXPECT_LT(std::filesystem::file_size(file().string() + "-wal"), 8'000'000U);
  EXPECT_EQ(*open().size(), 701U);
}

}  // namespace
}  // namespace antin::keeper::test
