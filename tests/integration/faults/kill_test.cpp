// kill -9 of each program in turn while 8 clients work: nothing that a client was told is lost, nothing is sealed
// twice, and every client gets there in the end (invariants 4 and 5).
#include <gtest/gtest.h>

#include <random>

#include "tests/integration/faults/load.hpp"

namespace antin::test {
namespace {

constexpr unsigned kills = 20;
constexpr unsigned results_a_round = 48;  // of which one is in flight for each client when the kill comes

class Kill : public ::testing::Test {
 protected:
  // Each round the clients have work for longer than until the kill, which comes at another moment each time.
  void kill_under_load(const std::vector<std::vector<std::string>>& victims) {
    std::mt19937 random(20261124);
    std::uniform_int_distribution<unsigned> moment(1, results_a_round - 2 * Load::clients);
    Load load(appliance);
    for (unsigned round = 0; round < kills; ++round) {
      const auto before = load.results();
      load.allow(results_a_round);
      load.await_results(before + moment(random));
      for (const auto& victim : victims.at(round % victims.size())) appliance.kill(victim);
      left_open += open_steps();
      load.await_clients();  // only a successor can give them what they ask for
    }
    load.expect_all_is_found();
    appliance.stop();
    load.expect_ledger_agrees();
  }

  // What a dead keeper left to its successor, which the launcher keeps waiting for a while.
  [[nodiscard]] std::uint64_t open_steps() const {
    try {
      return LedgerCopy(appliance).open_steps();
    } catch (const std::exception&) {
      return 0;  // a living one is writing
    }
  }

  Appliance appliance;
  std::uint64_t left_open = 0;
};

TEST_F(Kill, of_the_gate_loses_nothing_that_a_client_was_told) { kill_under_load({{"antin-gate"}}); }

TEST_F(Kill, of_the_keeper_loses_nothing_and_seals_nothing_twice) {
  kill_under_load({{"antind"}});
  EXPECT_EQ(LedgerCopy(appliance).entry_types()["start"], kills + 1);
  EXPECT_GT(left_open, 0U) << "no kill came between an intent and its outcome";
}

// One of two, then the other, then both: then nobody is there to take the orders over.
TEST_F(Kill, of_signers_for_seals_loses_nothing_and_seals_nothing_twice) {
  kill_under_load(
      {{"antin-signer-seals-1"}, {"antin-signer-seals-2"}, {"antin-signer-seals-1", "antin-signer-seals-2"}});
}

TEST_F(Kill, of_the_signer_for_timestamps_loses_nothing_and_seals_nothing_twice) {
  kill_under_load({{"antin-signer-time-1"}});
}

}  // namespace
}  // namespace antin::test
