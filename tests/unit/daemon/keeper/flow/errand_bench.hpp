// What is asked for at the machine itself, turn by turn, beside a flow that goes on.
#pragma once

#include <gtest/gtest.h>

#include "daemon/keeper/control/administration.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"
#include "tests/unit/daemon/keeper/witnessing/fake_witness.hpp"

namespace antin::keeper::test {

class ErrandBench : public ::testing::Test {
 protected:
  ErrandBench() { open(); }

  void open() {
    auto& life = *bench.life;
    archives.emplace(state() / "archives", state() / "log-entries", life.ledger);
    administration.emplace(Workplace{life.ledger, life.log, *life.flow, *life.in_force, bench.clock, *archives,
                                     state() / "backups", life.places},
                           7);
  }
  void restart() {
    administration.reset();
    bench.restart();
    open();
  }
  void watch() {
    const auto entry = witness.entry();
    bench.folder.tools().must_run(
        "printf '%s\\n' '[witnesses]' 'need = 1' 'lag = \"1m\"' 'on-lag = \"go-on\"' '[[witness]]' 'name = \"" +
        entry.name + "\"' 'vkey = \"" + entry.vkey + "\"' 'url = \"" + entry.url + "\"' >> dev/policy/log.toml");
    bench.sign_next_policy();
    restart();
  }
  void carry() {
    for (int round = 0; round < 3; ++round) {
      for (const auto& fetch : bench.life->witnesses.next(now))
        if (const auto cosignature = bench.life->witnesses.take(witness.answer(fetch), now))
          bench.life->flow->receive(*cosignature);
      now += std::chrono::seconds(1);
      bench.life->settle();
    }
  }
  void grow(int entries) {
    for (int i = 0; i < entries; ++i) bench.life->flow->append(base::view("{\"n\":1}"), bench.clock.reading.now);
    bench.life->settle();
  }
  // Turns until it ends, or waits for something else than its turn.
  local::ToControl finish(const local::FromControl& asked) {
    if (auto answer = administration->ask(asked, {})) return *std::move(answer);
    return go_on();
  }
  local::ToControl go_on() {
    local::ToControl last;
    for (int turn = 0; turn < 1000; ++turn) {
      if (auto said = administration->turn(now)) last = *std::move(said);
      bench.life->settle();
      if (!administration->is_working()) break;
    }
    return last;
  }
  static std::string text(const local::ToControl& said, local::ControlRefusal reason) {
    const auto& refused = std::get<local::ControlRefused>(said);
    EXPECT_EQ(refused.reason, reason) << refused.text;
    return refused.text;
  }
  [[nodiscard]] std::filesystem::path state() const { return bench.folder.path() / "state"; }

  Bench bench;
  FakeWitness witness{"w1.example"};
  std::optional<Archives> archives;
  std::optional<Administration> administration;
  Witnesses::Moment now{std::chrono::hours(1)};
};

}  // namespace antin::keeper::test
