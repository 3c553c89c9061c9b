// The flow on a workbench: the policy, people and ledger of a development folder, with a clock set by hand, a key store
// that can hold back or fail, and a ledger that can be watched and made to fail. No sockets.
#pragma once

#include <deque>

#include "client/lib/keys.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "tests/support/enrolment.hpp"
#include "tests/unit/daemon/keeper/flow/watched_ledger.hpp"

namespace antin::keeper::test {

class HandClock final : public Clock {
 public:
  ClockReading read() override { return reading; }
  ClockReading reading{std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()), 500,
                       ClockSource::development, true};
};

// Signs with keys in this process's memory, for which the folder's CA has issued the policy's certificates anew, and
// the log's verifier key is another. The programs of the integration tests use real tokens.
class SoftwareKeys final : public KeyStore {
 public:
  explicit SoftwareKeys(const antin::test::DevelopmentFolder& folder);
  void sign_seal(Operation operation, const SealOrder& order) override;
  void sign_timestamp(Operation operation, const std::string& key, base::ByteView info,
                      base::ByteView attributes) override;
  void sign_checkpoint(Operation operation, const std::string& key, const std::string& text) override;
  void arrive() { m_outcomes = std::exchange(m_deferred, {}); }
  void add(const std::string& label, crypto::PrivateKey key) { m_keys.emplace(label, std::move(key)); }
  bool withdraw(Operation) override { return false; }  // all of them have gone
  std::vector<SigningOutcome> take_outcomes() override { return std::exchange(m_outcomes, {}); }

  std::function<void()> on_order;              // called before anything else when an order arrives
  bool hold = false;                           // orders vanish, as with a killed signer
  std::optional<SigningFailure> seal_failure;  // instead of signatures
  std::optional<SigningFailure> stamp_failure;
  std::optional<SigningFailure> checkpoint_failure;
  bool hold_checkpoints = false;  // theirs alone vanish
  bool defer = false;             // outcomes come only with `arrive`
  bool corrupt = false;           // flips a bit of each signature
  unsigned seals = 0;             // orders that arrived
  unsigned stamps = 0;
  unsigned checkpoints = 0;

 private:
  void answer(Operation operation, const std::string& key, base::DigestAlgorithm hash, base::ByteView octets);
  std::map<std::string, crypto::PrivateKey> m_keys;
  std::vector<SigningOutcome> m_outcomes;
  std::vector<SigningOutcome> m_deferred;
};

// A P-256 key for seals, whose certificate is now keys/<file>.crt of the policy folder.
crypto::PrivateKey issue_seal_key(const antin::test::DevelopmentFolder& folder, const std::string& file);

// One life of antind over the folder's ledger.
class Life {
 public:
  Life(const antin::test::DevelopmentFolder& folder, SoftwareKeys& keys, HandClock& clock, FlowLimits limits = {});

  // One request to its reply, signatures included; what it gets when signers hold back is nullopt.
  std::optional<protocol::Response> send(const protocol::Request& request,
                                         const std::string& system = "school-79760001");
  // The same by parts, for several requests of one batch.
  void give(const protocol::Request& request, const std::string& system);
  std::optional<protocol::Response> next_reply();
  // All that signers have answered, until nothing moves.
  void settle();
  [[nodiscard]] std::vector<std::string> entries();  // of the log so far

  LedgerIdentity identity;  // filled while the ledger is opened
  WatchedLedger ledger;
  PolicyPlaces places;
  Flow::Beginning beginning;  // of this life
  std::unique_ptr<InForce> in_force;
  Log log;
  Witnesses witnesses;
  Anchors anchors;
  std::unique_ptr<Flow> flow;

 private:
  void collect(const std::vector<local::Answer>& answers);
  const antin::test::DevelopmentFolder& m_folder;
  SoftwareKeys& m_keys;
  std::deque<protocol::Response> m_replies;
};

// What most tests need: a folder, keys, a clock, and one life.
class Bench {
 public:
  antin::test::DevelopmentFolder folder;
  SoftwareKeys keys{folder};
  HandClock clock;
  std::unique_ptr<Life> life;

  explicit Bench(FlowLimits limits = {});
  // Its people are in the roster already.
  void enrol_everybody();
  // Must not be refused as a whole.
  protocol::ChangeRosterResult changed(const protocol::ChangeRoster& change,
                                       const std::string& system = "department-79");
  void restart(FlowLimits limits = {});  // as after a kill: nothing in memory is left

  // The policy as it lies in the folder, as the next version after the one in force.
  void sign_next_policy(const std::vector<std::string>& officers = {"so-1", "so-2"}) const;
  // As on an officer's request while antind runs.
  base::Result<void> take_policy();

  // A wish that names the policy in force and does not expire today.
  [[nodiscard]] antin::test::Wish wish() const;
  [[nodiscard]] antin::test::Wish principal_wish(const base::Sha256Hash& previous) const;
  [[nodiscard]] antin::test::Wish department_wish(const base::Sha256Hash& previous) const;

  [[nodiscard]] protocol::Request request(const antin::test::Wish& wish, const std::vector<std::string>& people) const;
  std::optional<protocol::Response> submit(const antin::test::Wish& wish, const std::string& person,
                                           const std::string& system = "school-79760001");
  // Must be done: its result.
  protocol::StepResult done(const antin::test::Wish& wish, const std::string& person);
  base::Sha256Hash teacher_done();
  base::Sha256Hash principal_done();
};

protocol::StepResult step_result(const std::optional<protocol::Response>& response);
// The error code's name; "done" for a result, "nothing" for no reply.
std::string code_of(const std::optional<protocol::Response>& response);

}  // namespace antin::keeper::test
