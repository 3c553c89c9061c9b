// Timestamps over the log's checkpoints: when one is due, who is asked, and whether to believe what comes back. A state
// machine without sockets: the caller has its fetches carried, or the time key sign, and enters in the log what comes
// of it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/evidence/trust.hpp"
#include "core/tlog/checkpoint.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/keeper/log/log.hpp"
#include "daemon/keeper/timestamp/authority.hpp"
#include "daemon/keeper/timestamp/clock.hpp"
#include "daemon/local/courier_messages.hpp"
#include "policy/model.hpp"

namespace antin::keeper {

// A checkpoint and a token over it that holds.
struct Anchored {
  tlog::Checkpoint checkpoint;
  std::string url;  // of the external authority; empty: the built-in one
  base::Bytes token;
  base::Instant gen_time;
  base::Bytes serial;
};

class Anchors {
 public:
  // An external authority's genTime may be so far before the question or after the answer, by our clock.
  static constexpr auto time_tolerance = std::chrono::minutes(1);
  static constexpr const char* ledger_value = "anchor";  // where what entered() gives is kept

  // `roots`: those of policy.anchor. Ledger, log and clock outlive the value.
  Anchors(const policy::LogPolicy& policy, std::vector<crypto::Certificate> roots, Ledger& ledger, Log& log,
          Clock& clock);

  // The policy has changed. What is under way ends with whom it was asked of.
  void follow(const policy::LogPolicy& policy, std::vector<crypto::Certificate> roots);

  // With an external authority: what to fetch now, at most one thing at a time, and what came of it.
  [[nodiscard]] std::vector<local::Fetch> next();
  [[nodiscard]] std::optional<Anchored> take(const local::Fetched& fetched);
  void courier_gone();  // nothing that is under way will be answered
  void no_courier();    // there is none: somebody must be told, should it last

  // Without one: the imprint that the built-in authority is to stamp now, and its token.
  [[nodiscard]] std::optional<base::Digest> next_own();
  [[nodiscard]] std::optional<Anchored> take_own(const PreparedToken& prepared, base::Bytes token);
  void failed(const std::string& why);

  // It is entered, at that time: what to keep in the ledger, so that a start knows when the next is due.
  [[nodiscard]] base::Bytes entered(const Anchored& anchored, base::Instant at);

  // Before the end: one more, over all that the ledger holds now, due at once and tried once.
  void want_last();
  [[nodiscard]] bool wants_last() const;
  void give_up();  // whatever comes now is too late

 private:
  struct Last {
    std::uint64_t size = 0;
    base::Instant at;  // of its entry
    std::string url;
  };
  struct Asked {
    std::uint64_t operation = 0;
    std::string url;  // empty: of the built-in authority
    tlog::Checkpoint checkpoint;
    base::Bytes nonce;
    base::Instant at;
  };

  [[nodiscard]] static std::optional<Last> parse(base::ByteView kept);
  [[nodiscard]] bool has_grown_to(std::uint64_t size) const;
  [[nodiscard]] bool is_due(base::Instant now) const;
  bool begin();  // false: nothing is due
  [[nodiscard]] base::Result<Anchored> judge(const Asked& asked, const local::Fetched& fetched) const;

  std::optional<policy::Anchor> m_external;
  std::chrono::seconds m_every{};
  evidence::Trust m_trust;
  Ledger& m_ledger;
  Log& m_log;
  Clock& m_clock;
  std::optional<Last> m_last;
  base::Instant m_since;  // the last anchor or, before the first, the log's beginning
  std::optional<Asked> m_asked;
  std::uint64_t m_last_operation = 0;
  bool m_failing = false;  // and it has been said
  std::chrono::seconds m_pause{};
  base::Instant m_failed_at;
  std::optional<base::Instant> m_without_courier;  // due since then
  std::optional<std::uint64_t> m_final;            // size that the last anchor must cover
};

}  // namespace antin::keeper
