// The decider and the reference agree on every wish of very many random histories, and between them meet every reason.
// ANTIN_HISTORIES says how many, ANTIN_SEED which.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "tests/unit/policy/histories/reference.hpp"
#include "tests/unit/policy/histories/wishes.hpp"

namespace antin::policy::histories {
namespace {

constexpr unsigned wishes_a_history = 10;
#ifdef __SANITIZE_ADDRESS__
constexpr std::uint64_t usual_histories = 50'000;
#else
constexpr std::uint64_t usual_histories = 1'000'000;
#endif

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// What the decider says, which happens then.
std::string decide_in(Past& past, const Wish& wish) {
  const auto& town = the_town();
  if (const auto* asked = std::get_if<Submission>(&wish.asked)) {
    const auto decision = decide(town.policy, town.roster, *asked, past.facts_for(*asked, wish.now), wish.now);
    if (const auto* approval = std::get_if<Approval>(&decision))
      past.take(approval->what(), *asked, wish.stays_open, wish.now);
    return answer_of(decision);
  }
  const auto& asked = std::get<Ending>(wish.asked);
  const auto decision = decide_ending(town.policy, town.roster, asked, past.facts_for(asked), wish.now);
  if (const auto* approval = std::get_if<EndingApproval>(&decision)) past.take(approval->what(), wish.now);
  return answer_of(decision);
}

struct Disagreement {
  std::size_t at = 0;
  std::string decider, reference;
};

std::optional<Disagreement> first_disagreement(const std::vector<Wish>& history) {
  Past past;
  for (std::size_t i = 0; i < history.size(); ++i) {
    past.advance(history[i]);
    const auto reference = reference_answer(past, history[i]);
    const auto decider = decide_in(past, history[i]);
    if (decider != reference) return Disagreement{i, decider, reference};
  }
  return std::nullopt;
}

// Without the wishes that it does not need.
std::vector<Wish> made_small(std::vector<Wish> history) {
  for (std::size_t i = history.size(); i-- > 0;) {
    auto without = history;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (first_disagreement(without)) history = std::move(without);
  }
  return history;
}

std::string told(const std::vector<Wish>& history) {
  const auto small = made_small(history);
  const auto where = first_disagreement(small).value();
  std::string text =
      "the decider says \"" + where.decider + "\", the reference \"" + where.reference + "\" to the last of\n";
  for (std::size_t i = 0; i <= where.at; ++i) text += "  " + print(small[i]) + "\n";
  return text;
}

// How often each answer was given: to wishes for a step, and for an ending.
using Met = std::map<std::string, std::uint64_t>;

void play(std::uint64_t seed, Met& met) {
  Wishes wishes(seed);
  Past past;
  std::vector<Wish> history;
  for (unsigned i = 0; i < wishes_a_history; ++i) {
    history.push_back(wishes.next(past));
    const auto& wish = history.back();
    past.advance(wish);
    const auto reference = reference_answer(past, wish);
    const auto decider = decide_in(past, wish);
    ASSERT_EQ(decider, reference) << "seed " << seed << ": " << told(history);
    ++met[(std::holds_alternative<Submission>(wish.asked) ? "step: " : "ending: ") + decider];
  }
}

void expect_met(const Met& met, const std::string& asked, const std::string& answer) {
  const auto found = met.find(asked + answer);
  EXPECT_TRUE(found != met.end()) << asked << answer << " was never met";
}

// Reasons that only changes of the roster are refused for: they stand together.
bool is_of_the_roster(DenialReason reason) {
  return DenialReason::not_registrable <= reason && reason <= DenialReason::not_applicable;
}

TEST(Histories, the_decider_and_the_reference_agree_on_every_one_and_every_reason_is_met) {
  const auto count = from_environment("ANTIN_HISTORIES", usual_histories);
  const auto seed = from_environment("ANTIN_SEED", 20'261'126);
  std::cout << count << " histories from seed " << seed << "\n";
  Met met;
  for (std::uint64_t i = 0; i < count && !HasFatalFailure(); ++i) play(seed + i, met);
  if (HasFatalFailure()) return;
  for (const auto& [answer, times] : met) std::cout << "  " << answer << ": " << times << "\n";
  for (const auto* answer : {"approved", "repeat open", "repeat done"}) expect_met(met, "step: ", answer);
  for (const auto* answer : {"approved", "repeat done"}) expect_met(met, "ending: ", answer);
  const auto last = static_cast<int>(DenialReason::no_seal_key);
  for (int reason = 1; reason <= last; ++reason) {
    if (is_of_the_roster(static_cast<DenialReason>(reason))) continue;
    const auto answer = "denied " + std::to_string(reason);
    expect_met(met,
               static_cast<DenialReason>(reason) == DenialReason::reason_not_allowed ? "ending: " : "step: ", answer);
  }
}

}  // namespace
}  // namespace antin::policy::histories
