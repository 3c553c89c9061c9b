#include "daemon/keeper/signers/pool.hpp"

#include <algorithm>

#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

// Orders that one signer may hold: enough that it never waits for us, few enough that a death costs little.
constexpr std::size_t window = 64;
// An order that has seen this many signers die is the likely cause.
constexpr unsigned deaths_limit = 3;

SigningFailure failure_of(local::SignerRefusal reason) {
  switch (reason) {
    case local::SignerRefusal::clock: return SigningFailure::clock;
    case local::SignerRefusal::hsm: return SigningFailure::hsm;
    case local::SignerRefusal::malformed:
    case local::SignerRefusal::no_such_key:
    case local::SignerRefusal::wrong_purpose:
    case local::SignerRefusal::checkpoint:
    case local::SignerRefusal::unknown: break;
  }
  return SigningFailure::refused;
}

}  // namespace

void SignerPool::sign_seal(Operation operation, const SealOrder& order) {
  enqueue(operation, order.key(),
          local::encode(local::ToSigner{local::SignSeal{operation, order.key(), base::copy(order.attributes())}}));
}

void SignerPool::sign_timestamp(Operation operation, const std::string& key, base::ByteView info,
                                base::ByteView attributes) {
  enqueue(
      operation, key,
      local::encode(local::ToSigner{local::SignTimestamp{operation, key, base::copy(info), base::copy(attributes)}}));
}

void SignerPool::sign_checkpoint(Operation operation, const std::string& key, const std::string& text) {
  enqueue(operation, key, local::encode(local::ToSigner{local::SignCheckpoint{operation, key, text}}));
}

bool SignerPool::withdraw(Operation operation) {
  for (auto& signer : m_signers)
    if (const auto job = signer.jobs.find(operation); job != signer.jobs.end()) job->second.withdrawn = true;
  return std::erase_if(m_waiting, [&](const Job& job) { return job.operation == operation; }) > 0;
}

std::vector<SigningOutcome> SignerPool::take_outcomes() { return std::exchange(m_outcomes, {}); }

void SignerPool::enqueue(Operation operation, const std::string& key, base::Bytes message) {
  Job job{operation, key, std::move(message), std::chrono::steady_clock::now() + m_deadline};
  // In order for each key: a time key refuses a genTime behind its last one.
  const bool others_wait =
      std::any_of(m_waiting.begin(), m_waiting.end(), [&](const Job& waiting) { return waiting.key == key; });
  if (others_wait || !give(job)) m_waiting.push_back(std::move(job));
}

bool SignerPool::give(Job& job) {
  auto* signer = least_busy(job.key);
  if (signer == nullptr || !signer->connection.send(job.message)) return false;
  ++signer->orders;
  const auto operation = job.operation;
  signer->jobs.emplace(operation, std::move(job));
  return true;
}

SignerPool::Signer* SignerPool::least_busy(const std::string& key) {
  Signer* best = nullptr;
  for (auto& signer : m_signers) {
    if (!signer.ready || signer.jobs.size() >= window || !signer.keys.contains(key)) continue;
    if (best == nullptr || signer.jobs.size() < best->jobs.size()) best = &signer;
  }
  return best;
}

void SignerPool::dispatch() {
  std::deque<Job> still_waiting;
  std::set<std::string> stuck;  // keys whose first order found no room: the later ones stay behind it
  for (auto& job : m_waiting) {
    if (!stuck.contains(job.key) && give(job)) continue;
    stuck.insert(job.key);
    still_waiting.push_back(std::move(job));
  }
  m_waiting = std::move(still_waiting);
}

void SignerPool::adopt(local::Connection connection) { m_signers.emplace_back(std::move(connection)); }

std::vector<pollfd> SignerPool::descriptors() const {
  std::vector<pollfd> out;
  for (const auto& signer : m_signers) out.push_back({signer.connection.number(), POLLIN, 0});
  return out;
}

void SignerPool::readable(int descriptor) {
  const auto signer = std::find_if(m_signers.begin(), m_signers.end(),
                                   [&](const Signer& one) { return one.connection.number() == descriptor; });
  if (signer == m_signers.end()) return;
  if (!drain(*signer)) drop(signer);
  dispatch();
}

bool SignerPool::drain(Signer& signer) {
  base::Bytes message;
  for (;;) {
    switch (signer.connection.receive(message)) {
      case local::Receipt::nothing_yet: return true;
      case local::Receipt::closed:
      case local::Receipt::unknown: return false;
      case local::Receipt::message: break;
    }
    const auto heard = local::parse_from_signer(message);
    if (!heard) {
      process::log_error("a signer sent what is no message of ours; it is disconnected");
      return false;
    }
    std::visit([&](const auto& said) { hear(signer, said); }, *heard);
  }
}

