// Seeded random worlds: valid ones with some things changed, so that every rule is met often, alone and together.
#pragma once

#include <random>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {

class RandomWorlds {
 public:
  explicit RandomWorlds(unsigned seed);
  World next();

 private:
  using Change = void (RandomWorlds::*)(World&);

  void change_caller(World& world);
  void change_units(World& world);
  void change_workflow(World& world);
  void change_document(World& world);
  void change_history(World& world);
  void change_step_facts(World& world);
  void change_times(World& world);
  void change_approvers(World& world);
  void change_verification(World& world);
  void change_statement(World& world);
  void change_statement_place(World& world);
  void change_person(World& world);
  void change_roles(World& world);
  void change_keys(World& world);
  void change_stops(World& world);

  unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }
  bool once_in(unsigned times) { return below(times) == 0; }
  template <class List>
  auto& any(List& list) {
    return list[below(static_cast<unsigned>(std::size(list)))];
  }
  base::Act any_act() { return static_cast<base::Act>(below(4)); }
  Verification any_verification() { return static_cast<Verification>(below(8)); }
  Step& this_step(World& world);

  std::mt19937 m_random;
  std::vector<World> m_bases;
};

}  // namespace antin::policy
