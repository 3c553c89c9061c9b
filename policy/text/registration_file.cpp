#include <algorithm>

#include "policy/registration.hpp"
#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr Choice<StepUnit> rule_units[] = {{"own", StepUnit::own}, {"parent", StepUnit::parent}};
constexpr std::uint64_t most_registrars = 16;

bool approves(const Policy& policy, const std::string& role) {
  const auto names = [&role](const std::vector<std::string>& roles) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  };
  for (const auto& [kind, workflow] : policy.workflows) {
    for (const auto& step : workflow.steps)
      if (names(step.roles)) return true;
    if (workflow.supersede && names(workflow.supersede->roles)) return true;
    if (workflow.withdraw && names(workflow.withdraw->roles)) return true;
  }
  return false;
}

void check_number(const Table& table, const std::string& role, const RegistrationRule& rule, const Policy& policy) {
  if (rule.registrars >= registrars_needed(policy, role, rule)) return;
  table.refuse("registrars", rule.acts_for.empty()
                                 ? "must be 2 or more: " + quoted(role) + " approves a step with a seal"
                                 : "must be 2 or more: whoever acts for somebody is enrolled by two");
}

RegistrationRule read_rule(const Table& table, const Policy& policy) {
  RegistrationRule rule;
  rule.unit = table.choice("unit", rule_units);
  rule.registrar = table.identifier("registrar");
  rule.registrars = static_cast<unsigned>(table.number("registrars", 1, most_registrars));
  if (table.has("acts_for")) rule.acts_for = table.identifiers("acts_for");
  if (approves(policy, rule.registrar))
    table.refuse("registrar", quoted(rule.registrar) + " approves in a workflow: a registrar never does");
  return rule;
}

void read_rules(const Table& table, Policy& policy) {
  table.expect(Place::registration_rule);
  const auto rule = read_rule(table, policy);
  for (const auto& role : table.identifiers("role")) {
    check_number(table, role, rule, policy);
    if (!policy.registration.emplace(role, rule).second)
      table.refuse("role", quoted(role) + " has a rule already: each role has one");
  }
}

bool is_registrar(const Policy& policy, const std::string& role) {
  return std::any_of(policy.registration.begin(), policy.registration.end(),
                     [&role](const auto& rule) { return rule.second.registrar == role; });
}

Person read_founder(const Table& table, Reading& reading) {
  table.expect(Place::registrar);
  Person person;
  person.id = table.identifier("id");
  person.certificates = table.certificates("certificates", reading.certificates);
  for (const auto& certificate : person.certificates)
    claim(certificate, "registrar " + person.id, table, "certificates", reading);
  Role role;
  role.founding = true;
  role.unit = table.identifier("unit");
  check_unit(role.unit, table, "unit", reading);
  role.role = table.identifier("role");
  if (!is_registrar(reading.rules.policy, role.role))
    table.refuse("role", quoted(role.role) + " is no registrar of a rule: others are enrolled by requests");
  const auto from = table.day("from");
  const auto until = table.day("until");
  if (from > until) table.refuse("until", "is before `from`: `until` is the last day of the role");
  role.from = start_of(from, Zone::ho_chi_minh);
  role.until = start_of(until, Zone::ho_chi_minh) + std::chrono::days(1);
  person.roles.push_back(std::move(role));
  return person;
}

void read_founders(const Table& file, Reading& reading) {
  std::set<std::string> ids;
  for (const auto& table : file.tables("registrar")) {
    auto person = read_founder(table, reading);
    if (!ids.insert(person.id).second)
      table.refuse("id", quoted(person.id) + " is the id of another registrar: each has one of its own");
    reading.rules.policy.founders.push_back(std::move(person));
  }
}

// Somebody must be able to be what the rules speak of.
void check_names(const Table& table, const Policy& policy) {
  const auto registrar = table.identifier("registrar");
  const bool stands_here = std::any_of(policy.founders.begin(), policy.founders.end(),
                                       [&](const Person& person) { return person.roles.front().role == registrar; });
  if (!stands_here && !policy.registration.contains(registrar))
    table.refuse("registrar",
                 "nobody can be a " + quoted(registrar) + ": add a rule that leads into it, or a [[registrar]]");
  if (!table.has("acts_for")) return;
  for (const auto& role : table.identifiers("acts_for"))
    if (!policy.registration.contains(role) || !policy.registration.at(role).acts_for.empty())
      table.refuse("acts_for",
                   quoted(role) + " is no role that somebody is enrolled into: add its rule, or correct it");
}

}  // namespace

void read_registration(const Table& file, Reading& reading) {
  file.expect(Place::registration_file);
  const auto rules = file.tables("rule");
  if (rules.empty()) file.refuse("rule", "is missing: say under [[rule]] who may enrol whom, or nobody ever approves");
  for (const auto& table : rules) read_rules(table, reading.rules.policy);
  read_founders(file, reading);
  for (const auto& table : rules) check_names(table, reading.rules.policy);
}

}  // namespace antin::policy::text
