#include "policy/cli/facts.hpp"

#include "core/crypto/sha2.hpp"

namespace antin::policy::cli {
namespace {

using std::chrono::seconds;

const std::string none = "none";

std::string printed(const base::Sha256Hash& hash) { return base::print(hash); }

Values printed(const std::vector<base::Sha256Hash>& hashes) {
  Values all;
  for (const auto& hash : hashes) all.push_back(printed(hash));
  return all;
}

std::string printed(seconds time) {
  for (const auto& [unit, letter] : {std::pair(seconds(86'400), "d"), {seconds(3'600), "h"}, {seconds(60), "m"}})
    if (time % unit == seconds(0)) return std::to_string(time / unit) + letter;
  return std::to_string(time.count()) + "s";
}

std::string name_of(UnitKind kind) {
  switch (kind) {
    case UnitKind::department: return "department";
    case UnitKind::school: return "school";
    case UnitKind::unknown: break;
  }
  return "unknown";
}

std::string name_of(Grant grant) {
  switch (grant) {
    case Grant::submit: return "submit";
    case Grant::timestamp: return "timestamp";
    case Grant::audit_own: return "audit-own";
    case Grant::auditor: return "auditor";
    case Grant::govern: return "govern";
    case Grant::unknown: break;
  }
  return "unknown";
}

std::string name_of(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::ecdsa_p256: return "ecdsa-p256";
    case KeyAlgorithm::rsa_pss_3072: return "rsa-pss-3072";
    case KeyAlgorithm::ed25519: return "ed25519";
    case KeyAlgorithm::unknown: break;
  }
  return "unknown";
}

std::string name_of(StepUnit unit) {
  switch (unit) {
    case StepUnit::own: return "own";
    case StepUnit::parent: return "parent";
    case StepUnit::unknown: break;
  }
  return "unknown";
}

std::string name_of(Proof proof) {
  switch (proof) {
    case Proof::certificate: return "certificate";
    case Proof::vouched: return "vouched";
    case Proof::unknown: break;
  }
  return "unknown";
}

std::string name_of(Format format) {
  switch (format) {
    case Format::cades: return "cades";
    case Format::unknown: break;
  }
  return "unknown";
}

std::string name_of(StatusSource source) {
  switch (source) {
    case StatusSource::lists: return "crl";
    case StatusSource::responses: return "ocsp";
    case StatusSource::either: return "either";
    case StatusSource::unknown: break;
  }
  return "unknown";
}

std::string name_of(OnLag way) {
  switch (way) {
    case OnLag::stop: return "stop";
    case OnLag::go_on: return "go-on";
    case OnLag::unknown: break;
  }
  return "unknown";
}

Fields fields_of(const Unit& unit) {
  Values record_keys;
  for (const auto version : unit.record_keys) record_keys.push_back(std::to_string(version));
  return {{"kind", {name_of(unit.kind)}},
          {"parent", {unit.parent.value_or(none)}},
          {"name", {unit.name}},
          {"record_keys", std::move(record_keys)},
          {"closed", {unit.closing ? closing_in_words(unit) : none}}};
}

Fields fields_of(const System& system) {
  Values grants;
  for (const auto grant : system.grants) grants.push_back(name_of(grant));
  return {{"curve", {base::to_hex(system.curve)}},
          {"certificate", {printed(system.certificate)}},
          {"units", system.units},
          {"grants", std::move(grants)}};
}

Fields fields_of(const Key& key) {
  return {{"token", {key.token}},
          {"algorithm", {name_of(key.algorithm)}},
          {"certificate", {key.purpose == KeyPurpose::log ? none : printed(key.certificate)}},
          {"vkey", {key.vkey.empty() ? none : key.vkey}},
          {"retired", {key.retired ? "seals nothing any more" : none}}};
}

Fields fields_of(const Step& step) {
  Values formats;
  for (const auto format : step.formats) formats.push_back(name_of(format));
  return {
      {"role", step.roles},
      {"unit", {name_of(step.unit)}},
      {"proof", {name_of(step.proof)}},
      {"approvers", {std::to_string(step.approvers)}},
      {"seal", {step.seal.value_or(none)}},
      {"formats", std::move(formats)},
      {"window",
       {step.window ? base::print_seconds(step.window->from) + ".." + base::print_seconds(step.window->until) : none}},
      {"max_age", {step.max_age ? printed(*step.max_age) : none}},
      {"quota", {step.quota ? std::to_string(*step.quota) + " a unit and year" : none}},
      {"return", step.returns},
  };
}

Fields fields_of(const EndingRule& rule) {
  return {{"role", rule.roles},
          {"unit", {name_of(rule.unit)}},
          {"approvers", {std::to_string(rule.approvers)}},
          {"reasons", rule.reasons}};
}

Fields fields_of(const RegistrationRule& rule) {
  return {{"unit", {name_of(rule.unit)}},
          {"registrar", {rule.registrar}},
          {"registrars", {std::to_string(rule.registrars)}},
          {"acts_for", rule.acts_for}};
}

Fields fields_of(const Person& founder) {
  const auto& role = founder.roles.front();
  return {{"certificates", printed(founder.certificates)},
          {"unit", {role.unit}},
          {"role", {role.role}},
          {"period", {base::print_seconds(role.from) + ".." + base::print_seconds(role.until)}}};
}

void add(Subjects& subjects, const Workflow& workflow) {
  std::string order;
  for (const auto& step : workflow.steps) {
    order += (order.empty() ? "" : ", ") + step.name;
    subjects["step " + step.name + " of " + workflow.kind] = fields_of(step);
  }
  Values digests;
  for (const auto digest : workflow.digests) digests.emplace_back(base::name(digest));
  if (workflow.supersede) subjects["supersede of " + workflow.kind] = fields_of(*workflow.supersede);
  if (workflow.withdraw) subjects["withdraw of " + workflow.kind] = fields_of(*workflow.withdraw);
  subjects["workflow " + workflow.kind] = {{"digest", std::move(digests)}, {"steps", {order}}};
}

void add(Subjects& subjects, const std::string& name, const Authority& authority) {
  const auto& demand = authority.revocation;
  subjects[name] = {{"roots", printed(authority.roots)},
                    {"intermediates", printed(authority.intermediates)},
                    {"revocation", {name_of(demand.source)}},
                    {"crl_age", {demand.list_age ? printed(*demand.list_age) : none}},
                    {"ocsp_age", {demand.response_age ? printed(*demand.response_age) : none}}};
}

void add(Subjects& subjects, const LogPolicy& log) {
  subjects["log"] = {{"key", {log.key}},
                     {"need", {std::to_string(log.witnesses_needed)}},
                     {"lag", {printed(log.lag)}},
                     {"on-lag", {name_of(log.on_lag)}}};
  for (const auto& witness : log.witnesses)
    subjects["witness " + witness.name] = {{"vkey", {witness.vkey}}, {"url", {witness.url}}};
  if (log.anchor)
    subjects["anchor"] = {
        {"url", {log.anchor->url}}, {"every", {printed(log.anchor->every)}}, {"roots", printed(log.anchor->roots)}};
}

void add_files(Subjects& subjects, const bundle::BundleFiles& files) {
  for (const auto& [path, content] : files.certificates)
    subjects["file " + path] = {{"sha256", {base::to_hex(crypto::sha256(content))}}};
  for (const auto& [path, content] : files.texts)
    subjects["file " + path] = {{"sha256", {base::to_hex(crypto::sha256(content))}}};
}

}  // namespace

