#include "core/base/record_name.hpp"

#include <gtest/gtest.h>

namespace antin::base {
namespace {

TEST(RecordName, begins_with_the_version_of_its_key) {
  EXPECT_EQ(record_key_version("1.9tq2"), 1U);
  EXPECT_EQ(record_key_version("12.9tq2.x"), 12U);
  EXPECT_EQ(record_key_version("4294967295.x"), 4294967295U);
}

TEST(RecordName, without_a_version_has_none) {
  for (const auto* record : {"", ".", "1", "1.", ".9tq2", "01.9tq2", "0.9tq2", "v1.9tq2", "1x.9tq2", "-1.9tq2",
                             "4294967296.x", "99999999999.x"})
    EXPECT_FALSE(record_key_version(record)) << record;
}

}  // namespace
}  // namespace antin::base
