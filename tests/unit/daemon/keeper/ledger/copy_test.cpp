// A copy of the ledger while it is written to.
#include <signal.h>
#include <sys/resource.h>
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

// As on a full disk: no file of this process grows beyond a megabyte.
class NoRoom {
 public:
  NoRoom() : m_handler(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit small{1 << 20, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~NoRoom() {
    ::setrlimit(RLIMIT_FSIZE, &m_before);
    ::signal(SIGXFSZ, m_handler);
  }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;

 private:
  rlimit m_before{};
  void (*m_handler)(int);
};

TEST_F(Copy, that_finds_no_room_is_an_error_and_the_ledger_goes_on) {
  auto& ledger = open();
  write(300);
  const auto copy = ledger.copy_into(copy_file());
  {
    const NoRoom no_room;
    auto progress = (*copy)->step();
    for (int i = 0; i < 10 && progress; ++i) progress = (*copy)->step();
    ASSERT_FALSE(progress);
    EXPECT_NE(progress.error().text.find("cannot copy to"), std::string::npos) << progress.error().text;
  }
  EXPECT_FALSE((*copy)->step()) << "it was given up";
  write(1);
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
