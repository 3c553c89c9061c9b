// The rules of endings: may this revision be returned, superseded or withdrawn, on these people's word, now? Pure, like
// those of steps, and by the same rules about people.
#pragma once

#include "policy/decide.hpp"

namespace antin::policy {

struct Ending {
  std::string system;  // authenticated name
  std::string unit;
  std::string kind;
  std::string record;
  std::uint32_t revision = 0;
  base::Act act = base::Act::unknown;
  std::string step;                       // of a return: the step that is not approved; else empty
  std::vector<PersonApproval> approvals;  // their statements' hashes are needed always, the rest unless it is a repeat
};

struct ApprovedEnding {
  std::string system;
  std::string unit;
  std::string kind;
  std::string record;
  std::uint32_t revision = 0;
  base::Act act = base::Act::unknown;
  std::string step;
  std::string reason;
  base::Digest digest;  // of the revision's document
  std::string rule;     // `<kind>/<step>:return`, `<kind>:supersede`, `<kind>:withdraw`
  std::vector<ApprovedBy> people;
  base::Sha256Hash policy{};
  std::optional<std::string> acting = {};  // the unit that acted instead of one that has closed
};

// The permission to end a revision, once. Only `decide_ending` makes one.
class EndingApproval {
 public:
  EndingApproval(EndingApproval&&) noexcept = default;
  EndingApproval& operator=(EndingApproval&&) noexcept = default;
  EndingApproval(const EndingApproval&) = delete;
  EndingApproval& operator=(const EndingApproval&) = delete;

  [[nodiscard]] const ApprovedEnding& what() const { return m_what; }

 private:
  explicit EndingApproval(ApprovedEnding what) : m_what(std::move(what)) {}
  ApprovedEnding m_what;
  friend class EndingDecider;
};

using EndingDecision = std::variant<Denial, Repeat, EndingApproval>;

// In this order: caller, unit, kind, step; then, of a revision that has ended, a repeat (the same act on the same
// statements) is answered as such; then whether the appliance or a unit is stopped; a revision that has ended is
// refused; then whether the unit has closed without a successor (its parent may still withdraw what must not stand),
// whether the revision is where the act belongs, whether the policy provides for it, the approvals one by one, the
// reason, distinct people and statements.
//
// Returned is the step whose turn it is, by one of its people: a step needs all of its approvers, so one who does not
// approve is enough. There is nothing to return before something was approved, and while a step is open its seal may be
// on its way: both are out of order. Superseded and withdrawn is what is complete.
//
// An ending is no step: it seals nothing and opens no key. So people who approved the revision may take part in ending
// it (who made a mistake is often who finds it), only not twice in one ending. What has become of earlier approvers'
// certificates does not matter, windows, ages and quotas neither: a revision that must not stand can be ended always.
EndingDecision decide_ending(const Policy& policy, const Roster& roster, const Ending& ending, const Facts& facts,
                             base::Instant now);

}  // namespace antin::policy
