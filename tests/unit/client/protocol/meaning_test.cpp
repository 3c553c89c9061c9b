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
  EXPECT_TRUE(seen.insert(meaning({{}, Checkpoint{}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, Entries{}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, Inclusion{}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, Inclusion{StepName{"u", "k", "r", 1, "s"}, 0, {}}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, Consistency{}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, OpenReading{}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, CloseReading{}})).second);
  EXPECT_TRUE(seen.insert(meaning({{}, Stored{}})).second);
}

TEST(Meaning, every_field_of_a_request_to_the_log_changes_it) {
  const ReadingId reading{1};
  const decltype(Request::body) bodies[] = {
      Entries{},
      Entries{1, 0, 0, {}},
      Entries{0, 1, 0, {}},
      Entries{0, 0, 1, {}},
      Entries{0, 0, 0, reading},
      Entries{1ULL << 32, 0, 0, {}},
      Inclusion{},
      Inclusion{std::uint64_t{1}, 0, {}},
      Inclusion{std::uint64_t{0}, 1, {}},
      Inclusion{std::uint64_t{0}, 0, reading},
      Inclusion{StepName{"u", "k", "r", 1, "s"}, 0, {}},
      Inclusion{StepName{"u", "k", "r", 2, "s"}, 0, {}},
      Inclusion{StepName{"u", "k", "r", 1, "t"}, 0, {}},
      Consistency{0, 1},
      Consistency{1, 1},
      OpenReading{{1}, {}},
      OpenReading{{2}, {}},
      CloseReading{},
      CloseReading{reading},
      Stored{},
      Stored{reading, {}},
      Stored{{}, {1}},
      Stored{{}, {}, 1},
  };
  std::set<base::Bytes> seen;
  for (const auto& body : bodies) EXPECT_TRUE(seen.insert(meaning({{}, body})).second);
}

TEST(Meaning, another_signature_over_the_same_statement_does_not_change_it) {
  EXPECT_EQ(meaning({{}, OpenReading{{1}, {2}}}), meaning({{}, OpenReading{{1}, {3}}}));
}

}  // namespace
}  // namespace antin::protocol
