// The pool of antin-signer processes that have dialled in: gives each order to the least busy signer that holds the
// key, gives it again when a signer dies, and gives up at a deadline. Single-threaded; the caller polls.
#pragma once

#include <poll.h>

#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <set>

#include "daemon/keeper/signers/key_store.hpp"
#include "daemon/local/signer_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::keeper {

// A signer's HSM was used more often than it was asked to, or less often than it answered with signatures. Counted
// since the signer was started: what it says, and the nearest number that its orders and answers explain.
struct UnexplainedUse {
  std::string token;
  std::uint64_t used = 0;
  std::uint64_t explained = 0;
  friend bool operator==(const UnexplainedUse&, const UnexplainedUse&) = default;
};

class SignerPool final : public KeyStore {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  // The SubjectPublicKeyInfo that the policy's certificate gives a key of a token; nullopt: not a key of ours.
  using ExpectedSpki = std::function<std::optional<base::Bytes>(const std::string& token, const std::string& label)>;

  SignerPool(std::chrono::milliseconds deadline, ExpectedSpki expected)
      : m_deadline(deadline), m_expected(std::move(expected)) {}

  void sign_seal(Operation operation, const SealOrder& order) override;
  void sign_timestamp(Operation operation, const std::string& key, base::ByteView info,
                      base::ByteView attributes) override;
  void sign_checkpoint(Operation operation, const std::string& key, const std::string& text) override;
  bool withdraw(Operation operation) override;
  std::vector<SigningOutcome> take_outcomes() override;

  void adopt(local::Connection connection);  // a signer that has just dialled
  void policy_changed();                     // which of their keys are ours is asked anew
  [[nodiscard]] std::vector<pollfd> descriptors() const;
  void readable(int descriptor);                           // poll() says so, or that the peer is gone
  void tick(Moment now);                                   // deadlines, and orders that wait for room
  [[nodiscard]] bool holds(const std::string& key) const;  // some signer has it now
  [[nodiscard]] bool take_arrival();                       // has a signer become ready since the last call?
  [[nodiscard]] std::size_t signers() const;               // ready ones
  // Since the last call; at most one for a signer's connection.
  [[nodiscard]] std::vector<UnexplainedUse> take_unexplained();

 private:
  struct Job {
    Operation operation = 0;
    std::string key;
    base::Bytes message;
    Moment deadline;
    unsigned deaths = 0;     // of signers while they had it
    bool withdrawn = false;  // since a signer has it: no other one gets it
  };
  struct Signer {
    explicit Signer(local::Connection made) : connection(std::move(made)) {}
    local::Connection connection;
    bool ready = false;
    std::map<std::string, base::Bytes> offered;  // SubjectPublicKeyInfo by label: all that its token has
    std::set<std::string> keys;                  // of them, those that the policy names
    std::map<Operation, Job> jobs;
    // What explains the use of its HSM: how often it had been used when it dialled, orders and signatures since then.
    std::string token;
    std::uint64_t used_before = 0;
    std::uint64_t orders = 0;
    std::uint64_t signatures = 0;
    bool unexplained = false;  // told once
  };
  using SignerRef = std::list<Signer>::iterator;

  void enqueue(Operation operation, const std::string& key, base::Bytes message);
  bool give(Job& job);  // to a signer with room; the job has moved there when true
  void dispatch();
  [[nodiscard]] Signer* least_busy(const std::string& key);
  void hear(Signer& signer, const local::SignerHello& hello);
  void judge(Signer& signer, const std::string& token, const std::string& label, base::ByteView spki);
  void hear(Signer& signer, const local::Signed& answer);
  void hear(Signer& signer, const local::Refused& answer);
  void reconcile(Signer& signer, std::uint64_t used);
  bool drain(Signer& signer);  // false: the signer is to be dropped
  void drop(SignerRef signer);
  void fail(const Job& job, SigningFailure failure);

  std::chrono::milliseconds m_deadline;
  ExpectedSpki m_expected;
  std::list<Signer> m_signers;
  std::deque<Job> m_waiting;
  std::vector<SigningOutcome> m_outcomes;
  std::vector<UnexplainedUse> m_unexplained;
  bool m_arrival = false;
};

}  // namespace antin::keeper
