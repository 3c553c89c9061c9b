// Subscribers of a real appliance that are stopped, slowed, killed and started again at random while entries are
// appended: each ends with exactly the log. How many entries: ANTIN_FOLLOWED_ENTRIES, else 3,000.
#include <gtest/gtest.h>

#include <future>
#include <random>
#include <thread>

#include "client/lib/log_reader.hpp"
#include "core/tlog/hash.hpp"
#include "tests/integration/followers/follower.hpp"
#include "tests/integration/followers/stamps.hpp"
#include "tests/support/await.hpp"
#include "tests/support/ledger_copy.hpp"

namespace antin::test {
namespace {

using std::chrono::milliseconds;

const std::string school = "school-79760001";
constexpr unsigned fewest_entries_a_round = 250;
constexpr unsigned most_rounds = 100;
constexpr unsigned acts_a_round = 3;
constexpr unsigned rounds_a_gate = 8;

unsigned entries_wanted() {
  const auto* given = std::getenv("ANTIN_FOLLOWED_ENTRIES");
  return given == nullptr ? 3000 : static_cast<unsigned>(std::stoul(given));
}

client::LogTrust trust_of(const Appliance& appliance) {
  return {client::parse_log_keys(base::text(appliance.folder().read("client/log.vkey"))).value(), {}, 0};
}

// A subscriber made of libantin, which keeps its state as text and goes on from it in a new connection.
class LibraryFollower {
 public:
  explicit LibraryFollower(const Appliance& appliance) : m_appliance(appliance), m_view(trust_of(appliance)) {}

  void read(unsigned pages) {
    auto connection = m_appliance.connect(school);
    for (unsigned page = 0; page < pages; ++page) {
      auto read = client::read_on(connection, m_view, 100, milliseconds(0), {});
      if (!read) throw std::runtime_error(read.error().text);
      for (auto& entry : *read) m_items.push_back(std::move(entry.item));
    }
    if (!m_view.note().empty()) m_view = client::LogView::parse(trust_of(m_appliance), m_view.print()).value();
  }
  void catch_up(std::uint64_t size) {
    while (m_view.next() < size) read(10);
  }
  [[nodiscard]] const std::vector<protocol::Item>& items() const { return m_items; }
  [[nodiscard]] const client::LogView& view() const { return m_view; }

 private:
  const Appliance& m_appliance;
  client::LogView m_view;
  std::vector<protocol::Item> m_items;
};

class Followers : public ::testing::Test {
 protected:
  void disturb(Follower& follower) {
    switch (std::uniform_int_distribution(0, 3)(m_random)) {
      case 0:
        follower.kill();
        follower.start();
        break;
      case 1:
        follower.end();
        follower.start();
        break;
      case 2:
        follower.stop();
        std::this_thread::sleep_for(milliseconds(std::uniform_int_distribution(10, 200)(m_random)));
        follower.go_on();
        break;
      default: follower.slow_down();
    }
  }

  void append_and_disturb(unsigned entries) {
    const auto entries_a_round = std::max(fewest_entries_a_round, entries / most_rounds);
    Stamps stamps(appliance, school);
    for (unsigned made = 0, round = 0; made < entries; made += entries_a_round, ++round) {
      auto appending = std::async(std::launch::async, [&] { stamps.make(entries_a_round); });
      for (unsigned act = 0; act < acts_a_round; ++act) {
        disturb(to_standard_output);
        disturb(to_file);
        by_library.read(std::uniform_int_distribution(0U, 2U)(m_random));
      }
      if (round % rounds_a_gate == rounds_a_gate - 1) appliance.kill_and_await_successor("antin-gate");
      appending.get();
    }
  }

  std::uint64_t size_of_log() {
    auto connection = appliance.connect(school);
    return client::newest_checkpoint(connection, trust_of(appliance)).value().checkpoint.size;
  }

  void expect_ledger_passes_its_check() const {
    const ToolDirectory folder;
    const auto said = folder.path() / "said";
    Child check({std::string(ANTIN_BINARY_DIR) + "/bin/antind", "--config",
                 appliance.folder().path() / "etc/antind.conf", "--check-ledger"},
                said);
    EXPECT_EQ(check.wait(), 0) << base::text(folder.read("said"));
    EXPECT_NE(base::text(folder.read("said")).find("the ledger is in order: "), std::string::npos);
  }

  // By the ledger's octets, which none of our code has read.
  void expect_is(const LedgerCopy& ledger, const FollowedLine& line) {
    const auto octets = ledger.entry(line.index);
    ASSERT_TRUE(octets) << line.index;
    ASSERT_EQ(line.leaf, tlog::leaf_hash(*octets)) << line.index;
    ASSERT_EQ(line.entry.value_or(std::string(base::text(*octets))), base::text(*octets)) << line.index;
  }

  const unsigned seed = std::random_device{}();
  std::mt19937 m_random{seed};
  Appliance appliance;
  Follower to_standard_output{appliance, school, Follower::Output::standard};
  Follower to_file{appliance, school, Follower::Output::file};
  LibraryFollower by_library{appliance};
};

TEST_F(Followers, that_are_stopped_slowed_killed_and_started_again_end_with_exactly_the_log) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  const auto wanted = entries_wanted();
  to_standard_output.start();
  to_file.start();
  append_and_disturb(wanted);
  to_standard_output.kill();
  to_file.kill();

  const auto size = size_of_log();
  ASSERT_GE(size, wanted);
  EXPECT_EQ(to_standard_output.catch_up(), 0) << to_standard_output.said();
  EXPECT_EQ(to_file.catch_up(), 0) << to_file.said();
  by_library.catch_up(size);
  appliance.stop();
  expect_ledger_passes_its_check();
  const LedgerCopy ledger(appliance);

  // Exactly once, in order, in one file.
  const auto once = to_file.lines();
  ASSERT_EQ(once.size(), size);
  std::uint64_t shown = 0;
  for (std::uint64_t index = 0; index < size; ++index) {
    ASSERT_EQ(once[index].index, index);
    expect_is(ledger, once[index]);
    shown += once[index].entry ? 1 : 0;
    if (HasFatalFailure()) return;
  }
  EXPECT_GE(shown, wanted) << "of the system's own entries some were hidden";

  // None left out, and what came again is the same.
  std::vector<bool> seen(size);
  for (const auto& line : to_standard_output.lines()) {
    ASSERT_LT(line.index, size);
    seen[line.index] = true;
    expect_is(ledger, line);
    if (HasFatalFailure()) return;
  }
  EXPECT_EQ(std::count(seen.begin(), seen.end(), true), static_cast<std::ptrdiff_t>(size));

  ASSERT_EQ(by_library.items().size(), size);
  for (std::uint64_t index = 0; index < size; ++index) {
    ASSERT_EQ(client::leaf_of(by_library.items()[index]), once[index].leaf) << index;
    const auto* octets = std::get_if<base::Bytes>(&by_library.items()[index]);
    ASSERT_EQ(octets == nullptr ? std::nullopt : std::optional(std::string(base::text(*octets))), once[index].entry);
  }
  EXPECT_EQ(by_library.view().root(), by_library.view().checkpoint().root);
}

}  // namespace
}  // namespace antin::test
