// Wishes at random: mostly what comes next for a record, as its people would ask for it, and often with one thing
// wrong. What was signed in bulk comes to the rules as one statement a record, as everything does here.
#pragma once

#include <random>

#include "tests/unit/policy/histories/history.hpp"

namespace antin::policy::histories {

class Wishes {
 public:
  explicit Wishes(std::uint64_t seed);
  // The next for this past.
  Wish next(const Past& past);

 private:
  struct Place {
    std::string unit, kind, record;
    std::uint32_t revision = 1;
  };

  void pass_time(Wish& wish);
  void maybe_revoke(const Past& past, Wish& wish);
  Submission submission(const Past& past, const Place& place, const std::string& step);
  Ending ending(const Past& past, const Place& place, base::Act act, const std::string& step);
  PersonApproval approval(const Statement& said, const std::string& unit, const std::vector<std::string>& roles,
                          const std::vector<std::string>& avoided);
  template <class Asked>
  void spoil(Asked& asked);
  void spoil_format_or_digest(Submission& asked);
  void spoil_approval(PersonApproval& approval);
  void spoil_statement(Statement& said);

  unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }
  bool once_in(unsigned times) { return below(times) == 0; }
  template <class List>
  const auto& any(const List& list) {
    return list[below(static_cast<unsigned>(std::size(list)))];
  }

  std::mt19937_64 m_random;
  base::Instant m_now;
  std::string m_unit, m_kind;
  std::vector<Wish> m_made;
  std::uint16_t m_statements = 0;
};

}  // namespace antin::policy::histories
