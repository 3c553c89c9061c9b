#include "daemon/signer/timestamp_guard.hpp"

#include <gtest/gtest.h>

#include "core/base/file.hpp"
#include "tests/support/foreign_tools.hpp"
#include "tests/unit/daemon/signer/samples.hpp"

namespace antin::signer {
namespace {

using std::chrono::milliseconds;
using Verdict = TimestampGuard::Verdict;

class Guard : public ::testing::Test {
 protected:
  TimestampGuard fresh() {
    EXPECT_TRUE(TimestampGuard::initialise(m_folder));
    return reopened();
  }
  TimestampGuard reopened() {
    auto guard = TimestampGuard::open(m_folder);
    if (!guard) throw std::runtime_error(guard.error().text);
    return std::move(guard).value();
  }
  [[nodiscard]] std::filesystem::path file() const { return m_folder / "last-gen-time"; }
  [[nodiscard]] std::string content() const { return std::string(base::text(base::read_file(file(), 100).value())); }
  void write(std::string_view text) const { ASSERT_TRUE(base::write_file_durably(file(), base::view(text))); }

  test::ToolDirectory m_directory;
  std::filesystem::path m_folder = m_directory.path();
};

TEST_F(Guard, a_time_near_the_clock_is_admitted_in_both_directions) {
  auto guard = fresh();
  EXPECT_EQ(guard.admit(noon - milliseconds(2000), noon), Verdict::admitted);
  EXPECT_EQ(guard.admit(noon, noon), Verdict::admitted);
  EXPECT_EQ(guard.admit(noon + milliseconds(2000), noon), Verdict::admitted);
}

TEST_F(Guard, a_time_off_the_clock_is_refused_in_both_directions) {
  auto guard = fresh();
  EXPECT_EQ(guard.admit(noon - milliseconds(2001), noon), Verdict::off_the_clock);
  EXPECT_EQ(guard.admit(noon + milliseconds(2001), noon), Verdict::off_the_clock);
}

TEST_F(Guard, a_time_behind_the_last_is_refused_and_the_same_time_is_not) {
  auto guard = fresh();
  EXPECT_EQ(guard.admit(noon, noon), Verdict::admitted);
  EXPECT_EQ(guard.admit(noon - milliseconds(1), noon), Verdict::behind_the_last);
  EXPECT_EQ(guard.admit(noon, noon), Verdict::admitted);
}

TEST_F(Guard, a_refused_time_is_not_remembered) {
  auto guard = fresh();
  EXPECT_EQ(guard.admit(noon + milliseconds(10'000), noon), Verdict::off_the_clock);
  EXPECT_EQ(guard.admit(noon, noon), Verdict::admitted);
}

TEST_F(Guard, what_was_admitted_is_remembered_by_the_next_process) {
  {
    auto guard = fresh();
    EXPECT_EQ(guard.admit(noon, noon), Verdict::admitted);
  }
  auto guard = reopened();
  EXPECT_GE(guard.last(), noon);
  EXPECT_EQ(guard.admit(noon - milliseconds(1), noon), Verdict::behind_the_last);
}

TEST_F(Guard, the_durable_bound_is_never_behind_what_was_admitted) {
  auto guard = fresh();
  for (int i = 0; i < 10'000; i += 137) {
    const auto now = noon + milliseconds(i);
    ASSERT_EQ(guard.admit(now, now), Verdict::admitted);
    const auto text = content();
    ASSERT_GE(at(text.substr(0, text.size() - 1)), now);
  }
}

TEST_F(Guard, most_tokens_cost_no_write) {
  auto guard = fresh();
  ASSERT_EQ(guard.admit(noon, noon), Verdict::admitted);
  const auto written = content();
  ASSERT_EQ(guard.admit(noon + TimestampGuard::lease, noon + TimestampGuard::lease), Verdict::admitted);
  EXPECT_EQ(content(), written);
}

TEST_F(Guard, an_orderly_end_takes_the_bound_back_to_the_last) {
  {
    auto guard = fresh();
    EXPECT_EQ(guard.admit(noon, noon), Verdict::admitted);
    EXPECT_TRUE(guard.settle());
  }
  EXPECT_EQ(reopened().last(), noon);
}

TEST_F(Guard, after_settling_a_later_time_is_made_durable_again) {
  auto guard = fresh();
  EXPECT_EQ(guard.admit(noon, noon), Verdict::admitted);
  EXPECT_TRUE(guard.settle());
  EXPECT_EQ(guard.admit(noon + milliseconds(1), noon), Verdict::admitted);
  EXPECT_GT(content(), base::print(noon));
}

TEST_F(Guard, a_missing_guard_is_refused) {
  const auto guard = TimestampGuard::open(m_folder);
  ASSERT_FALSE(guard);
  EXPECT_NE(guard.error().text.find("last-gen-time"), std::string::npos);
}

TEST_F(Guard, a_damaged_guard_is_refused) {
  for (const auto* text :
       {"", "\n", "2026-11-24T12:00:00.000Z", "2026-11-24T12:00:00Z\n", "2026-11-24T12:00:00.000Z\n\n",
        "2026-13-24T12:00:00.000Z\n", " 2026-11-24T12:00:00.000Z\n", "nonsense\n"}) {
    write(text);
    EXPECT_FALSE(TimestampGuard::open(m_folder)) << text;
    EXPECT_FALSE(TimestampGuard::initialise(m_folder)) << "a damaged guard is not made new: " << text;
  }
}

TEST_F(Guard, initialising_again_forgets_nothing) {
  {
    auto guard = fresh();
    EXPECT_EQ(guard.admit(noon, noon), Verdict::admitted);
  }
  const auto before = content();
  EXPECT_TRUE(TimestampGuard::initialise(m_folder));
  EXPECT_EQ(content(), before);
}

TEST_F(Guard, a_second_process_cannot_use_the_same_guard) {
  const auto guard = fresh();
  const auto second = TimestampGuard::open(m_folder);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().text.find("another signer's"), std::string::npos);
  EXPECT_FALSE(TimestampGuard::initialise(m_folder));
}

TEST_F(Guard, when_it_cannot_be_written_nothing_is_admitted) {
  auto guard = fresh();
  std::filesystem::remove_all(m_folder);
  EXPECT_THROW(guard.admit(noon, noon), std::runtime_error);
  EXPECT_THROW(guard.admit(noon, noon), std::runtime_error) << "and it was not remembered as written";
}

}  // namespace
}  // namespace antin::signer
