// What may be asked for at the machine itself, and the one errand that is under way.
#pragma once

#include "daemon/keeper/control/errand.hpp"

namespace antin::keeper {

// What only the loop knows.
struct Connected {
  std::uint64_t signers = 0;
  bool courier = false;
};

class Administration {
 public:
  Administration(Workplace workplace, std::uint32_t start) : m_workplace(std::move(workplace)), m_start(start) {}

  // The answer, when there is one at once; otherwise an errand has begun.
  std::optional<local::ToControl> ask(const local::FromControl& asked, const Connected& connected);
  // One turn of the errand, when there is one; what it said.
  std::optional<local::ToControl> turn(Errand::Moment now);
  [[nodiscard]] bool is_busy() const { return m_errand != nullptr; }
  [[nodiscard]] bool is_working() const { return m_errand != nullptr && !m_waits; }  // and not waiting
  void nobody_waits();                                                               // for what is under way

 private:
  [[nodiscard]] local::ToControl give(const SignedOrder& order);
  [[nodiscard]] local::Status status(const Connected& connected) const;
  [[nodiscard]] std::string described(const LostLog& log) const;

  Workplace m_workplace;
  std::uint32_t m_start;
  std::unique_ptr<Errand> m_errand;
  bool m_waits = false;
};

}  // namespace antin::keeper
