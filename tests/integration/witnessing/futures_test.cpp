// What witnesses are against an operator, or an operator's mistake: a log that has another future is not continued.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/witnessing/watched.hpp"
#include "tests/support/child.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;

class Futures : public Watched {
 protected:
  // All that the appliance itself remembers, the witnesses' memory left out.
  void copy_the_past() const { tools().must_run("mkdir past && cp -a " + remembered + " past"); }
  void put_the_past_back() const {
    tools().must_run("rm -rf " + remembered + " && cp -a past/log dev/log && cp -a past/ledger past/log-entries " +
                     "past/antin-signer-* dev/state");
  }
  [[nodiscard]] std::string sums_of_what_was_signed() const {
    return tools()
        .run("find dev/log dev/state/antin-signer-log-1/last-checkpoint -type f | sort | xargs sha256sum")
        .output;
  }

  const std::string remembered = "dev/log dev/state/ledger dev/state/log-entries dev/state/antin-signer-*";
};

TEST_F(Futures, an_older_copy_of_everything_is_not_continued_and_nothing_is_signed) {
  appliance.stop();
  copy_the_past();
  appliance.start();
  await_both(must(submit("1.lost")).index + 1);
  appliance.stop();
  put_the_past_back();
  const auto before = sums_of_what_was_signed();
  const auto said = appliance.start_in_vain();
  EXPECT_THAT(said, HasSubstr("the witness witness-"));
  EXPECT_THAT(said, HasSubstr("an older copy of the ledger was put back; bring the newest one"));
  EXPECT_EQ(sums_of_what_was_signed(), before);
}

// The same appliance twice: the log's key signs both futures, and only one of them can be cosigned.
TEST_F(Futures, of_two_copies_that_both_run_the_one_that_is_not_cosigned_ends) {
  await_both(must(submit("1.common")).index + 1);
  tools().must_run(
      "cp -a dev twin && rm -rf twin/run/* twin/etc/antin-witness-* && sed -i 's#/dev/#/twin/#g' twin/softhsm2.conf "
      "twin/etc/*.conf && sed -i 's#^listen = .*#listen = tcp://127.0.0.1:*#' twin/etc/antin-gate.conf");
  const auto common = size_shown_by(1);
  {
    Child twin({std::string(ANTIN_BINARY_DIR) + "/bin/antin-launcher", (tools().path() / "twin").string()},
               tools().path() / "twin.log");
    await_both(common + 1);
    EXPECT_EQ(twin.end(SIGTERM), 0);
  }
  // The witnesses answer 409, show what they have cosigned instead, and that is as large as ours.
  must(submit("1.fork"));
  const auto said = appliance.await_giving_up();
  EXPECT_THAT(said, HasSubstr("has a checkpoint of this log for " + std::to_string(common + 1) + " entries"));
  EXPECT_THAT(said, HasSubstr("this log has two futures; keep the ledger and the witness's"));
}

TEST_F(Futures, a_witness_that_has_lost_its_memory_is_named_and_does_not_count) {
  appliance.stop();
  tools().must_run("rm dev/state/antin-witness-2/*.checkpoint");
  appliance.start();
  await("the warning",
        [&] { return antind_says().find("the witness witness-2.dev.example: it has cosigned ") != std::string::npos; });
  EXPECT_THAT(antind_says(), HasSubstr("its memory was lost, or what it says is held back"));
  auto options = appliance.options("school-79760001");
  options.deadline = std::chrono::seconds(1);
  auto impatient = must(client::Connection::open(std::move(options)));
  const auto answer = client::submit(impatient, office.submission(report("1.alone"), "teacher", std::nullopt));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "WITNESS_LAG");
}

}  // namespace
}  // namespace antin::test
