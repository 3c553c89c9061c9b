// From when until when entries are wanted: --since and --until, days of Vietnam or exact times.
#pragma once

#include "client/cli/command.hpp"
#include "client/lib/log_reader.hpp"
#include "core/base/instant.hpp"

namespace antin::cli {

enum class InRange { unknown, yes, no, hidden };  // hidden: the entry's time is not to be seen

class TimeRange {
 public:
  static std::vector<Option> options();
  static Outcome<TimeRange> from(const Arguments& arguments);

  [[nodiscard]] bool is_everything() const { return !m_since && !m_until; }
  [[nodiscard]] InRange judge(const client::LogEntry& entry) const;

 private:
  std::optional<base::Instant> m_since, m_until;  // until: that one no more
};

}  // namespace antin::cli
