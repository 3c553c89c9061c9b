// The rules of endings once more, written from the list and not from the code, and random endings to hold both against.
#pragma once

#include <random>

#include "tests/unit/policy/ending_world.hpp"
#include "tests/unit/policy/reference.hpp"

namespace antin::policy {

Verdict reference_verdict(const EndingWorld& world);
Verdict verdict_of(const EndingDecision& decision);

// Valid ones with some things changed.
class RandomEndings {
 public:
  explicit RandomEndings(unsigned seed);
  EndingWorld next();

 private:
  void change(EndingWorld& world);
  void change_place(EndingWorld& world);
  void change_history(EndingWorld& world);
  void change_rules(EndingWorld& world);
  void change_people(EndingWorld& world);
  void change_statement(Statement& said);

  unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }
  template <class List>
  auto& any(List& list) {
    return list[below(static_cast<unsigned>(std::size(list)))];
  }
  base::Act any_act() { return static_cast<base::Act>(below(4)); }

  std::mt19937 m_random;
  std::vector<EndingWorld> m_bases;
};

}  // namespace antin::policy