std::string closing_in_words(const Unit& unit) {
  constexpr auto vietnam = std::chrono::hours(7);
  const auto day = base::print(unit.closing->from + vietnam).substr(0, 10);
  const auto& successor = unit.closing->successor;
  return "on " + day + (successor ? "; its records go to " + *successor : "; nobody succeeds it");
}

Subjects facts_of(const bundle::BundleFiles& files, const bundle::Bundle& bundle) {
  const auto& policy = bundle.rules.policy;
  Subjects subjects;
  subjects["bundle"] = {{"origin", {policy.origin}}, {"version", {std::to_string(policy.version)}}};
  for (const auto& [code, unit] : policy.units) subjects["unit " + code] = fields_of(unit);
  for (const auto& [name, system] : policy.systems) subjects["system " + name] = fields_of(system);
  for (const auto& [label, key] : policy.keys) subjects["key " + label] = fields_of(key);
  for (const auto& [kind, workflow] : policy.workflows) add(subjects, workflow);
  for (const auto& [role, rule] : policy.registration) subjects["registration of " + role] = fields_of(rule);
  for (const auto& founder : policy.founders) subjects["registrar " + founder.id] = fields_of(founder);
  add(subjects, "authority people", policy.people);
  add(subjects, "authority seals", policy.seals);
  add(subjects, "authority systems", policy.system_certificates);
  subjects["timestamps"] = {{"key", {policy.timestamp.key}},
                            {"policy", {policy.timestamp.policy}},
                            {"development_policy", {policy.timestamp.development_policy}},
                            {"accuracy_ms", {std::to_string(policy.timestamp.accuracy_ms)}}};
  add(subjects, policy.log);
  if (bundle.predecessor) subjects["succeeds"] = {{"vkey", {tlog::print(*bundle.predecessor)}}};
  add_files(subjects, files);
  return subjects;
}

}  // namespace antin::policy::cli
