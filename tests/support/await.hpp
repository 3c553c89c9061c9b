// Waiting for what another process does: looks again and again, and gives up with a word on what never came.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace antin::test {

constexpr std::chrono::seconds patience{60};  // for a machine that is busy with other things

template <class Question>
auto await(const std::string& what, Question question, std::chrono::milliseconds most = patience) {
  const auto until = std::chrono::steady_clock::now() + most;
  for (;;) {
    if (auto answer = question()) return answer;
    if (std::chrono::steady_clock::now() >= until) throw std::runtime_error("it never came: " + what);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace antin::test
