// How long to wait before a program that ended is started again.
#pragma once

#include <algorithm>
#include <chrono>

namespace antin::launcher {

// 100 ms, doubling to 2 s; a life of 5 s or more starts over. A crash loop must not eat the machine.
class BackOff {
 public:
  std::chrono::milliseconds after_a_life_of(std::chrono::milliseconds life) {
    if (life >= long_life) m_next = first;
    const std::chrono::milliseconds wait = m_next;
    m_next = std::min(m_next * 2, longest);
    return wait;
  }

 private:
  static constexpr std::chrono::milliseconds first{100}, longest{2000}, long_life{5000};
  std::chrono::milliseconds m_next = first;
};

}  // namespace antin::launcher
