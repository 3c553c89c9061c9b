#include "daemon/keeper/systems/systems.hpp"

#include <gtest/gtest.h>

namespace antin::keeper {
namespace {

policy::System system_with(const std::string& name, std::uint8_t key) {
  policy::System system;
  system.name = name;
  system.curve.fill(key);
  return system;
}

policy::Policy policy_of(std::initializer_list<policy::System> systems) {
  policy::Policy policy;
  for (const auto& system : systems) policy.systems.emplace(system.name, system);
  return policy;
}

TEST(Systems, a_registered_key_finds_its_system) {
  const auto policy = policy_of({system_with("a", 1), system_with("b", 2)});
  const auto systems = Systems::of(policy);
  ASSERT_TRUE(systems);
  ASSERT_NE(systems->find(system_with("", 2).curve), nullptr);
  EXPECT_EQ(systems->find(system_with("", 2).curve)->name, "b");
}

TEST(Systems, an_unregistered_key_finds_none) {
  const auto policy = policy_of({system_with("a", 1)});
  const auto systems = Systems::of(policy);
  EXPECT_EQ(systems->find(system_with("", 2).curve), nullptr);
  EXPECT_EQ(systems->find({}), nullptr);
}

TEST(Systems, the_gates_list_holds_each_system_once) {
  const auto policy = policy_of({system_with("a", 9), system_with("b", 2)});
  const auto all = Systems::of(policy)->all();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]->name, "b");
  EXPECT_EQ(all[1]->name, "a");
}

TEST(Systems, two_systems_with_one_key_are_refused) {
  EXPECT_FALSE(Systems::of(policy_of({system_with("a", 1), system_with("b", 1)})));
}

TEST(Systems, the_key_of_zeros_is_refused) { EXPECT_FALSE(Systems::of(policy_of({system_with("a", 0)}))); }

}  // namespace
}  // namespace antin::keeper
