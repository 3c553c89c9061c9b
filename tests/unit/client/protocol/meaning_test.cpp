#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "tests/unit/client/protocol/samples.hpp"

namespace antin::protocol {
namespace {

TEST(Meaning, request_id_and_approvals_do_not_change_it) {
  auto other = sample_submit();
  other.approvals.clear();
  EXPECT_EQ(meaning({sample_id(), sample_submit()}), meaning({RequestId{}, other}));
}

TEST(Meaning, every_other_field_changes_it) {
  const std::function<void(Submit&)> changes[] = {
      [](Submit&) {},
      [](Submit& s) { s.unit = "79760002"; },
      [](Submit& s) { s.kind = "other"; },
      [](Submit& s) { s.record = "2.x"; },
      [](Submit& s) { s.revision = 3; },
      [](Submit& s) { s.step = "teacher"; },
      [](Submit& s) { s.digest.value[0] = 0; },
      [](Submit& s) { s.formats.clear(); },
      [](Submit& s) { s.formats = {"xades"}; },
      [](Submit& s) { s.unit += s.kind, s.kind = ""; },
  };
  std::set<base::Bytes> seen;
  for (const auto& change : changes) {
    auto submit = sample_submit();
    change(submit);
    EXPECT_TRUE(seen.insert(meaning({sample_id(), submit})).second);
  }
}

TEST(Meaning, two_types_of_request_never_mean_the_same) {
  std::set<base::Bytes> seen;
  EXPECT_TRUE(seen.insert(meaning({{}, About{}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, Timestamp{}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, Lookup{"u", "k", "r", 1, "s"}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, Submit{"u", "k", "r", 1, "s", {}, {}, {}}})).second);
}

}  // namespace
}  // namespace antin::protocol
