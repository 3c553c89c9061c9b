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
  std::vector<SigningOutcome> take_outcomes() override;

  void adopt(local::Connection connection);  // a signer that has just dialled
  [[nodiscard]] std::vector<pollfd> descriptors() const;
  void readable(int descriptor);                           // poll() says so, or that the peer is gone
  void tick(Moment now);                                   // deadlines, and orders that wait for room
  [[nodiscard]] bool holds(const std::string& key) const;  // some signer has it now
  [[nodiscard]] bool take_arrival();                       // has a signer become ready since the last call?
  [[nodiscard]] std::size_t signers() const;               // ready ones

 private:
  struct Job {
    Operation operation = 0;
    std::string key;
    base::Bytes message;
    Moment deadline;
    unsigned deaths = 0;  // of signers while they had it
  };
  struct Signer {
    explicit Signer(local::Connection made) : connection(std::move(made)) {}
    local::Connection connection;
    bool ready = false;
    std::set<std::string> keys;
    std::map<Operation, Job> jobs;
  };
  using SignerRef = std::list<Signer>::iterator;

  void enqueue(Operation operation, const std::string& key, base::Bytes message);
  bool give(Job& job);  // to a signer with room; the job has moved there when true
  void dispatch();
  [[nodiscard]] Signer* least_busy(const std::string& key);
  void hear(Signer& signer, const local::SignerHello& hello);
  void hear(Signer& signer, const local::Signed& answer);
  void hear(Signer& signer, const local::Refused& answer);
  bool drain(Signer& signer);  // false: the signer is to be dropped
  void drop(SignerRef signer);
  void fail(const Job& job, SigningFailure failure);

  std::chrono::milliseconds m_deadline;
  ExpectedSpki m_expected;
  std::list<Signer> m_signers;
  std::deque<Job> m_waiting;
  std::vector<SigningOutcome> m_outcomes;
  bool m_arrival = false;
};

}  // namespace antin::keeper
