// While one of these lives, an interrupt is a wish to end in good order: what was begun is finished and what was opened
// is closed.
#pragma once

#include <csignal>
#include <map>

namespace antin::cli {

class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  static bool wished();

 private:
  std::map<int, struct sigaction> m_before;
};

}  // namespace antin::cli
