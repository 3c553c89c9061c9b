// A log, a clock set by hand, and an authority outside that is `openssl ts`, reached by hand.
#pragma once

#include "daemon/keeper/anchoring/anchors.hpp"
#include "tests/support/pki.hpp"
#include "tests/unit/daemon/keeper/log/log_bench.hpp"

namespace antin::keeper::test {

struct HandClock final : Clock {
  ClockReading reading{std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()), 800,
                       ClockSource::kernel, true};
  ClockReading read() override { return reading; }
};

class AnchorBench : public LogBench {
 protected:
  // As after a start of antind.
  void wake() {
    open();
    start();
    log->publish();
    anchors.emplace(policy, roots, ledger(), *log, clock);
  }
  void grow(int count) {
    append(count);
    checkpoint();
  }
  void pass(std::chrono::seconds time) { clock.reading.now += time; }

  // The anchor's way into the log: its entry, what is kept, and the checkpoint over that.
  void enter(const Anchored& anchored) {
    ASSERT_TRUE(ledger().set_value(Anchors::ledger_value, anchors->entered(anchored, clock.reading.now)));
    grow(1);
  }
  [[nodiscard]] tlog::Checkpoint newest() const { return published(); }

  policy::LogPolicy policy;
  std::vector<crypto::Certificate> roots;
  HandClock clock;
  std::optional<Anchors> anchors;
};

class BuiltInAnchors : public AnchorBench {
 protected:
  BuiltInAnchors() { wake(); }
  [[nodiscard]] std::optional<Anchored> stamp() {
    if (!anchors->next_own()) return std::nullopt;
    PreparedToken prepared;
    prepared.info.gen_time = clock.reading.now;
    return anchors->take_own(prepared, base::Bytes(3, 1));
  }
};

class ExternalAnchors : public AnchorBench {
 protected:
  ExternalAnchors() {
    pki.root("root", "TSA Root");
    pki.certificate("middle", "root", "authority");
    pki.certificate("time", "middle", "time");
    tools.write("ts.cnf", base::view("[tsa]\ndefault_tsa=one\n[one]\nserial=ts-serial\ndefault_policy=1.2.3.4\n"
                                     "digests=sha256\nsigner_digest=sha256\ness_cert_id_alg=sha256\n"
                                     "certs=middle.crt\n"));
    roots = {pki.read("root")};
    policy.anchor = policy::Anchor{"http://tsa.example.org", std::chrono::hours(1), {roots.front().hash}};
    clock.reading.now -= std::chrono::hours(1);
    wake();
    grow(3);
    pass(std::chrono::hours(1));
  }

  // What is to be fetched, alone.
  local::Fetch only() {
    const auto fetches = anchors->next();
    if (fetches.size() != 1) throw std::runtime_error(std::to_string(fetches.size()) + " fetches");
    return fetches.front();
  }
  // By the clock that openssl stamps with.
  void be_now() { clock.reading.now = HandClock().reading.now; }
  [[nodiscard]] base::Bytes reply(base::ByteView request, const std::string& signer = "time") const {
    tools.write("q.tsq", request);
    tools.must_run("openssl ts -reply -config ts.cnf -queryfile q.tsq -signer " + signer + ".crt -inkey " + signer +
                   ".key -out r.tsr");
    return tools.read("r.tsr");
  }
  static local::Fetched answered(const local::Fetch& to, base::ByteView body, std::uint32_t status = 200) {
    return {to.operation, local::FetchOutcome::answered, status, "application/timestamp-reply", base::copy(body)};
  }
  // One whole question and its answer.
  std::optional<Anchored> ask() {
    asked = only();
    be_now();
    return anchors->take(answered(asked, reply(asked.body)));
  }
  // Nothing for half a minute, then it is asked again.
  void expect_to_wait_and_ask_again() {
    EXPECT_TRUE(anchors->next().empty());
    pass(std::chrono::seconds(29));
    EXPECT_TRUE(anchors->next().empty());
    pass(std::chrono::seconds(1));
    EXPECT_EQ(anchors->next().size(), 1U);
  }
  void expect_refused(base::ByteView body, std::uint32_t status = 200) {
    EXPECT_FALSE(anchors->take(answered(asked, body, status)));
    expect_to_wait_and_ask_again();
  }

  antin::test::ToolDirectory tools;
  antin::test::Pki pki{tools};
  local::Fetch asked;
};

}  // namespace antin::keeper::test
