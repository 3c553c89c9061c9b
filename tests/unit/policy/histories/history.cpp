#include "tests/unit/policy/histories/history.hpp"

#include <functional>

namespace antin::policy::histories {
namespace {

bool is_of(const Event& event, const std::string& unit, const std::string& kind, const std::string& record,
           std::uint32_t revision) {
  return event.unit == unit && event.kind == kind && event.record == record && event.revision == revision;
}

// As antind counts: the years of UTC+7.
int year_of(base::Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at + std::chrono::hours(7));
  return static_cast<int>(std::chrono::year_month_day(day).year());
}

Facts facts_of(const std::vector<Event>& events, const std::string& unit, const std::string& kind,
               const std::string& record, std::uint32_t revision) {
  Facts facts;
  for (const auto& event : events) {
    const EndingFacts ending{event.act, event.statements, leaf_of(event)};
    if (event.act != base::Act::unknown && is_of(event, unit, kind, record, revision)) facts.ending = ending;
    if (event.act != base::Act::unknown && is_of(event, unit, kind, record, revision - 1)) facts.ending_before = ending;
    if (event.act != base::Act::unknown || !is_of(event, unit, kind, record, revision)) continue;
    facts.steps.push_back({event.step,
                           event.open ? StepStatus::open : StepStatus::done,
                           event.digest,
                           event.people,
                           {},
                           std::nullopt,
                           event.at});
    if (!event.open) facts.steps.back().leaf = leaf_of(event);
  }
  return facts;
}

std::string print(const base::Sha256Hash& hash) { return std::to_string(hash[0]) + "." + std::to_string(hash[1]); }

template <class Asked>
std::string place_of(const Asked& asked) {
  return asked.system + " asks for " + asked.unit + "/" + asked.kind + "/" + asked.record + "/" +
         std::to_string(asked.revision) + "/" + asked.step;
}

std::string print(const std::vector<PersonApproval>& approvals) {
  std::string text;
  for (const auto& approval : approvals) {
    text += "; certificate " + std::to_string(approval.certificate[1]) + ", verified as " +
            std::to_string(static_cast<int>(approval.verification));
    if (!approval.statement) continue;
    const auto& said = *approval.statement;
    text += ", says " + said.unit + "/" + said.kind + "/" + said.record + "/" + std::to_string(said.revision) + "/" +
            said.step + " as " + said.role + " of " + said.scope.value_or("-") + ", digest " +
            std::to_string(said.digest.value.empty() ? 0 : said.digest.value[0]) + ", after " +
            (said.previous ? print(*said.previous) : "nothing") + ", until " + base::print(said.expires);
    if (said.vouched) text += ", " + said.vouched->system + " vouches for " + said.vouched->person;
    if (said.ending) text += ", " + std::string(base::verb_of(said.ending->act)) + " for " + said.ending->reason;
  }
  return text;
}

}  // namespace

base::Sha256Hash leaf_of(const Event& event) {
  const auto name = event.unit + "/" + event.kind + "/" + event.record + "/" + std::to_string(event.revision) + "/" +
                    event.step + "/" + std::to_string(static_cast<int>(event.act));
  const auto number = std::hash<std::string>()(name);
  base::Sha256Hash leaf{};
  for (std::size_t i = 0; i < sizeof number; ++i) leaf[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return leaf;
}

void Past::advance(const Wish& wish) {
  if (wish.revoked) revocations.push_back(*wish.revoked);
  if (!wish.completes) return;
  for (auto& event : events) {
    if (event.open) event.at = wish.now;
    event.open = false;
  }
}

Facts Past::facts_for(const Submission& asked, base::Instant now) const {
  auto facts = facts_of(events, asked.unit, asked.kind, asked.record, asked.revision);
  for (const auto& event : events) {
    if (event.act != base::Act::unknown) continue;
    facts.done_this_year += event.unit == asked.unit && event.kind == asked.kind && event.step == asked.step &&
                            year_of(event.at) == year_of(now);
    if (!is_of(event, asked.unit, asked.kind, asked.record, asked.revision) || event.step == asked.step) continue;
    for (auto& step : facts.steps) {
      if (step.step != event.step) continue;
      for (const auto& certificate : event.certificates) {
        auto standing = Verification::valid;
        for (const auto& revocation : revocations)
          if (revocation.certificate == certificate && (revocation.compromised || revocation.effective < event.at))
            standing = Verification::certificate_revoked;
        step.standing.push_back(standing);
      }
    }
  }
  return facts;
}

Facts Past::facts_for(const Ending& asked) const {
  return facts_of(events, asked.unit, asked.kind, asked.record, asked.revision);
}

void Past::take(const Approved& approved, const Submission& asked, bool open, base::Instant now) {
  Event event{approved.unit,
              approved.kind,
              approved.record,
              approved.revision,
              approved.step,
              base::Act::unknown,
              open,
              asked.digest,
              {},
              {},
              {},
              now};
  for (const auto& person : approved.people) {
    event.people.push_back(person.person);
    event.certificates.push_back(person.certificate);
    event.statements.push_back(person.statement);
  }
  events.push_back(std::move(event));
}

void Past::take(const ApprovedEnding& approved, base::Instant now) {
  Event event{approved.unit,
              approved.kind,
              approved.record,
              approved.revision,
              approved.step,
              approved.act,
              false,
              approved.digest,
              {},
              {},
              {},
              now};
  for (const auto& person : approved.people) event.statements.push_back(person.statement);
  events.push_back(std::move(event));
}

std::string print(const Wish& wish) {
  std::string text = base::print(wish.now) + " ";
  if (wish.revoked)
    text += "(certificate " + std::to_string(wish.revoked->certificate[1]) + " revoked from " +
            base::print(wish.revoked->effective) + (wish.revoked->compromised ? ", compromised) " : ") ");
  if (!wish.completes) text += "(what is open stays open) ";
  if (const auto* submission = std::get_if<Submission>(&wish.asked))
    return text + place_of(*submission) + ", digest " +
           std::to_string(submission->digest.value.empty() ? 0 : submission->digest.value[0]) +
           print(submission->approvals) + (wish.stays_open ? "; stays open" : "");
  const auto& ending = std::get<Ending>(wish.asked);
  return text + place_of(ending) + " to be " + std::string(base::name_of(ending.act)) + print(ending.approvals);
}

}  // namespace antin::policy::histories
