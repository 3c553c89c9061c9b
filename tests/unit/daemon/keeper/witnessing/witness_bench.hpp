// A log, witnesses in memory, and a clock set by hand.
#pragma once

#include "daemon/keeper/witnessing/witnesses.hpp"
#include "tests/unit/daemon/keeper/log/log_bench.hpp"
#include "tests/unit/daemon/keeper/witnessing/fake_witness.hpp"

namespace antin::keeper::test {

class WitnessBench : public LogBench {
 protected:
  WitnessBench() {
    policy.witnesses_needed = 2;
    policy.lag = std::chrono::minutes(1);
    policy.on_lag = policy::OnLag::stop;
  }
  // As after a start of antind.
  void wake() {
    open();
    start();
    log->publish();
    policy.witnesses.clear();
    std::vector<tlog::VerifierKey> vkeys;
    for (const auto& one : all) {
      policy.witnesses.push_back(one.entry());
      vkeys.push_back(one.vkey());
    }
    witnesses.emplace(policy, vkeys, ledger(), *log);
  }
  void grow(int count) {
    append(count);
    checkpoint();
  }

  std::vector<local::Fetch> next() { return witnesses->next(now); }
  void take(const local::Fetched& fetched) {
    const auto cosignature = witnesses->take(fetched, now);
    if (cosignature && !ledger().keep_cosignature(*cosignature)) throw std::runtime_error("the ledger keeps nothing");
    ASSERT_TRUE(ledger().commit());
    witnesses->settle();
  }
  FakeWitness& asked_by(const local::Fetch& fetch) {
    for (auto& one : all)
      if (fetch.url.starts_with(one.entry().url + "/")) return one;
    throw std::runtime_error("nobody is at " + fetch.url);
  }
  // All that is due, and a second later.
  void round(int times = 1) {
    for (int i = 0; i < times; ++i) {
      for (const auto& fetch : next()) take(asked_by(fetch).answer(fetch));
      now += std::chrono::seconds(1);
    }
  }
  // What is fetched next, alone.
  local::Fetch only() {
    auto fetches = next();
    if (fetches.size() != 1) throw std::runtime_error(std::to_string(fetches.size()) + " fetches");
    return fetches.front();
  }
  std::string refusal(const local::Fetched& fetched) {
    try {
      static_cast<void>(witnesses->take(fetched, now));
    } catch (const AnotherFuture& found) {
      return found.text;
    }
    return "";
  }
  // Nothing for 2 s, then it is asked what it has.
  void expect_to_wait_and_look_again() {
    EXPECT_TRUE(next().empty());
    now += std::chrono::seconds(1);
    EXPECT_TRUE(next().empty());
    now += std::chrono::seconds(1);
    EXPECT_EQ(only().method, local::FetchMethod::get);
  }
  [[nodiscard]] std::uint64_t covered() const {
    return log->cosigned().empty() ? 0 : tlog::open_checkpoint(log->cosigned(), key.verifier()).value().size;
  }
  [[nodiscard]] std::string forked(std::uint64_t size) const {
    return key.signed_note({origin, size, base::Sha256Hash{7}});
  }

  policy::LogPolicy policy;
  std::vector<FakeWitness> all;
  std::optional<Witnesses> witnesses;
  Witnesses::Moment now{std::chrono::hours(1)};
};

// Of one witness, which is enough.
class OneWitness : public WitnessBench {
 protected:
  OneWitness() {
    policy.witnesses_needed = 1;
    all.emplace_back("w1.example");
    wake();
  }
  FakeWitness& witness() { return all.front(); }
  // Asked and answered, so that the next thing is to offer it a checkpoint.
  void confirm() { round(); }
};

class TwoWitnesses : public WitnessBench {
 protected:
  TwoWitnesses() {
    all.emplace_back("w1.example");
    all.emplace_back("w2.example");
    wake();
  }
};

}  // namespace antin::keeper::test
