// Damage in a part of the ledger that no start looks at, met by the first who reads there.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/integration/followers/stamps.hpp"
#include "tests/support/child.hpp"

namespace antin::test {
namespace {

const std::string school = "school-79760001";
constexpr unsigned entries = 1500;  // so that the first are in tiles that a start leaves alone

constexpr std::size_t page = 4096;
constexpr char table_leaf = 0x0d;  // what a page of a table's rows begins with (SQLite's file format, 1.6)

// The first page with rows of entries loses its header, as when a sector is lost.
void damage(const std::filesystem::path& ledger) {
  std::fstream file(ledger, std::ios::in | std::ios::out | std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  std::size_t at = 0;
  const auto holds_entries = [&] {
    return content.at(at) == table_leaf && content.substr(at, page).find(R"("type":"timestamp")") != std::string::npos;
  };
  while (!holds_entries()) at += page;
  file.clear();
  file.seekp(static_cast<std::streamoff>(at));
  file << std::string(64, '\xff');
}

TEST(Damage, that_is_met_while_serving_stops_the_appliance_and_names_the_check) {
  Appliance appliance;
  Stamps(appliance, school).make(entries);
  appliance.stop();
  damage(appliance.ledger());
  appliance.start();

  auto options = appliance.options(school);
  options.deadline = std::chrono::seconds(5);
  auto connection = client::Connection::open(std::move(options)).value();
  EXPECT_FALSE(client::entries(connection, {0, 256, 0, {}}));
  EXPECT_NE(appliance.await_giving_up().find("antind --check-ledger"), std::string::npos);

  const ToolDirectory folder;
  Child check({std::string(ANTIN_BINARY_DIR) + "/bin/antind", "--config", appliance.folder().path() / "etc/antind.conf",
               "--check-ledger"},
              folder.path() / "said");
  EXPECT_EQ(check.wait(), 78);
  EXPECT_NE(base::text(folder.read("said")).find("the ledger is damaged"), std::string::npos);
}

}  // namespace
}  // namespace antin::test
