#include <algorithm>
#include <limits>

#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr Choice<base::DigestAlgorithm> digests[] = {{"sha256", base::DigestAlgorithm::sha256},
                                                     {"sha384", base::DigestAlgorithm::sha384}};
constexpr Choice<StepUnit> step_units[] = {{"own", StepUnit::own}, {"parent", StepUnit::parent}};
constexpr Choice<Format> formats[] = {{"cades", Format::cades}};

constexpr Choice<Proof> proofs[] = {{"certificate", Proof::certificate}, {"vouched", Proof::vouched}};

// A school's server alone, stolen or dishonest, must never be enough for a seal.
Proof read_proof(const Table& step) {
  if (!step.has("proof")) return Proof::certificate;
  const auto proof = step.choice("proof", proofs);
  if (proof == Proof::vouched && step.has("seal"))
    step.refuse("proof",
                "a seal is given on people's own signatures alone: write \"certificate\", or let a step without `seal` "
                "be vouched for and seal at the next");
  return proof;
}

Zone read_zone(const Table& window) {
  const auto name = window.text("zone");
  if (name == "Asia/Ho_Chi_Minh") return Zone::ho_chi_minh;
  if (name == "UTC") return Zone::utc;
  window.refuse("zone", quoted(name) +
                            " is not known here: write \"Asia/Ho_Chi_Minh\" or \"UTC\", the zones of fixed "
                            "offset (+07:00 and +00:00) that this version knows");
  return Zone::unknown;
}

Window read_window(const Table& table) {
  table.expect(Place::window);
  const auto from = table.day("from");
  const auto until = table.day("until");
  const auto zone = read_zone(table);
  if (from > until) table.refuse("until", "is before `from`: `until` is the last day that is inside");
  return {start_of(from, zone), start_of(until, zone) + std::chrono::days(1)};
}

std::uint64_t read_quota(const Table& table) {
  table.expect(Place::quota);
  const auto per = table.text("per");
  if (per != "unit-year") table.refuse("per", quoted(per) + " is not known here: write \"unit-year\"");
  return table.number("count", 1, std::numeric_limits<std::int64_t>::max());
}

std::chrono::seconds read_max_age(const Table& step, bool is_first) {
  const auto age = duration(step.text("max_age"));
  if (!age)
    step.refuse("max_age",
                "must be days, hours, minutes or seconds like \"30d\", \"12h\", \"10m\" or \"90s\", from 1 to 9999");
  if (is_first) step.refuse("max_age", "counts from the step before, and this is the first: remove it");
  return age.value_or(std::chrono::seconds(0));
}

void read_seal(const Table& table, const Reading& reading, Step& step) {
  step.seal = table.optional_identifier("seal");
  if (!step.seal) {
    if (table.has("formats")) table.refuse("formats", "is for a step with a seal: add `seal`, or remove it");
    return;
  }
  step.formats = table.choices("formats", formats);
  const auto& keys = reading.rules.policy.keys;
  const bool exists = std::any_of(keys.begin(), keys.end(), [&step](const auto& key) {
    return key.second.purpose == KeyPurpose::seal && key.second.use == *step.seal;
  });
  if (!exists)
    table.refuse("seal",
                 "no key of keys.toml has a label seal/<unit>/" + *step.seal + "/...: add it, or correct the use");
}

std::vector<std::string> read_returns(const Table& step, bool is_first) {
  if (is_first) step.refuse("return", "sends back what a step before has approved, and this is the first: remove it");
  return step.identifiers("return");
}

unsigned read_approvers(const Table& table) {
  return table.has("approvers") ? static_cast<unsigned>(table.number("approvers", 1, 16)) : 1;
}

StepUnit read_unit(const Table& table) { return table.has("unit") ? table.choice("unit", step_units) : StepUnit::own; }

Step read_step(const Table& table, const Reading& reading, bool is_first) {
  table.expect(Place::step);
  Step step;
  step.name = table.identifier("name");
  step.roles = table.identifiers("role");
  step.unit = read_unit(table);
  step.proof = read_proof(table);
  step.approvers = read_approvers(table);
  read_seal(table, reading, step);
  if (table.has("window")) step.window = read_window(table.table("window"));
  if (table.has("max_age")) step.max_age = read_max_age(table, is_first);
  if (table.has("quota")) step.quota = read_quota(table.table("quota"));
  if (table.has("return")) step.returns = read_returns(table, is_first);
  return step;
}

std::optional<EndingRule> read_ending(const Table& workflow, std::string_view key, Place place) {
  if (!workflow.has(key)) return std::nullopt;
  const auto table = workflow.table(key);
  table.expect(place);
  return EndingRule{table.identifiers("role"), read_unit(table), read_approvers(table), table.identifiers("reasons")};
}

Workflow read_workflow(const Table& table, const Reading& reading) {
  table.expect(Place::workflow);
  Workflow workflow;
  workflow.kind = table.identifier("kind");
  workflow.digests = table.choices("digest", digests);
  std::set<std::string> names;
  for (const auto& step : table.tables("step")) {
    workflow.steps.push_back(read_step(step, reading, workflow.steps.empty()));
    const auto& name = workflow.steps.back().name;
    if (!names.insert(name).second) step.refuse("name", quoted(name) + " is the name of another step of this workflow");
  }
  workflow.supersede = read_ending(table, "supersede", Place::supersede);
  workflow.withdraw = read_ending(table, "withdraw", Place::withdraw);
  if (workflow.steps.empty()) table.refuse("step", "is missing: name at least one step under [[workflow.step]]");
  return workflow;
}

}  // namespace

void read_workflows(const Table& file, Reading& reading) {
  file.expect(Place::workflow_file);
  auto& workflows = reading.rules.policy.workflows;
  const auto tables = file.tables("workflow");
  if (tables.empty()) file.refuse("workflow", "is missing: name at least one workflow under [[workflow]]");
  for (const auto& table : tables) {
    auto workflow = read_workflow(table, reading);
    const auto kind = workflow.kind;
    if (!workflows.emplace(kind, std::move(workflow)).second)
      table.refuse("kind", quoted(kind) + " has a workflow already: each kind has one");
  }
}

}  // namespace antin::policy::text
