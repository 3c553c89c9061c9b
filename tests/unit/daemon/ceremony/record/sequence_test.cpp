#include "daemon/ceremony/record/sequence.hpp"

#include <gmock/gmock.h>

#include "tests/unit/daemon/ceremony/plan/sample.hpp"
#include "tests/unit/daemon/ceremony/record/lines.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

const std::string prologue = "01-prologue";
const std::string stock = "02-inventory-before";

// Of a plan whose quorum is two: `open` and the prologue, approved and ended.
class ASequence : public ::testing::Test {
 protected:
  ASequence() {
    m_lines.add(Kind::open);
    m_lines.add(Kind::begin, prologue);
    m_lines.approve(prologue, {"so-1", "so-2"});
    m_lines.add(Kind::end, prologue);
  }
  [[nodiscard]] std::string why() const {
    const auto held = check_sequence(sample_plan(), m_lines.entries);
    return held ? "it holds" : held.error().text;
  }
  // What is said of one line more.
  [[nodiscard]] std::string why(Kind kind, const std::string& step = {}, const std::string& officer = {}) const {
    auto lines = m_lines;
    lines.add(kind, step, {{"officer", officer}});
    const auto held = check_sequence(sample_plan(), lines.entries);
    return held ? "it holds" : held.error().text;
  }

  Lines m_lines;
};

TEST_F(ASequence, takes_the_plans_steps_one_after_the_other) {
  EXPECT_EQ(why(), "it holds");
  EXPECT_EQ(why(Kind::begin, stock), "it holds");
  EXPECT_EQ(why(Kind::begin, prologue), "line 6, begin of 01-prologue: this step does not come next");
  EXPECT_THAT(why(Kind::begin, "03-initialise-seals"), HasSubstr("this step does not come next"));
  EXPECT_THAT(why(Kind::end, stock), HasSubstr("this step is not under way"));
  EXPECT_THAT(why(Kind::end, prologue), HasSubstr("this step is not under way"));
  EXPECT_THAT(why(Kind::share, stock), HasSubstr("this step is not under way"));
  m_lines.add(Kind::begin, stock);
  EXPECT_THAT(why(Kind::begin, "03-initialise-seals"), HasSubstr("this step does not come next"));
  EXPECT_EQ(why(Kind::end, stock), "it holds") << "it needs no approvals";
}

TEST_F(ASequence, ends_no_step_before_its_quorum_has_approved_it) {
  m_lines.add(Kind::begin, stock);
  m_lines.add(Kind::end, stock);
  m_lines.add(Kind::begin, "03-initialise-seals");
  m_lines.approve("03-initialise-seals", {"so-1", "so-1"});
  EXPECT_THAT(why(Kind::end, "03-initialise-seals"), HasSubstr("it has 1 approvals of 2"));
  m_lines.approve("03-initialise-seals", {"so-3"});
  EXPECT_EQ(why(Kind::end, "03-initialise-seals"), "it holds");
  EXPECT_EQ(why(Kind::share, "03-initialise-seals"), "it holds");
  EXPECT_THAT(why(Kind::share, stock), HasSubstr("this step is not under way"));
}

TEST_F(ASequence, has_approvals_of_what_was_asked_about_only) {
  EXPECT_THAT(why(Kind::approval, stock, "so-1"), HasSubstr("nobody was asked about this"));
  EXPECT_THAT(why(Kind::approval, prologue, "so-1"), HasSubstr("nobody was asked about this"));
  m_lines.add(Kind::begin, stock);
  EXPECT_EQ(why(Kind::approval, stock, "so-1"), "it holds");
}

TEST_F(ASequence, does_nothing_after_a_resumption_until_the_quorum_has_approved_it) {
  m_lines.add(Kind::begin, stock);
  m_lines.add(Kind::resume);
  m_lines.approve("resume-7", {"so-1", "so-1"});
  for (const auto kind : {Kind::begin, Kind::end, Kind::share})
    EXPECT_THAT(why(kind, stock), HasSubstr("resume-7 lacks approvals")) << name_of(kind);
  EXPECT_THAT(why(Kind::approval, stock, "so-2"), HasSubstr("resume-7 lacks approvals"));
  for (const auto kind : {Kind::resume, Kind::stop, Kind::exception, Kind::abort})
    EXPECT_EQ(why(kind), "it holds") << name_of(kind);
  m_lines.approve("resume-7", {"so-2"});
  EXPECT_EQ(why(Kind::end, stock), "it holds");
  EXPECT_THAT(why(Kind::approval, "resume-7", "so-3"), HasSubstr("nobody was asked about this"));
}

