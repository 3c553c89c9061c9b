#include "daemon/keeper/ledger/read_backup.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/foreign_tools.hpp"

namespace antin::keeper::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class ABackup : public ::testing::Test {
 protected:
  ABackup() {
    auto opened = open_sqlite_ledger(file(), "seal.example/2026");
    EXPECT_TRUE(opened.ok());
    EXPECT_TRUE(opened->ledger->append(base::view("an entry"), base::Instant{}).ok());
    EXPECT_TRUE(opened->ledger->set_value("name", base::view("value")).ok());
    EXPECT_TRUE(opened->ledger->commit().ok());
  }
  [[nodiscard]] fs::path file() const { return m_folder.path() / "a ledger?.sqlite"; }
  [[nodiscard]] std::string refusal() const {
    const auto read = read_backup(file());
    return read ? "" : read.error().text;
  }

 private:
  antin::test::ToolDirectory m_folder;
};

TEST_F(ABackup, is_read_as_it_is) {
  const auto before = fs::last_write_time(file());
  {
    const auto read = read_backup(file());
    ASSERT_TRUE(read.ok()) << read.error().text;
    EXPECT_EQ(read->identity.origin, "seal.example/2026");
    EXPECT_EQ(read->identity.start, 1U);
    EXPECT_EQ(read->ledger->size().value(), 1U);
    EXPECT_EQ(base::text(*read->ledger->value("name").value()), "value");
  }
  EXPECT_EQ(fs::last_write_time(file()), before);
  EXPECT_EQ(read_backup(file())->identity.start, 1U);
  EXPECT_FALSE(fs::exists(file().string() + "-wal"));
}

TEST_F(ABackup, takes_no_writes) {
  const auto read = read_backup(file());
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(read->ledger->append(base::view("more"), base::Instant{}).ok());
}

TEST_F(ABackup, that_is_a_ledger_in_use_is_refused) {
  std::ofstream(file().string() + "-wal") << "journal";
  EXPECT_THAT(refusal(), HasSubstr("is in use, or was not closed well"));
}

TEST_F(ABackup, of_something_else_is_refused) {
  fs::remove(file());
  EXPECT_THAT(refusal(), HasSubstr("unable to open"));
  std::ofstream(file()) << "no database, but long enough to be looked at as one";
  EXPECT_THAT(refusal(), HasSubstr("file is not a database"));
}

TEST_F(ABackup, of_another_schema_is_refused) {
  std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(60);  // the SQLite file format's user version, big endian
  bytes.write("\0\0\0\x63", 4);
  bytes.close();
  EXPECT_THAT(refusal(), HasSubstr("its schema has version 99"));
}

}  // namespace
}  // namespace antin::keeper::test
