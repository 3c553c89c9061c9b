// A copy of the ledger while it is written to.
#include <sys/stat.h>

#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

class Copy : public LedgerTest {
 protected:
  // 16 KiB each: a copy takes many steps.
  void write(int entries) {
    for (int i = 0; i < entries; ++i) ASSERT_TRUE(m_opened->ledger->append(large, second(++m_written)));
    ASSERT_TRUE(m_opened->ledger->commit());
  }
  [[nodiscard]] std::filesystem::path copy_file() const { return m_folder / "copy"; }

  const base::Bytes large = base::Bytes(16'000, 'x');
  int m_written = 0;
};

TEST_F(Copy, opens_as_a_ledger_and_holds_all_that_was_committed_meanwhile) {
  auto& ledger = open();
  write(300);
  const auto copy = ledger.copy_into(copy_file());
  ASSERT_TRUE(copy) << copy.error().text;
  unsigned steps = 0;
  for (bool complete = false; !complete; ++steps) {
    write(1);
    const auto progress = (*copy)->step();
    ASSERT_TRUE(progress) << progress.error().text;
    complete = progress->complete;
  }
  EXPECT_GT(steps, 3U);
  const auto root = *ledger.root();
  const auto size = *ledger.size();
  struct stat status {};
  ASSERT_EQ(::stat(copy_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  close();
  const auto opened = open_sqlite_ledger(copy_file(), origin);
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(*opened->ledger->size(), size);
  EXPECT_EQ(*opened->ledger->root(), root);
}

TEST_F(Copy, waits_while_a_batch_is_open) {
  auto& ledger = open();
  write(3);
  const auto copy = ledger.copy_into(copy_file());
  ASSERT_TRUE(ledger.append(large, second(9)));
  for (int i = 0; i < 3; ++i) {
    const auto progress = (*copy)->step();
    ASSERT_TRUE(progress) << progress.error().text;
    EXPECT_FALSE(progress->complete);
  }
  ASSERT_TRUE(ledger.commit());
  EXPECT_TRUE((*copy)->step()->complete);
}

TEST_F(Copy, never_goes_over_a_file_that_is_there) {
  auto& ledger = open();
  std::filesystem::create_symlink(file(), copy_file());
  const auto refused = ledger.copy_into(copy_file());
  ASSERT_FALSE(refused);
  write(1);  // and the ledger goes on
}

TEST_F(Copy, ends_with_the_ledger_that_it_is_of) {
  auto& ledger = open();
  write(300);
  const auto copy = ledger.copy_into(copy_file());
  ASSERT_TRUE((*copy)->step());
  ASSERT_FALSE(ledger.append({}, second(1)));  // an entry of no octets: the ledger is closed for good
  EXPECT_FALSE((*copy)->step());
}

}  // namespace
}  // namespace antin::keeper::test
