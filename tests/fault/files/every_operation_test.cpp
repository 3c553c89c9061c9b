// A fault at every single operation on files between an entry and its published checkpoint: what was shown stays true.
// A sample of the operations, unless ANTIN_FAULTS=all asks for each of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fault/files/judge.hpp"

namespace antin::fault {
namespace {

constexpr unsigned sample = 16;  // operations of each way to fail

class EveryOperation : public ::testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() { s_bench = std::make_unique<Bench>(); }
  static void TearDownTestSuite() { s_bench.reset(); }
  static Bench& bench() { return *s_bench; }

  static unsigned long step(unsigned long operations) {
    const char* wanted = std::getenv("ANTIN_FAULTS");
    return wanted != nullptr && std::string(wanted) == "all" ? 1 : std::max(1UL, operations / sample);
  }

 private:
  static inline std::unique_ptr<Bench> s_bench;
};

TEST_F(EveryOperation, goes_through_a_full_tile_and_through_the_copying_of_the_ledgers_log) {
  bench().begin();
  const auto before = bench().sum_of("ledger");
  const auto said = bench().write(batches);
  EXPECT_EQ(said.status, 0) << said.text;
  EXPECT_NE(bench().sum_of("ledger"), before) << "no page went from SQLite's log into the file";
  EXPECT_TRUE(bench().has("log/tile/0/000"));
  EXPECT_FALSE(bench().has("log/tile/0/000.p")) << "its beginnings are dropped";
  EXPECT_GT(said.operations, 100U);
  EXPECT_EQ(said.checkpoints.size(), batches);
  EXPECT_EQ(said.receipts.size(), batches * entries_a_batch);
  EXPECT_EQ(bench().judge({said}), "");
}

TEST_P(EveryOperation, may_fail_and_nothing_that_was_shown_is_lost) {
  const auto operations = bench().operations();
  unsigned long stopped = 0;
  for (unsigned long at = 1; at <= operations; at += step(operations)) {
    SCOPED_TRACE("operation " + std::to_string(at));
    bench().begin();
    const auto faulty = bench().write(batches, Fault{GetParam(), at});
    ASSERT_THAT(faulty.status, ::testing::AnyOf(0, start_me_again, killed)) << faulty.text;
    stopped += faulty.status != 0 ? 1 : 0;
    const auto shown = bench().shown();  // before the restart: a reader may have had it
    const auto restarted = bench().write(1);
    ASSERT_EQ(restarted.status, 0) << restarted.text << "\nafter " << faulty.text;
    ASSERT_EQ(bench().judge({faulty, shown, restarted}), "") << faulty.text;
  }
  EXPECT_GT(stopped, 0U) << "no fault had any effect";
}

INSTANTIATE_TEST_SUITE_P(Fault, EveryOperation,
                         ::testing::Values("kill-before", "kill-after", "eio-undone", "eio-done", "enospc", "full",
                                           "power"),
                         [](const auto& way) {
                           std::string name = way.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace antin::fault
