// What antind asks of the log's witnesses: takes each checkpoint to them, has their cosignatures kept, and refuses to
// go on when one of them has seen another future of this log. A state machine without sockets: the caller has its
// fetches carried. Whatever comes back counts only by the signatures on it.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/tlog/note.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/keeper/log/log.hpp"
#include "daemon/local/courier_messages.hpp"
#include "policy/model.hpp"

namespace antin::keeper {

// The log's key has signed what this ledger does not lead to. Caught once, around the loop: the process ends, and a
// person must look.
struct AnotherFuture {
  std::string text;
};

class Witnesses {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // `keys`: in the order of policy.witnesses. Ledger and log outlive the value.
  Witnesses(const policy::LogPolicy& policy, const std::vector<tlog::VerifierKey>& keys, Ledger& ledger, Log& log);

  // The policy has changed. What is known of a witness that stays, by its key, is kept.
  void follow(const policy::LogPolicy& policy, const std::vector<tlog::VerifierKey>& keys);

  // What to fetch now: at most one thing for each witness at a time.
  [[nodiscard]] std::vector<local::Fetch> next(Moment now);
  // What came of it: a cosignature to be kept in the ledger's open batch. Throws AnotherFuture.
  [[nodiscard]] std::optional<Cosignature> take(const local::Fetched& fetched, Moment now);
  void courier_gone();  // nothing that is under way will be answered
  void settle();        // after a commit: the cosignatures that it made durable may be enough

  // With on-lag = "stop": not before enough witnesses have said what they have, and not while an entry waits for their
  // cosignatures longer than `lag`.
  [[nodiscard]] bool may_seal(base::Instant now);
  // May a log that was there before this start be continued? An old copy of a ledger must not.
  [[nodiscard]] bool may_continue() const { return !stops() || !m_was_there || are_confirmed(); }

 private:
  struct Watcher {
    policy::Witness who;
    tlog::VerifierKey key;
    std::uint64_t cosigned = 0;         // as the ledger knows: it cannot have less
    std::optional<std::uint64_t> size;  // of the checkpoint that it has; none: it is to be asked
    bool confirmed = false;             // has been asked since the start, and nothing is wrong
    bool failing = false;
    bool disagreed = false;  // with what we took its size to be
    std::optional<std::uint64_t> under_way;
    std::optional<SignedCheckpoint> offered;  // by what is under way; none: it is asked for what it has
    Moment not_before;
    std::chrono::seconds pause{};  // after the last failure, while it is failing
  };
  using Taken = base::Result<std::optional<Cosignature>>;  // an error: try again later

  void restore();
  void aim();
  [[nodiscard]] std::size_t able() const;  // witnesses that may yet cosign, or have cosigned, what we aim at
  [[nodiscard]] local::Fetch question(const Watcher& watcher) const;
  [[nodiscard]] local::Fetch offer(Watcher& watcher);
  Taken take_shown(Watcher& watcher, const local::Fetched& fetched);
  Taken take_cosigned(Watcher& watcher, const SignedCheckpoint& offered, const local::Fetched& fetched);
  Taken has_disagreed(Watcher& watcher);
  void refuse_another_future(const Watcher& watcher, const tlog::Checkpoint& theirs);
  // The checkpoint of that size with its cosignatures, when they are enough.
  void settle(std::uint64_t size);
  [[nodiscard]] std::optional<SignedCheckpoint> witnessed(std::uint64_t size);
  [[nodiscard]] bool counts(const std::string& text, const tlog::NoteSignature& line) const;
  [[nodiscard]] bool stops() const { return m_needed > 0 && m_on_lag != policy::OnLag::go_on; }
  [[nodiscard]] bool are_confirmed() const;
  [[nodiscard]] std::optional<base::Instant> oldest_uncovered();

  std::size_t m_needed = 0;
  std::chrono::seconds m_lag{};
  policy::OnLag m_on_lag = policy::OnLag::unknown;
  Ledger& m_ledger;
  Log& m_log;
  bool m_was_there;  // a checkpoint had been signed before this start
  std::vector<Watcher> m_watchers;
  std::uint64_t m_last_operation = 0;
  SignedCheckpoint m_aim;           // what the witnesses are to cosign, all the same one
  std::set<std::uint64_t> m_fresh;  // sizes of checkpoints with new cosignatures
  std::uint64_t m_covered = 0;      // size of the newest that enough have cosigned
  std::optional<std::pair<std::uint64_t, base::Instant>> m_oldest;  // entry that it does not cover
};

}  // namespace antin::keeper
