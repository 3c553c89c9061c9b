// Rules and people of as many schools as are asked for, and principals' submissions that those rules approve.
#pragma once

#include "policy/decide.hpp"
#include "tests/bench/policy_figures.hpp"

namespace antin::bench {

class PolicyTown {
 public:
  explicit PolicyTown(const PolicySize& size);

  [[nodiscard]] static std::string unit(std::uint64_t school);
  [[nodiscard]] std::uint64_t schools() const { return m_schools; }

  // A submission that stays in its place and becomes another one.
  struct Asking {
    policy::Submission submission;
    policy::Facts facts;
  };
  [[nodiscard]] Asking asking() const;
  // One of the school's principals for one of its records, `leaf` being the teacher's.
  void ask(Asking& asking, std::uint64_t school, const std::string& record, std::uint64_t any) const;
  // The statement, once it is known what it follows.
  void follow(Asking& asking) const;

  [[nodiscard]] const policy::Policy& rules() const { return m_policy; }
  [[nodiscard]] const policy::Roster& roster() const { return m_roster; }
  [[nodiscard]] static base::Instant now();

 private:
  void add_school(std::uint64_t school);
  void add_person(std::uint64_t number, std::uint64_t school);

  std::uint64_t m_schools;
  std::uint64_t m_people;
  policy::Policy m_policy;
  policy::Roster m_roster;
};

base::Sha256Hash certificate_of(std::uint64_t person);

}  // namespace antin::bench
