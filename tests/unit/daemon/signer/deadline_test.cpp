#include "daemon/signer/deadline.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

namespace antin::signer {
namespace {

using std::chrono::milliseconds;

TEST(DeadlineDeathTest, an_operation_that_hangs_ends_the_process_with_start_me_again) {
  EXPECT_EXIT(
      {
        const Deadline armed(milliseconds(20));
        for (;;) ::pause();
      },
      ::testing::ExitedWithCode(75), "passed its deadline");
}

TEST(DeadlineDeathTest, it_also_fires_when_whoever_started_us_left_the_signal_blocked) {
  EXPECT_EXIT(
      {
        sigset_t alarm;
        ::sigemptyset(&alarm);
        ::sigaddset(&alarm, SIGALRM);
        ::sigprocmask(SIG_BLOCK, &alarm, nullptr);
        const Deadline armed(milliseconds(20));
        for (;;) ::pause();
      },
      ::testing::ExitedWithCode(75), "");
}

TEST(Deadline, an_operation_that_returns_in_time_leaves_no_timer_behind) {
  itimerval left{};
  {
    const Deadline armed(std::chrono::minutes(10));
    ASSERT_EQ(::getitimer(ITIMER_REAL, &left), 0);
    EXPECT_GT(left.it_value.tv_sec, 0);
  }
  ASSERT_EQ(::getitimer(ITIMER_REAL, &left), 0);
  EXPECT_EQ(left.it_value.tv_sec, 0);
  EXPECT_EQ(left.it_value.tv_usec, 0);
}

}  // namespace
}  // namespace antin::signer
