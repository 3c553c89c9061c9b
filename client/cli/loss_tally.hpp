// What a log says of another that was lost with its disk and that it goes on from: what is in nobody's hands, and what
// clients gave back. Fed with the log's entries, in order.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.hpp"

namespace antin::cli {

class LossTally {
 public:
  void take(base::ByteView entry);
  // A sentence for people; empty when no log was lost.
  [[nodiscard]] std::string said() const;

 private:
  struct Loss {
    std::string log;
    std::uint64_t in_hand = 0, witnessed = 0;
    bool proven = false;
  };
  std::optional<Loss> m_loss;
  std::uint64_t m_taken = 0, m_conflicts = 0, m_unseen = 0;
};

}  // namespace antin::cli
