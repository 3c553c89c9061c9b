// antin about: what the appliance says of itself and of this system.
#include "client/cli/command.hpp"
#include "client/cli/json.hpp"
#include "client/cli/settings.hpp"
#include "client/lib/calls.hpp"

namespace antin::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string described(const protocol::StepShape& step) {
  return step.name + ": " + std::to_string(step.approvers) + " × " + joined(step.roles) +
         (step.vouched ? ", vouched for by the school's server" : "") + (step.seals ? ", sealed" : ", no seal");
}

std::string described(const protocol::EndingShape& ending) {
  return std::string(base::verb_of(ending.act)) + (ending.step.empty() ? "" : " at " + ending.step) + ": " +
         std::to_string(ending.approvers) + " × " + joined(ending.roles) + ", for " + joined(ending.reasons);
}

std::string described(const protocol::RegistrationShape& rule) {
  return joined(rule.roles) + ": " + std::to_string(rule.registrars) + " × " + rule.registrar +
         (rule.unit == "parent" ? " of the parent" : "") +
         (rule.acts_for.empty() ? "" : ", for " + joined(rule.acts_for));
}

std::string for_people(const protocol::AboutResult& about) {
  std::string text = row("log", about.log) +
                     row("policy", base::print(about.policy) + ", version " + std::to_string(about.policy_version)) +
                     row("system", about.system) + row("units", joined(about.units)) +
                     row("grants", joined(about.grants));
  if (about.next_key)
    text += row("next key", client::print(about.next_key->server_key) + " at " + about.next_key->endpoint);
  for (const auto& workflow : about.workflows) {
    text += row("workflow", workflow.kind);
    for (const auto& step : workflow.steps) text += row("", described(step));
    for (const auto& ending : workflow.endings) text += row("", described(ending));
  }
  for (const auto& rule : about.registration) text += row("enrolment", described(rule));
  return text;
}

Report for_machines(const protocol::AboutResult& about) {
  std::vector<Report> workflows;
  for (const auto& workflow : about.workflows) {
    std::vector<Report> steps;
    for (const auto& step : workflow.steps) {
      steps.push_back({{{"name", step.name},
                        {"roles", step.roles},
                        {"approvers", std::uint64_t{step.approvers}},
                        {"seals", step.seals},
                        {"vouched", step.vouched}}});
    }
    std::vector<Report> endings;
    for (const auto& ending : workflow.endings) {
      endings.push_back({{{"act", std::string(base::verb_of(ending.act))},
                          {"step", ending.step},
                          {"roles", ending.roles},
                          {"approvers", std::uint64_t{ending.approvers}},
                          {"reasons", ending.reasons}}});
    }
    workflows.push_back({{{"kind", workflow.kind}, {"steps", std::move(steps)}, {"endings", std::move(endings)}}});
  }
  std::vector<Report> registration;
  for (const auto& rule : about.registration) {
    registration.push_back({{{"roles", rule.roles},
                             {"unit", rule.unit},
                             {"registrar", rule.registrar},
                             {"registrars", std::uint64_t{rule.registrars}},
                             {"acts_for", rule.acts_for}}});
  }
  Report report{{{"log", about.log},
                 {"policy", base::print(about.policy)},
                 {"policy_version", about.policy_version},
                 {"system", about.system},
                 {"units", about.units},
                 {"grants", about.grants},
                 {"workflows", std::move(workflows)},
                 {"registration", std::move(registration)}}};
  if (about.next_key) {
    report.fields.emplace_back("next_server", about.next_key->endpoint);
    report.fields.emplace_back("next_server_key", client::print(about.next_key->server_key));
  }
  return report;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  auto connection = connect(*settings);
  if (!connection) return connection.error();
  const auto about = ask_about(*settings, *connection);
  if (!about) return about.error();
  console.out << (arguments.has("json") ? print(for_machines(*about)) : for_people(*about));
  return Exit::ok;
}

}  // namespace

const Command& about_command() {
  static const Command command{
      "about",
      "ask the appliance for its log, its policy and what this system may do",
      {"[--json]"},
      "Shows the log's origin, the policy in force, the units and grants of this system, the steps of each kind of\n"
      "document, and whose signatures enrol people into which roles. It is also the quickest way to see whether\n"
      "the appliance can be reached.\n"
      "While the appliance's key is being replaced it shows the next one, and keeps it in the file that `learnt` of\n"
      "the configuration names.\n",
      {{"Options", {{"json", "", "for machines"}}}, server_options()},
      0,
      "",
      run};
  return command;
}

}  // namespace antin::cli
