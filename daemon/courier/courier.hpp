// The courier at work: dials antind, fetches what it is told to where that is allowed, and hands back what came.
#pragma once

#include <chrono>
#include <memory>

#include "core/base/result.hpp"
#include "daemon/courier/settings.hpp"

namespace antin::courier {

class Courier {
 public:
  static base::Result<Courier> open(const Settings& settings);  // does not dial yet
  Courier(Courier&&) noexcept;
  ~Courier();

  // Serves antind, or tries to find it, until `wake` can be read or `most` is over.
  void turn(int wake, std::chrono::milliseconds most);

 private:
  class State;
  explicit Courier(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace antin::courier
