#include <gtest/gtest.h>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {
namespace {

TEST(Roster, a_person_is_found_by_id_and_by_each_certificate) {
  Roster roster;
  ASSERT_TRUE(roster.add({"p-1", {hash(1), hash(2)}, {}}));
  ASSERT_TRUE(roster.add({"p-2", {hash(3)}, {}}));
  EXPECT_EQ(roster.size(), 2U);
  ASSERT_NE(roster.find("p-1"), nullptr);
  EXPECT_EQ(roster.find("p-1")->id, "p-1");
  EXPECT_EQ(roster.find_by_certificate(hash(1)), roster.find("p-1"));
  EXPECT_EQ(roster.find_by_certificate(hash(2)), roster.find("p-1"));
  EXPECT_EQ(roster.find_by_certificate(hash(3)), roster.find("p-2"));
}

TEST(Roster, a_stranger_is_not_found) {
  const Roster roster;
  EXPECT_EQ(roster.find("p-1"), nullptr);
  EXPECT_EQ(roster.find_by_certificate(hash(1)), nullptr);
}

TEST(Roster, an_id_belongs_to_one_person) {
  Roster roster;
  ASSERT_TRUE(roster.add({"p-1", {hash(1)}, {}}));
  EXPECT_FALSE(roster.add({"p-1", {hash(2)}, {}}));
  EXPECT_EQ(roster.find_by_certificate(hash(2)), nullptr);
  EXPECT_EQ(roster.size(), 1U);
}

TEST(Roster, a_certificate_belongs_to_one_person) {
  Roster roster;
  ASSERT_TRUE(roster.add({"p-1", {hash(1)}, {}}));
  EXPECT_FALSE(roster.add({"p-2", {hash(2), hash(1)}, {}}));
  EXPECT_EQ(roster.find("p-2"), nullptr);
  EXPECT_EQ(roster.find_by_certificate(hash(2)), nullptr);
  EXPECT_EQ(roster.find_by_certificate(hash(1))->id, "p-1");
}

}  // namespace
}  // namespace antin::policy
