// What each key of workflow.toml changes in a decision: one line a key. A key of the grammar without its line does not
// build.
#pragma once

#include "tests/unit/policy/ending_world.hpp"
#include "tests/unit/policy/text/key_cases.hpp"

namespace antin::policy::text {

// The workflow of the small world once more, as text, with every key that it may have.
inline constexpr std::string_view workflow_of_the_world = R"([[workflow]]
kind = "hoc-ba"
digest = ["sha256"]
[[workflow.step]]
name = "teacher"
role = ["teacher"]
proof = "certificate"
[[workflow.step]]
name = "principal"
role = ["principal"]
approvers = 1
seal = "school"
formats = ["cades"]
window = { from = 2026-05-28, until = 2026-05-28, zone = "Asia/Ho_Chi_Minh" }
max_age = "30d"
quota = { per = "unit-year", count = 900 }
return = ["wrong-grade"]
[[workflow.step]]
name = "department"
role = ["department-leader"]
unit = "parent"
seal = "department"
formats = ["cades"]
[workflow.supersede]
role = ["principal"]
unit = "own"
approvers = 1
reasons = ["wrong-name"]
[workflow.withdraw]
role = ["department-leader"]
unit = "parent"
approvers = 2
reasons = ["issued-in-error"]
)";

template <class World>
struct Asked {
  World (*world)();
  Edit edit;  // of the workflow
};

template <class World>
struct WorkflowCase {
  Place place;
  std::string_view key;
  Asked<World> allowed;
  Asked<World> denied;
  DenialReason reason;
};

// Three in the morning of the 28th in Ho Chi Minh City, and still the 27th in UTC.
inline World principal_at_night() {
  auto world = principal_submits();
  world.now = at("2026-05-27T20:00:00Z");
  return world;
}
inline World the_last_of_the_year() {
  auto world = principal_submits();
  world.facts.done_this_year = 899;
  return world;
}
inline World one_too_many_in_the_year() {
  auto world = principal_submits();
  world.facts.done_this_year = 900;
  return world;
}
inline World nobody_signed() {
  auto world = teacher_submits();
  world.approval().verification = Verification::signature_invalid;
  return world;
}
inline World principal_asks_for_cades() {
  auto world = principal_submits();
  world.submission.formats = {Format::cades};
  return world;
}
inline World teacher_asks_for_cades() {
  auto world = teacher_submits();
  world.submission.formats = {Format::cades};
  return world;
}

inline constexpr std::string_view one_day = "from = 2026-05-28, until = 2026-05-28";

inline constexpr WorkflowCase<World> step_cases[] = {
    {Place::workflow_file,
     "workflow",
     {teacher_submits, as_it_is},
     {teacher_submits, {"hoc-ba", "trich-luc"}},
     DenialReason::unknown_kind},
    {Place::workflow,
     "kind",
     {teacher_submits, as_it_is},
     {teacher_submits, {"hoc-ba", "hoc-ba-2"}},
     DenialReason::unknown_kind},
    {Place::workflow,
     "digest",
     {teacher_submits, {"[\"sha256\"]", "[\"sha384\", \"sha256\"]"}},
     {teacher_submits, {"[\"sha256\"]", "[\"sha384\"]"}},
     DenialReason::digest_not_allowed},
    {Place::workflow,
     "step",
     {department_submits, as_it_is},
     {department_submits,
      {"[[workflow.step]]\nname = \"department\"\nrole = [\"department-leader\"]\nunit = "
       "\"parent\"\nseal = \"department\"\nformats = [\"cades\"]\n",
       ""}},
     DenialReason::unknown_step},
    {Place::step,
     "name",
     {principal_submits, as_it_is},
     {principal_submits, {"name = \"principal\"", "name = \"deputies\""}},
     DenialReason::unknown_step},
    {Place::step,
     "role",
     {principal_submits, {"[\"principal\"]", "[\"deputy\", \"principal\"]"}},
     {principal_submits, {"[\"principal\"]", "[\"deputy\"]"}},
     DenialReason::wrong_role},
    {Place::step,
     "unit",
     {department_submits, as_it_is},
     {department_submits, {"unit = \"parent\"", "unit = \"own\""}},
     DenialReason::wrong_role},
    {Place::step, "proof", {teacher_submits, as_it_is}, {nobody_signed, as_it_is}, DenialReason::approval_invalid},
    {Place::step,
     "proof",
     {system_vouches, {"proof = \"certificate\"", "proof = \"vouched\""}},
     {system_vouches, as_it_is},
     DenialReason::statement_mismatch},
    {Place::step,
     "approvers",
     {principal_submits, {"approvers = 1\n", ""}},
     {principal_submits, {"approvers = 1", "approvers = 2"}},
     DenialReason::approvals_missing},
    {Place::step,
     "seal",
     {principal_submits, as_it_is},
     {principal_submits, {"\"school\"", "\"department\""}},
     DenialReason::no_seal_key},
    {Place::step,
     "formats",
     {principal_asks_for_cades, as_it_is},
     {teacher_asks_for_cades, as_it_is},
     DenialReason::format_not_allowed},
    {Place::step,
     "window",
     {principal_submits, as_it_is},
     {principal_submits, {one_day, "from = 2026-05-20, until = 2026-05-27"}},
     DenialReason::window_closed},
    {Place::step,
     "max_age",
     {principal_submits, {"30d", "9d"}},
     {principal_submits, {"30d", "8d"}},
     DenialReason::too_old},
    {Place::step,
     "quota",
     {one_too_many_in_the_year, {"quota = { per = \"unit-year\", count = 900 }\n", ""}},
     {one_too_many_in_the_year, as_it_is},
     DenialReason::quota_exceeded},
    {Place::window,
     "from",
     {principal_submits, as_it_is},
     {principal_submits, {one_day, "from = 2026-05-29, until = 2026-06-30"}},
     DenialReason::window_closed},
    {Place::window,
     "until",
     {principal_submits, as_it_is},
     {principal_submits, {one_day, "from = 2026-05-01, until = 2026-05-27"}},
     DenialReason::window_closed},
    {Place::window,
     "zone",
     {principal_at_night, as_it_is},
     {principal_at_night, {"Asia/Ho_Chi_Minh", "UTC"}},
     DenialReason::window_closed},
    {Place::quota,
     "per",
     {the_last_of_the_year, as_it_is},
     {one_too_many_in_the_year, as_it_is},
     DenialReason::quota_exceeded},
    {Place::quota,
     "count",
     {the_last_of_the_year, as_it_is},
     {the_last_of_the_year, {"count = 900", "count = 899"}},
     DenialReason::quota_exceeded},
};

