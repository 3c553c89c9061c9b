// New records are begun under the current version of their unit's record-id key.
#include <gtest/gtest.h>

#include "core/tlog/hash.hpp"
#include "tests/unit/daemon/keeper/flow/revoked.hpp"

namespace antin::keeper::test {
namespace {

void register_versions(Bench& bench, const std::string& versions) {
  change_policy(bench, "units.toml", "/^record_keys/d; /^code = \"79760001\"/s/$/\\nrecord_keys = [" + versions + "]/");
}

TEST(RecordKeys, that_are_old_or_not_registered_begin_no_record_and_that_is_an_entry) {
  Bench bench;
  register_versions(bench, "1, 2");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "RECORD_KEY_NOT_CURRENT");
  EXPECT_NE(bench.life->entries().back().find("RECORD_KEY_NOT_CURRENT"), std::string::npos);
  auto wish = bench.wish();
  wish.record = "3.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3";
  EXPECT_EQ(code_of(bench.submit(wish, "p-000001")), "RECORD_KEY_NOT_CURRENT");
  wish.record = "2.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3";
  EXPECT_EQ(code_of(bench.submit(wish, "p-000001")), "done");
}

TEST(RecordKeys, that_are_old_go_on_with_what_was_begun_under_them) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  register_versions(bench, "1, 2");
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "done");
}

}  // namespace
}  // namespace antin::keeper::test
