#include "daemon/ceremony/record/progress.hpp"

#include <gmock/gmock.h>

#include "tests/unit/daemon/ceremony/record/lines.hpp"

namespace antin::ceremony {
namespace {

std::vector<std::string> texts_of(const std::vector<const Entry*>& lines) {
  std::vector<std::string> texts;
  for (const auto* line : lines) texts.push_back(line->fact("text"));
  return texts;
}

TEST(AnException, answers_the_stops_before_it_that_no_approved_one_has_answered) {
  Lines lines;
  lines.add(Kind::stop, "02-inventory-before", {{"text", "first"}});
  lines.add(Kind::exception, "", {{"text", "mended"}});
  lines.approve("exception-2", {"so-1", "so-2"});
  lines.add(Kind::stop, "04-unattended-seals", {{"text", "second"}});
  lines.add(Kind::stop, "", {{"text", "third"}});
  lines.add(Kind::exception, "", {{"text", "mended again"}});
  lines.add(Kind::stop, "", {{"text", "too late"}});
  const auto& open = lines.entries.at(6);
  EXPECT_EQ(open_exception(lines.entries, 2), &open);
  EXPECT_THAT(texts_of(stops_before(lines.entries, open, 2)), ::testing::ElementsAre("second", "third"));
  EXPECT_EQ(said_of(lines.entries.at(4)), "04-unattended-seals: second");
  EXPECT_EQ(said_of(lines.entries.at(5)), "third");
  EXPECT_EQ(unanswered_stop(lines.entries, 2), &lines.entries.at(4));
}

}  // namespace
}  // namespace antin::ceremony
