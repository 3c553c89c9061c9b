// LogView: a log as far as one has read and verified it. It holds the last checkpoint that it was shown and the hashes
// of the right edge up to which it has read; every page must prove that it continues both. What an honest log cannot
// do, showing two histories or taking one back, comes out as LOG_FORKED or LOG_ROLLED_BACK.
#pragma once

#include <functional>
#include <string>

#include "client/lib/log_trust.hpp"
#include "client/protocol/codec.hpp"
#include "core/tlog/tree.hpp"

namespace antin::client {

base::Sha256Hash leaf_of(const protocol::Item& item);

class LogView {
 public:
  // The path by which the log proves that its tree of `size` begins with its tree of `from`. Asked for only when a
  // page ends before the checkpoint that came with it.
  using Consistency = std::function<base::Result<tlog::Path, Failure>(std::uint64_t from, std::uint64_t size)>;

  // Reads from the log's first entry on.
  explicit LogView(LogTrust trust);
  // Reads from the entry that is proven here on; nothing before it is looked at.
  static base::Result<LogView, Failure> beginning_at(LogTrust trust, const protocol::InclusionResult& proven);
  // As printed. A state of another log, or one whose parts do not belong together, is refused.
  static base::Result<LogView> parse(LogTrust trust, std::string_view state);
  [[nodiscard]] std::string print() const;

  // Verifies a page and goes on behind it. On failure nothing has changed.
  base::Result<void, Failure> take(const protocol::EntriesResult& page, const Consistency& prove);

  [[nodiscard]] std::uint64_t next() const { return m_edge.size(); }     // the first index that was not read yet
  [[nodiscard]] base::Sha256Hash root() const { return m_edge.root(); }  // of the entries before that
  [[nodiscard]] const tlog::Checkpoint& checkpoint() const { return m_shown.checkpoint; }
  [[nodiscard]] const SignedCheckpoint& shown() const { return m_shown; }
  [[nodiscard]] const std::string& note() const { return m_note; }  // empty: nothing was shown yet
  [[nodiscard]] const LogTrust& trust() const { return m_trust; }

 private:
  base::Result<void, Failure> check_continues(const SignedCheckpoint& next) const;

  LogTrust m_trust;
  SignedCheckpoint m_shown;
  std::string m_note;
  tlog::Frontier m_edge;
};

}  // namespace antin::client
