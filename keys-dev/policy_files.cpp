#include "keys-dev/policy_files.hpp"

#include <string_view>
#include <vector>

#include "keys-dev/cast.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"
#include "keys-dev/people_files.hpp"
#include "keys-dev/toml.hpp"

namespace antin::keys_dev {
namespace {

std::string bundle_text() { return quoted_field("origin", development_origin) + field("version", "1"); }

constexpr std::string_view workflow_text = R"([[workflow]]
kind = "hoc-ba"
digest = ["sha256", "sha384"]

[[workflow.step]]
name = "teacher"
role = ["teacher"]
proof = "certificate"

[[workflow.step]]
name = "principal"
role = ["principal", "acting-principal"]
proof = "certificate"
seal = "school"
formats = ["cades"]
return = ["wrong-grade", "incomplete"]

[[workflow.step]]
name = "department"
role = ["department-leader"]
unit = "parent"
proof = "certificate"
seal = "department"
formats = ["cades"]
return = ["wrong-grade"]

[workflow.supersede]
role = ["principal", "acting-principal"]
reasons = ["wrong-grade", "wrong-name"]

[workflow.withdraw]
role = ["department-leader"]
unit = "parent"
reasons = ["issued-in-error"]

[[workflow]]
kind = "chuyen-truong"                 # transfer report
digest = ["sha256"]

[[workflow.step]]
name = "deputies"
role = ["deputy-principal"]
approvers = 2

[[workflow.step]]
name = "principal"
role = ["principal"]
seal = "school"
formats = ["cades"]
max_age = "30d"
return = ["incomplete"]

[[workflow]]
kind = "trich-luc"                     # extract
digest = ["sha256"]

[[workflow.step]]
name = "principal"
role = ["principal"]
seal = "school"
formats = ["cades"]
quota = { per = "unit-year", count = 500 }
)";

constexpr std::string_view registration_rules = R"([[rule]]
role = ["teacher"]
unit = "own"
registrar = "school-registrar"
registrars = 1

[[rule]]
role = ["principal", "deputy-principal", "school-registrar"]
unit = "parent"
registrar = "department-registrar"
registrars = 2

[[rule]]
role = ["acting-principal"]
unit = "parent"
registrar = "department-registrar"
registrars = 2
acts_for = ["principal"]

[[rule]]
role = ["department-leader", "department-registrar"]
unit = "own"
registrar = "department-registrar"
registrars = 2
)";

constexpr std::string_view authorities_text = R"([people]
roots = ["ca/root.crt"]
intermediates = ["ca/people-ca.crt"]

[seals]
roots = ["ca/root.crt"]
intermediates = ["ca/intermediate.crt"]

[timestamp]
key = "time/antin/tsa/2026.1"
policy = "2.999.1.1"
development_policy = "2.999.1.2"
accuracy_ms = 1000
)";

std::string units_text() {
  std::string text;
  for (const auto& unit : units()) {
    text += "[[unit]]\n" + quoted_field("code", unit.code);
    if (unit.parent) text += quoted_field("parent", *unit.parent);
    text += quoted_field("kind", unit.kind) + quoted_field("name", unit.name) + "\n";
  }
  return text;
}

std::string systems_text(const CurveKeys& curve_keys) {
  std::string text;
  for (const auto& system : systems()) {
    text += "[[system]]\n" + quoted_field("name", system.name) + quoted_field("curve", curve_keys.at(system.name));
    text += quoted_field("certificate", "systems/" + system.name + ".crt");
    text += field("units", list_of(system.units)) + field("grants", list_of(system.grants));
    text += "\n";
  }
  return text;
}

std::string keys_text(const std::vector<std::string>& log_vkeys) {
  std::string text;
  auto log_vkey = log_vkeys.begin();
  for (const auto& key : keys(static_cast<unsigned>(log_vkeys.size()))) {
    text += "[[key]]\n" + quoted_field("label", key.label) + quoted_field("token", key.token);
    text += quoted_field("algorithm", name_of(key.algorithm));
    text += key.certificate.empty() ? quoted_field("vkey", *log_vkey++)
                                    : quoted_field("certificate", "keys/" + key.certificate + ".crt");
    text += "\n";
  }
  return text;
}

std::string log_text(const std::vector<Witness>& witnesses) {
  auto text = quoted_field("key", log_key_label());
  if (witnesses.empty()) return text;
  text += "\n[witnesses]\n" + field("need", std::to_string(witnesses.size()));
  text += quoted_field("lag", "10m") + quoted_field("on-lag", "stop");
  for (const auto& witness : witnesses) {
    text += "\n[[witness]]\n" + quoted_field("name", witness.name) + quoted_field("vkey", witness.vkey);
    text += quoted_field("url", witness.url());
  }
  return text;
}

std::string registration_text(base::Instant now) {
  std::string text(registration_rules);
  for (const auto& registrar : registrars()) {
    std::vector<std::string> certificates{"people/" + registrar.id + ".crt"};
    if (registrar.certificates > 1) certificates.push_back("people/" + registrar.id + "-renewed.crt");
    text += "\n[[registrar]]\n" + quoted_field("id", registrar.id) + field("certificates", list_of(certificates));
    text += quoted_field("unit", registrar.unit) + quoted_field("role", registrar.role);
    text += field("from", first_day(now)) + field("until", last_day(now));
  }
  return text;
}

}  // namespace

void write_policy(const Layout& layout, const CurveKeys& curve_keys, const DevelopmentLog& log, base::Instant now) {
  const auto write = [&](const char* name, std::string_view text) { write_text(layout.policy() / name, text); };
  write("bundle.toml", bundle_text());
  write("workflow.toml", workflow_text);
  write("units.toml", units_text());
  write("systems.toml", systems_text(curve_keys));
  write("keys.toml", keys_text(log.vkeys));
  write("log.toml", log_text(log.witnesses));
  write("authorities.toml", authorities_text);
  write("registration.toml", registration_text(now));
}

}  // namespace antin::keys_dev
