#include "daemon/process/logging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace antin::process {
namespace {

TEST(Logging, an_event_is_one_line_on_standard_error) {
  start_logging("antin-example", false);
  testing::internal::CaptureStderr();
  log_info("it began {} %s");
  log_warning("careful");
  log_error("it broke");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "antin-example: info: it began {} %s\nantin-example: warning: careful\nantin-example: error: it broke\n");
}

TEST(Logging, text_cannot_forge_a_line_or_steer_a_terminal) {
  start_logging("antin-example", false);
  testing::internal::CaptureStderr();
  log_info("a\nantin-example: error: b\x1b[2J");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "antin-example: info: a antin-example: error: b [2J\n");
}

TEST(Logging, lines_outside_the_journal_carry_utc) {
  start_logging("antin-example", true);
  testing::internal::CaptureStderr();
  log_info("x");
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::MatchesRegex("....-..-..T..:..:......Z antin-example: info: x\n"));
}

}  // namespace
}  // namespace antin::process
