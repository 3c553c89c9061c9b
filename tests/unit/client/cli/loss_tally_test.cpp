#include "client/cli/loss_tally.hpp"

#include <gtest/gtest.h>

namespace antin::cli {
namespace {

std::string after(std::initializer_list<std::string_view> entries) {
  LossTally tally;
  for (const auto entry : entries) tally.take(base::view(entry));
  return tally.said();
}

constexpr std::string_view lost = R"({"log":"old","lost":{"proven":false,"size":24},"size":20,"type":"succeeds"})";

TEST(LossTally, says_nothing_of_a_log_that_lost_none) {
  EXPECT_EQ(after({R"({"log":"old","size":20,"type":"succeeds"})", R"({"type":"start"})"}), "");
  EXPECT_EQ(after({"not json \"type\":\"succeeds\""}), "");
}

TEST(LossTally, says_what_is_in_nobodys_hands_and_what_came_back) {
  EXPECT_EQ(
      after({lost}),
      "it goes on from old, which was lost with its disk: 4 entries (20 to 23) that its witnesses saw are in "
      "nobody's hands but its clients'; clients gave back 0; nobody has proven that the backup is of the log that "
      "the witnesses saw");
  EXPECT_EQ(after({R"({"log":"old","lost":{"proven":true,"size":20},"size":20,"type":"succeeds"})",
                   R"({"outcome":"taken","seen":"witnessed","type":"given-back"})",
                   R"({"outcome":"taken","seen":"unseen","type":"given-back"})",
                   R"({"outcome":"conflict","seen":"witnessed","type":"given-back"})"}),
            "it goes on from old, which was lost with its disk: all 20 entries that its witnesses saw are in hand; "
            "clients gave back 2, and 1 that contradict what is there; of these, no witness has seen 1");
}

}  // namespace
}  // namespace antin::cli