TEST_F(ASequence, counts_no_approval_of_an_earlier_resumption_for_a_later_one) {
  m_lines.add(Kind::begin, stock);
  m_lines.add(Kind::resume);
  m_lines.approve("resume-7", {"so-1"});
  m_lines.add(Kind::resume);
  EXPECT_THAT(why(Kind::approval, "resume-7", "so-2"), HasSubstr("resume-9 lacks approvals"));
  EXPECT_EQ(open_resume(m_lines.entries, 2), &m_lines.entries.at(8));
  m_lines.approve("resume-9", {"so-1", "so-2"});
  EXPECT_EQ(why(Kind::end, stock), "it holds");
  EXPECT_EQ(open_resume(m_lines.entries, 2), nullptr);
}

TEST_F(ASequence, goes_on_after_a_stop_when_an_exception_is_approved_and_not_before) {
  m_lines.add(Kind::begin, stock);
  m_lines.add(Kind::stop, stock);
  EXPECT_THAT(why(Kind::end, stock), HasSubstr("no exception answers line 7, a stop"));
  m_lines.add(Kind::exception);
  m_lines.approve("exception-8", {"so-1"});
  EXPECT_THAT(why(Kind::end, stock), HasSubstr("exception-8 lacks approvals"));
  m_lines.approve("exception-8", {"so-2"});
  EXPECT_EQ(why(Kind::end, stock), "it holds");
  m_lines.add(Kind::stop, stock);
  EXPECT_THAT(why(Kind::end, stock), HasSubstr("no exception answers line 11, a stop"));
}

// Of what comes after the beginning of the transcript nobody's signature is over.
TEST_F(ASequence, ends_with_the_transcript_in_which_there_is_only_going_on) {
  const auto steps = steps_of(sample_plan());
  for (std::size_t i = 1; i + 1 < steps.size(); ++i) {
    m_lines.add(Kind::begin, steps[i].id);
    m_lines.approve(steps[i].id, {"so-1", "so-2"});
    m_lines.add(Kind::end, steps[i].id);
  }
  m_lines.add(Kind::exception);
  const auto exception = m_lines.entries.back().step;
  m_lines.approve(exception, {"so-1", "so-2"});
  const auto transcript = steps.back().id;
  m_lines.add(Kind::begin, transcript);
  EXPECT_EQ(why(), "it holds");
  for (const auto kind : {Kind::stop, Kind::exception})
    EXPECT_THAT(why(kind), HasSubstr("the transcript, which is being signed, would not count it")) << name_of(kind);
  EXPECT_THAT(why(Kind::share, transcript), HasSubstr("the transcript has no shares"));
  EXPECT_THAT(why(Kind::share, "03-initialise-seals"), HasSubstr("not under way"));
  for (const auto& id : {transcript, exception})
    EXPECT_THAT(why(Kind::approval, id, "so-3"), HasSubstr("participants sign the transcript")) << id;
  m_lines.add(Kind::resume);
  const auto resumed = m_lines.entries.back().step;
  EXPECT_THAT(why(Kind::end, transcript), HasSubstr(resumed + " lacks approvals"));
  m_lines.approve(resumed, {"so-1", "so-2"});
  EXPECT_EQ(why(Kind::abort), "it holds") << "somebody does not sign";
  m_lines.add(Kind::end, transcript);
  EXPECT_EQ(why(), "it holds");
  for (const auto kind :
       {Kind::begin, Kind::approval, Kind::share, Kind::end, Kind::resume, Kind::stop, Kind::exception, Kind::abort})
    EXPECT_THAT(why(kind, transcript), HasSubstr("the ceremony was over")) << name_of(kind);
}

}  // namespace
}  // namespace antin::ceremony