inline constexpr WorkflowCase<EndingWorld> ending_cases[] = {
    {Place::workflow,
     "supersede",
     {principal_supersedes, as_it_is},
     {principal_supersedes,
      {"[workflow.supersede]\nrole = [\"principal\"]\nunit = \"own\"\napprovers = 1\nreasons = "
       "[\"wrong-name\"]\n",
       ""}},
     DenialReason::reason_not_allowed},
    {Place::workflow,
     "withdraw",
     {department_withdraws, as_it_is},
     {department_withdraws,
      {"[workflow.withdraw]\nrole = [\"department-leader\"]\nunit = \"parent\"\napprovers = "
       "2\nreasons = [\"issued-in-error\"]\n",
       ""}},
     DenialReason::reason_not_allowed},
    {Place::step,
     "return",
     {principal_returns, as_it_is},
     {principal_returns, {"return = [\"wrong-grade\"]", "return = [\"incomplete\"]"}},
     DenialReason::reason_not_allowed},
    {Place::supersede,
     "role",
     {principal_supersedes, as_it_is},
     {principal_supersedes, {"supersede]\nrole = [\"principal\"]", "supersede]\nrole = [\"deputy\"]"}},
     DenialReason::wrong_role},
    {Place::supersede,
     "unit",
     {principal_supersedes, {"unit = \"own\"\n", ""}},
     {principal_supersedes, {"unit = \"own\"", "unit = \"parent\""}},
     DenialReason::wrong_role},
    {Place::supersede,
     "approvers",
     {principal_supersedes, {"unit = \"own\"\napprovers = 1\n", ""}},
     {principal_supersedes, {"unit = \"own\"\napprovers = 1", "unit = \"own\"\napprovers = 2"}},
     DenialReason::approvals_missing},
    {Place::supersede,
     "reasons",
     {principal_supersedes, {"[\"wrong-name\"]", "[\"wrong-grade\", \"wrong-name\"]"}},
     {principal_supersedes, {"[\"wrong-name\"]", "[\"wrong-grade\"]"}},
     DenialReason::reason_not_allowed},
    {Place::withdraw,
     "role",
     {department_withdraws, as_it_is},
     {department_withdraws, {"withdraw]\nrole = [\"department-leader\"]", "withdraw]\nrole = [\"principal\"]"}},
     DenialReason::wrong_role},
    {Place::withdraw,
     "unit",
     {department_withdraws, as_it_is},
     {department_withdraws, {"unit = \"parent\"\napprovers", "unit = \"own\"\napprovers"}},
     DenialReason::wrong_role},
    {Place::withdraw,
     "approvers",
     {department_withdraws, as_it_is},
     {department_withdraws, {"approvers = 2", "approvers = 1"}},
     DenialReason::approvals_missing},
    {Place::withdraw,
     "reasons",
     {department_withdraws, as_it_is},
     {department_withdraws, {"issued-in-error", "court-order"}},
     DenialReason::reason_not_allowed},
};

constexpr bool decides_something(Place place, std::string_view key) {
  for (const auto& one : step_cases)
    if (one.place == place && one.key == key) return true;
  for (const auto& one : ending_cases)
    if (one.place == place && one.key == key) return true;
  return false;
}

template <Place place, std::size_t key>
struct KeyDecides {
  static constexpr auto name = keys_of(place)[key];
  static constexpr bool of_a_workflow = grammar_of(place).file == "workflow.toml";
  static_assert(!of_a_workflow || decides_something(place, name),
                "a key of workflow.toml has no line in workflow_cases.hpp: see `place` and `key`");
};

}  // namespace antin::policy::text