void SignerPool::hear(Signer& signer, const local::SignerHello& hello) {
  for (const auto& key : hello.keys) {
    signer.offered[key.label] = key.spki;
    judge(signer, hello.token, key.label, key.spki);
  }
  if (!hello.last) return;
  if (!signer.ready) signer.used_before = hello.used;
  signer.token = hello.token;
  signer.ready = true;
  m_arrival = true;
  process::log_info("a signer is ready: token " + hello.token + ", " + std::to_string(signer.keys.size()) + " keys");
}

void SignerPool::judge(Signer& signer, const std::string& token, const std::string& label, base::ByteView spki) {
  const auto expected = m_expected(token, label);
  if (expected && base::equal(*expected, spki)) {
    signer.keys.insert(label);
    return;
  }
  process::log_warning("key " + label + " in token " + token +
                       (expected ? " is not the one that its certificate in the policy names: refused"
                                 : " is not in the policy: ignored"));
}

void SignerPool::policy_changed() {
  for (auto& signer : m_signers) {
    signer.keys.clear();
    for (const auto& [label, spki] : signer.offered) judge(signer, signer.token, label, spki);
    if (signer.ready) m_arrival = true;
  }
}

void SignerPool::hear(Signer& signer, const local::Signed& answer) {
  ++signer.signatures;
  reconcile(signer, answer.used);
  if (signer.jobs.erase(answer.operation) == 1) m_outcomes.push_back({answer.operation, answer.signature});
}

void SignerPool::hear(Signer& signer, const local::Refused& answer) {
  reconcile(signer, answer.used);
  const auto job = signer.jobs.extract(answer.operation);
  if (job.empty()) return;
  process::log_error("a signer refused an operation with key " + job.mapped().key + ", reason " +
                     std::to_string(static_cast<int>(answer.reason)));
  fail(job.mapped(), failure_of(answer.reason));
}

// An order may have been refused, or given up, before the HSM was asked: fewer uses than orders are no surprise.
void SignerPool::reconcile(Signer& signer, std::uint64_t used) {
  const auto least = signer.used_before + signer.signatures;
  const auto most = signer.used_before + signer.orders;
  if (signer.unexplained || (used >= least && used <= most)) return;
  signer.unexplained = true;
  const UnexplainedUse found{signer.token, used, used > most ? most : least};
  process::log_error("token " + found.token + " was used " + std::to_string(used) + " times by a signer; its orders " +
                     "and answers explain " + std::to_string(found.explained));
  m_unexplained.push_back(found);
}

void SignerPool::drop(SignerRef signer) {
  process::log_warning("a signer is gone with " + std::to_string(signer->jobs.size()) + " operations under way");
  // Backwards, so that they stand in front of the queue in the order in which they were given.
  for (auto at = signer->jobs.rbegin(); at != signer->jobs.rend(); ++at) {
    auto& job = at->second;
    if (++job.deaths >= deaths_limit || job.withdrawn) {
      fail(job, SigningFailure::hsm);
    } else {
      m_waiting.push_front(std::move(job));
    }
  }
  m_signers.erase(signer);
}

void SignerPool::fail(const Job& job, SigningFailure failure) { m_outcomes.push_back({job.operation, failure}); }

void SignerPool::tick(Moment now) {
  // A signer that sits on an overdue order is stuck, whatever it says: without it the order can go to another.
  for (auto signer = m_signers.begin(); signer != m_signers.end();) {
    const auto current = signer++;
    const bool overdue = std::any_of(current->jobs.begin(), current->jobs.end(),
                                     [&](const auto& job) { return job.second.deadline <= now; });
    if (overdue) drop(current);
  }
  std::erase_if(m_waiting, [&](const Job& job) {
    if (job.deadline > now) return false;
    fail(job, SigningFailure::hsm);
    return true;
  });
  dispatch();
}

bool SignerPool::holds(const std::string& key) const {
  return std::any_of(m_signers.begin(), m_signers.end(),
                     [&](const Signer& signer) { return signer.ready && signer.keys.contains(key); });
}

std::vector<UnexplainedUse> SignerPool::take_unexplained() { return std::exchange(m_unexplained, {}); }

bool SignerPool::take_arrival() { return std::exchange(m_arrival, false); }

std::size_t SignerPool::signers() const {
  return static_cast<std::size_t>(
      std::count_if(m_signers.begin(), m_signers.end(), [](const Signer& signer) { return signer.ready; }));
}

}  // namespace antin::keeper
