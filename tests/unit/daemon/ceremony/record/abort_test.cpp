#include "daemon/ceremony/record/abort.hpp"

#include <gmock/gmock.h>

#include "daemon/ceremony/record/sequence.hpp"
#include "tests/unit/daemon/ceremony/plan/sample.hpp"
#include "tests/unit/daemon/ceremony/record/lines.hpp"

namespace antin::ceremony {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string seal = "seal/79760001/school/2026.1";

class AnAbort : public ::testing::Test {
 protected:
  AnAbort() { m_lines.add(Kind::open); }
  // Begins it, with approvals; ends it when asked.
  void take(Act act, bool end) {
    for (const auto& step : steps_of(m_plan)) {
      if (step.act != act) continue;
      m_lines.add(Kind::begin, step.id);
      m_lines.approve(step.id, {"so-1", "so-2"});
      if (end) m_lines.add(Kind::end, step.id);
    }
  }
  [[nodiscard]] std::vector<std::string> left() const { return left_by(m_plan, m_lines.entries, Language::english); }
  [[nodiscard]] std::string why() const {
    const auto held = check_sequence(m_plan, m_lines.entries);
    return held ? "it holds" : held.error().text;
  }

  Plan m_plan = sample_plan();
  Lines m_lines;
};

TEST_F(AnAbort, leaves_nothing_while_nothing_is_made) {
  take(Act::prologue, true);
  take(Act::inventory_before, true);
  EXPECT_THAT(left(), IsEmpty());
  m_lines.add(Kind::begin, "03-initialise-seals");
  m_lines.approve("03-initialise-seals", {"so-1"});
  EXPECT_THAT(left(), IsEmpty()) << "it was not approved, so it was not done";
  m_lines.approve("03-initialise-seals", {"so-2"});
  EXPECT_THAT(left(), ElementsAre("the token seals is there")) << "whoever was killed may have done it";
}

TEST_F(AnAbort, leaves_keys_and_says_which_can_still_be_taken_out) {
  m_plan.tokens.at("seals").backup = "security";
  m_plan.keys.at(seal).backup = Backup::wrapped;
  take(Act::generate, false);
  EXPECT_THAT(left(), ElementsAre("the key log/79/hcm/2026.1 is in seals", "the key " + seal + " is in seals",
                                  seal + " CAN STILL BE TAKEN OUT of the HSM"));
  EXPECT_THAT(left_by(m_plan, m_lines.entries, Language::vietnamese).back(), HasSubstr("VẪN CÓ THỂ BỊ LẤY RA"));
  take(Act::restore, false);
  EXPECT_THAT(left().back(), HasSubstr("the spare of seals may hold its keys"));
  take(Act::close, true);
  EXPECT_THAT(left(), ::testing::Not(::testing::Contains(HasSubstr("CAN STILL BE TAKEN OUT"))));
}

TEST_F(AnAbort, leaves_pins_that_were_changed) {
  m_plan.tokens.at("seals").from = "hcm-2025.1";
  take(Act::refresh, true);
  EXPECT_THAT(left(), IsEmpty()) << "shares of a PIN that is not set";
  take(Act::change_user_pin, false);
  take(Act::change_so_pin, false);
  EXPECT_THAT(left(), ElementsAre("the user PIN of seals is changed: only the new shares open it",
                                  "the SO PIN of seals is changed: only the new shares open it"));
}

TEST_F(AnAbort, of_nothing_is_one_persons_word) {
  take(Act::prologue, true);
  m_lines.add(Kind::abort);
  EXPECT_EQ(abort_of(m_plan, m_lines.entries), &m_lines.entries.back());
  EXPECT_EQ(open_abort(m_plan, m_lines.entries), nullptr);
}

TEST_F(AnAbort, of_something_waits_for_the_quorum_and_may_be_gone_on_after) {
  take(Act::prologue, true);
  take(Act::inventory_before, true);
  take(Act::initialise, true);
  m_lines.add(Kind::abort);
  const auto id = m_lines.entries.back().step;
  EXPECT_EQ(abort_of(m_plan, m_lines.entries), nullptr);
  EXPECT_EQ(open_abort(m_plan, m_lines.entries)->step, id);
  EXPECT_EQ(asked_now(m_plan, m_lines.entries)->step, id);
  m_lines.approve(id, {"so-1", "so-1"});
  EXPECT_EQ(abort_of(m_plan, m_lines.entries), nullptr);
  const auto waiting = m_lines;

  m_lines.approve(id, {"so-3"});
  EXPECT_EQ(abort_of(m_plan, m_lines.entries)->step, id);
  EXPECT_EQ(why(), "it holds");
  m_lines.add(Kind::resume);
  EXPECT_THAT(why(), HasSubstr("the ceremony was aborted"));

  m_lines = waiting;
  m_lines.add(Kind::begin, steps_of(m_plan).at(3).id);
  EXPECT_THAT(why(), HasSubstr(id + " ends the ceremony, or somebody goes on"));
  m_lines = waiting;
  m_lines.add(Kind::resume);
  EXPECT_EQ(open_abort(m_plan, m_lines.entries), nullptr);
  m_lines.approve(m_lines.entries.back().step, {"so-1", "so-2"});
  m_lines.add(Kind::begin, steps_of(m_plan).at(3).id);
  EXPECT_EQ(why(), "it holds");
  m_lines.approve(id, {"so-2"});
  EXPECT_THAT(why(), HasSubstr("nobody was asked about this")) << "too late";
}

}  // namespace
}  // namespace antin::ceremony
