#include "daemon/signer/checkpoint_guard.hpp"

#include <gmock/gmock.h>

#include "core/base/file.hpp"
#include "tests/support/foreign_tools.hpp"
#include "tests/unit/daemon/signer/samples.hpp"

namespace antin::signer {
namespace {

using ::testing::HasSubstr;
using Verdict = CheckpointGuard::Verdict;

class TheCheckpointGuard : public ::testing::Test {
 protected:
  CheckpointGuard fresh() {
    EXPECT_TRUE(CheckpointGuard::initialise(m_folder, origin));
    return reopened();
  }
  CheckpointGuard reopened() {
    auto guard = CheckpointGuard::open(m_folder, origin);
    if (!guard) throw std::runtime_error(guard.error().text);
    return std::move(guard).value();
  }
  [[nodiscard]] std::filesystem::path file() const { return m_folder / "last-checkpoint"; }
  [[nodiscard]] std::string content() const { return std::string(base::text(base::read_file(file(), 500).value())); }
  void write(std::string_view text) const { ASSERT_TRUE(base::write_file_durably(file(), base::view(text))); }

  test::ToolDirectory m_directory;
  std::filesystem::path m_folder = m_directory.path();
};

TEST_F(TheCheckpointGuard, begins_with_the_empty_log) {
  auto guard = fresh();
  EXPECT_EQ(guard.last(), (tlog::Checkpoint{origin, 0, tlog::empty_root()}));
  EXPECT_EQ(guard.admit({origin, 0, tlog::empty_root()}), Verdict::admitted);
  EXPECT_EQ(guard.admit(checkpoint(0)), Verdict::another_root) << "an empty log has one root";
}

TEST_F(TheCheckpointGuard, admits_what_is_larger_and_the_same_again) {
  auto guard = fresh();
  EXPECT_EQ(guard.admit(checkpoint(1)), Verdict::admitted);
  EXPECT_EQ(guard.admit(checkpoint(1)), Verdict::admitted);
  EXPECT_EQ(guard.admit(checkpoint(70'000, 2)), Verdict::admitted);
}

TEST_F(TheCheckpointGuard, refuses_what_is_smaller_or_has_another_root_or_another_origin) {
  auto guard = fresh();
  ASSERT_EQ(guard.admit(checkpoint(5)), Verdict::admitted);
  EXPECT_EQ(guard.admit(checkpoint(4)), Verdict::smaller);
  EXPECT_EQ(guard.admit(checkpoint(5, 2)), Verdict::another_root);
  EXPECT_EQ(guard.admit(checkpoint(6, 1, "seal.example/2027")), Verdict::another_log);
  EXPECT_EQ(guard.last(), checkpoint(5)) << "what was refused is not remembered";
}

TEST_F(TheCheckpointGuard, has_written_what_it_admits_before_it_says_so) {
  auto guard = fresh();
  for (std::uint64_t size = 1; size < 20; size += 3) {
    ASSERT_EQ(guard.admit(checkpoint(size)), Verdict::admitted);
    EXPECT_EQ(content(), tlog::print(checkpoint(size)));
  }
}

TEST_F(TheCheckpointGuard, is_remembered_by_the_next_process) {
  {
    auto guard = fresh();
    ASSERT_EQ(guard.admit(checkpoint(5)), Verdict::admitted);
  }
  auto guard = reopened();
  EXPECT_EQ(guard.last(), checkpoint(5));
  EXPECT_EQ(guard.admit(checkpoint(5, 2)), Verdict::another_root);
}

TEST_F(TheCheckpointGuard, that_is_missing_is_refused) {
  const auto guard = CheckpointGuard::open(m_folder, origin);
  ASSERT_FALSE(guard);
  EXPECT_THAT(guard.error().text, HasSubstr("last-checkpoint"));
}

TEST_F(TheCheckpointGuard, that_is_damaged_is_refused_and_not_made_new) {
  const auto whole = tlog::print(checkpoint(5));
  for (const auto& text : {std::string(), std::string("\n"), std::string("nonsense\n"), whole + "\n",
                           whole.substr(0, whole.size() - 1), "\n" + whole}) {
    write(text);
    EXPECT_FALSE(CheckpointGuard::open(m_folder, origin)) << text;
    EXPECT_FALSE(CheckpointGuard::initialise(m_folder, origin)) << text;
  }
}

TEST_F(TheCheckpointGuard, of_another_log_is_refused_and_not_made_new) {
  EXPECT_TRUE(CheckpointGuard::initialise(m_folder, "seal.example/2027"));
  const auto before = content();
  const auto guard = CheckpointGuard::open(m_folder, origin);
  ASSERT_FALSE(guard);
  EXPECT_THAT(guard.error().text, HasSubstr("another log, seal.example/2027"));
  EXPECT_FALSE(CheckpointGuard::initialise(m_folder, origin));
  EXPECT_EQ(content(), before);
}

TEST_F(TheCheckpointGuard, initialised_again_forgets_nothing) {
  {
    auto guard = fresh();
    ASSERT_EQ(guard.admit(checkpoint(5)), Verdict::admitted);
  }
  EXPECT_TRUE(CheckpointGuard::initialise(m_folder, origin));
  EXPECT_EQ(reopened().last(), checkpoint(5));
}

// What the signer of a new log key does when that key is in another token: operators.md, "Rotating the log's key".
TEST_F(TheCheckpointGuard, carried_to_another_signer_of_the_log_is_continued_there) {
  {
    auto guard = fresh();
    ASSERT_EQ(guard.admit(checkpoint(5)), Verdict::admitted);
  }
  const auto carried = content();
  std::filesystem::remove_all(m_folder);
  std::filesystem::create_directories(m_folder);
  write(carried);
  EXPECT_TRUE(CheckpointGuard::initialise(m_folder, origin));
  auto guard = reopened();
  EXPECT_EQ(guard.admit(checkpoint(4)), Verdict::smaller);
  EXPECT_EQ(guard.admit(checkpoint(5, 2)), Verdict::another_root);
  EXPECT_EQ(guard.admit(checkpoint(6)), Verdict::admitted);
}

TEST_F(TheCheckpointGuard, cannot_be_used_by_a_second_process) {
  const auto guard = fresh();
  const auto second = CheckpointGuard::open(m_folder, origin);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().text, HasSubstr("another signer's"));
  EXPECT_FALSE(CheckpointGuard::initialise(m_folder, origin));
}

TEST_F(TheCheckpointGuard, that_cannot_be_written_admits_nothing) {
  auto guard = fresh();
  std::filesystem::remove_all(m_folder);
  EXPECT_THROW(guard.admit(checkpoint(1)), std::runtime_error);
  EXPECT_THROW(guard.admit(checkpoint(1)), std::runtime_error) << "and it was not remembered as written";
}

}  // namespace
}  // namespace antin::signer
