#include "policy/step_rules.hpp"

#include <algorithm>

#include "core/base/record_name.hpp"
#include "policy/succession.hpp"

namespace antin::policy {
namespace {

template <class List, class Item>
bool contains(const List& list, const Item& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

Refusal digest_is_allowed(const Case& its) {
  const auto& digest = its.submission.digest;
  if (base::is_well_formed(digest) && contains(its.workflow.digests, digest.algorithm)) return std::nullopt;
  return DenialReason::digest_not_allowed;
}

Refusal formats_are_allowed(const Case& its) {
  for (const Format format : its.submission.formats)
    if (format == Format::unknown || !contains(its.step().formats, format)) return DenialReason::format_not_allowed;
  return std::nullopt;
}

std::optional<Repeat> repeated(const Case& its) {
  const auto* known = facts_of(its.facts, its.step().name);
  if (known == nullptr || known->digest != its.submission.digest) return std::nullopt;
  switch (known->status) {
    case StepStatus::open:
    case StepStatus::done: return Repeat{known->status};
    case StepStatus::unknown: break;
  }
  return std::nullopt;
}

// What was begun is completed and corrected by who answers for the unit; nothing begins any more.
Refusal unit_takes_it(const Case& its) {
  const auto how = answering_for(its.policy, its.submission.unit, its.now).how;
  const bool is_new = its.submission.revision == 1 && its.facts.steps.empty();
  if (how == Answer::itself || (takes_over(how) && !is_new)) return std::nullopt;
  return DenialReason::unit_closed;
}

Refusal revision_is_open(const Case& its) {
  if (!its.facts.ending) return std::nullopt;
  return DenialReason::revision_ended;
}

Refusal step_is_free(const Case& its) {
  const auto* known = facts_of(its.facts, its.step().name);
  if (known == nullptr) return std::nullopt;
  if (known->digest == its.submission.digest) return DenialReason::out_of_order;  // its status is unknown: no repeat
  const auto* last = facts_of(its.facts, its.workflow.steps.back().name);
  const bool complete = last != nullptr && last->status == StepStatus::done;
  return complete ? DenialReason::already_sealed : DenialReason::digest_differs;
}

Refusal revision_has_one_digest(const Case& its) {
  for (const auto& known : its.facts.steps)
    if (known.digest != its.submission.digest) return DenialReason::digest_differs;
  return std::nullopt;
}

Refusal revision_is_next(const Case& its) {
  const auto revision = its.submission.revision;
  const auto& before = its.facts.ending_before;
  if (revision == 1 || (revision > 1 && before && base::leads_on(before->act))) return std::nullopt;
  return DenialReason::out_of_order;
}

Refusal earlier_steps_are_done(const Case& its) {
  for (std::size_t i = 0; i < its.position; ++i)
    if (done_facts_of(its.facts, its.workflow.steps[i].name) == nullptr) return DenialReason::out_of_order;
  return std::nullopt;
}

// Only a workflow that changed under an open revision leads here: a step is never sealed after one that follows it.
Refusal later_steps_are_untouched(const Case& its) {
  for (std::size_t i = its.position + 1; i < its.workflow.steps.size(); ++i)
    if (facts_of(its.facts, its.workflow.steps[i].name) != nullptr) return DenialReason::out_of_order;
  return std::nullopt;
}

Refusal new_record_has_the_current_key(const Case& its) {
  if (its.submission.revision != 1 || !its.facts.steps.empty()) return std::nullopt;
  const auto* unit = find_unit(its.policy, its.submission.unit);
  if (unit == nullptr || unit->record_keys.empty()) return std::nullopt;
  if (base::record_key_version(its.submission.record) == unit->record_keys.back()) return std::nullopt;
  return DenialReason::record_key_not_current;
}

Refusal window_is_open(const Case& its) {
  const auto& window = its.step().window;
  if (!window || (window->from <= its.now && its.now < window->until)) return std::nullopt;
  return DenialReason::window_closed;
}

Refusal step_before_is_recent(const Case& its) {
  const auto* before = its.step_before();
  if (before == nullptr || !its.step().max_age) return std::nullopt;
  const auto* known = facts_of(its.facts, before->name);
  if (known != nullptr && its.now - known->at <= *its.step().max_age) return std::nullopt;
  return DenialReason::too_old;
}

Refusal quota_is_left(const Case& its) {
  const auto& quota = its.step().quota;
  if (!quota || its.facts.done_this_year < *quota) return std::nullopt;
  return DenialReason::quota_exceeded;
}

}  // namespace antin::policy
