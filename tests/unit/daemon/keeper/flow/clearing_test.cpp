// A start that was refused for the clock, and the quorum that lets it go on.
#include "daemon/keeper/clearing.hpp"

#include <gmock/gmock.h>

#include "core/statement/clear.hpp"
#include "tests/support/must.hpp"
#include "tests/support/signed_policy.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

using ::testing::HasSubstr;

class Clearing : public ::testing::Test {
 protected:
  // The clock was a day ahead when the last entries were made; now it is right.
  Clearing() {
    bench.clock.reading.now += std::chrono::days(1);
    bench.teacher_done();
    bench.life.reset();
    const auto path = bench.folder.path();
    options.policy = path / "policy";
    options.officers = path / "officers";
    options.revocation = path / "revocation";
    options.ledger = path / "state/ledger/test.sqlite";
    options.development_clock = true;
    begin_again();
  }
  void begin_again() {
    begun.reset();
    auto made = begin(options);
    if (!made) throw std::runtime_error(made.error().text);
    begun.emplace(*std::move(made));
  }
  [[nodiscard]] LoggedEntry last() {
    const auto size = antin::keeper::must(ledger().size());
    return antin::keeper::must(ledger().entries(size - 1, 1)).front();
  }
  [[nodiscard]] Ledger& ledger() { return *begun->opened.ledger; }
  [[nodiscard]] statement::Clear said() {
    return {"seal.dev.example/2026", statement::StartFault::clock, last().leaf, crypto::random_array<16>(),
            std::chrono::floor<std::chrono::seconds>(begun->clock->read().now) + std::chrono::hours(1)};
  }
  [[nodiscard]] base::Result<void> clear(const statement::Clear& statement,
                                         const std::vector<std::string>& officers = {"so-1", "so-2"}) {
    bench.folder.tools().must_run("mkdir -p dev/clock");
    antin::test::sign_as_officers(bench.folder, "clock", statement::print(statement), officers);
    return clear_clock(*begun, bench.folder.path() / "clock");
  }
  // And then nothing has changed.
  [[nodiscard]] std::string refusal(const statement::Clear& statement,
                                    const std::vector<std::string>& officers = {"so-1", "so-2"}) {
    const auto before = last().leaf;
    const auto cleared = clear(statement, officers);
    EXPECT_EQ(last().leaf, before);
    return cleared ? "" : cleared.error().text;
  }

  Bench bench;
  KeeperOptions options;
  std::optional<Begun> begun;
};

TEST_F(Clearing, a_quorum_lets_the_log_go_on_with_an_entry_that_says_so) {
  const auto before = last().leaf;
  EXPECT_FALSE(begun->in_force->authority().prepare({base::sha256_digest({})})) << "behind what it stamped";
  const auto cleared = clear(said());
  ASSERT_TRUE(cleared) << cleared.error().text;
  const std::string entry(base::text(last().bytes));
  for (const auto& part : {std::string(R"("type":"cleared")"), std::string(R"("fault":"clock")"),
                           R"("last":")" + base::print(before), std::string(R"("officer":"so-2")")})
    EXPECT_THAT(entry, HasSubstr(part));
  EXPECT_TRUE(begun->in_force->authority().prepare({base::sha256_digest({})}));
  begin_again();
  EXPECT_THAT(std::string(base::text(last().bytes)), HasSubstr("cleared")) << "it is durable";
  EXPECT_LE(*antin::keeper::must(ledger().last_entry_time()), begun->clock->read().now);
}

TEST_F(Clearing, fewer_than_the_quorum_or_somebody_else_clear_nothing) {
  EXPECT_THAT(refusal(said(), {"so-1"}), HasSubstr("1 of 2 security officers have signed"));
  EXPECT_THAT(refusal(said(), {"so-1", "p-000001"}), HasSubstr("is of nobody who is a security officer"));
}

TEST_F(Clearing, one_about_another_entry_or_log_or_that_has_expired_clears_nothing) {
  auto other = said();
  other.last[0] ^= 1;
  EXPECT_THAT(refusal(other), HasSubstr("but the last one has " + base::print(last().leaf)));
  other = said();
  other.log = "seal.other.example/2026";
  EXPECT_THAT(refusal(other), HasSubstr("it is for the log seal.other.example/2026"));
  other = said();
  other.expires -= std::chrono::hours(2);
  EXPECT_THAT(refusal(other), HasSubstr("it has expired"));
}

TEST_F(Clearing, one_is_good_for_one_start) {
  const auto statement = said();
  ASSERT_TRUE(clear(statement));
  EXPECT_THAT(refusal(statement), HasSubstr("it names the entry with leaf"));
}

}  // namespace
}  // namespace antin::keeper::test
