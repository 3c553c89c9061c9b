// The grammar of policy text on one page: every table of every file, and the keys that it may have. The readers know no
// others, and a key that no test allows and refuses does not build (tests/unit/policy/text/grammar_test.cpp).
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace antin::policy::text {

enum class Place : std::size_t {
  bundle_file,
  units_file,
  unit,
  systems_file,
  system,
  keys_file,
  key,
  log_file,
  log_demands,
  log_witness,
  log_anchor,
  log_predecessor,
  authorities_file,
  people,
  seals,
  certified_systems,
  timestamp,
  workflow_file,
  workflow,
  step,
  window,
  quota,
  supersede,
  withdraw,
  registration_file,
  registration_rule,
  registrar,
  security_officers,
  officer,
  count,
};

struct TableGrammar {
  Place place;
  std::string_view file;
  std::string_view path;                    // dotted, as an error names it, without numbers; empty: the file itself
  std::array<std::string_view, 11> keys{};  // those behind the last are empty
};

inline constexpr std::array<TableGrammar, static_cast<std::size_t>(Place::count)> grammar = {{
    {Place::bundle_file, "bundle.toml", "", {"origin", "version"}},
    {Place::units_file, "units.toml", "", {"unit"}},
    {Place::unit, "units.toml", "unit", {"code", "parent", "kind", "name", "record_keys", "closed", "successor"}},
    {Place::systems_file, "systems.toml", "", {"system"}},
    {Place::system, "systems.toml", "system", {"name", "curve", "certificate", "units", "grants"}},
    {Place::keys_file, "keys.toml", "", {"key"}},
    {Place::key, "keys.toml", "key", {"label", "token", "algorithm", "certificate", "vkey", "retired"}},
    {Place::log_file, "log.toml", "", {"key", "witnesses", "witness", "anchor", "succeeds"}},
    {Place::log_demands, "log.toml", "witnesses", {"need", "lag", "on-lag"}},
    {Place::log_witness, "log.toml", "witness", {"name", "vkey", "url"}},
    {Place::log_anchor, "log.toml", "anchor", {"url", "every", "roots"}},
    {Place::log_predecessor, "log.toml", "succeeds", {"vkey"}},
    {Place::authorities_file, "authorities.toml", "", {"people", "seals", "systems", "timestamp"}},
    {Place::people, "authorities.toml", "people", {"roots", "intermediates", "revocation", "crl_age", "ocsp_age"}},
    {Place::seals, "authorities.toml", "seals", {"roots", "intermediates", "revocation", "crl_age", "ocsp_age"}},
    {Place::certified_systems,
     "authorities.toml",
     "systems",
     {"roots", "intermediates", "revocation", "crl_age", "ocsp_age"}},
    {Place::timestamp, "authorities.toml", "timestamp", {"key", "policy", "development_policy", "accuracy_ms"}},
    {Place::workflow_file, "workflow.toml", "", {"workflow"}},
    {Place::workflow, "workflow.toml", "workflow", {"kind", "digest", "step", "supersede", "withdraw"}},
    {Place::step,
     "workflow.toml",
     "workflow.step",
     {"name", "role", "unit", "proof", "approvers", "seal", "formats", "window", "max_age", "quota", "return"}},
    {Place::window, "workflow.toml", "workflow.step.window", {"from", "until", "zone"}},
    {Place::quota, "workflow.toml", "workflow.step.quota", {"per", "count"}},
    {Place::supersede, "workflow.toml", "workflow.supersede", {"role", "unit", "approvers", "reasons"}},
    {Place::withdraw, "workflow.toml", "workflow.withdraw", {"role", "unit", "approvers", "reasons"}},
    {Place::registration_file, "registration.toml", "", {"rule", "registrar"}},
    {Place::registration_rule, "registration.toml", "rule", {"role", "unit", "registrar", "registrars", "acts_for"}},
    {Place::registrar, "registration.toml", "registrar", {"id", "certificates", "unit", "role", "from", "until"}},
    {Place::security_officers, "officers.toml", "", {"threshold", "officer"}},
    {Place::officer, "officers.toml", "officer", {"id", "certificate"}},
}};

constexpr const TableGrammar& grammar_of(Place place) { return grammar[static_cast<std::size_t>(place)]; }

// Without the empty ones: TOML has a key that is empty.
constexpr std::span<const std::string_view> keys_of(Place place) {
  const auto& keys = grammar_of(place).keys;
  std::size_t count = 0;
  while (count < keys.size() && !keys[count].empty()) ++count;
  return std::span(keys).first(count);
}

constexpr bool grammar_is_in_order() {
  for (std::size_t i = 0; i < grammar.size(); ++i)
    if (grammar[i].place != static_cast<Place>(i)) return false;
  return true;
}
static_assert(grammar_is_in_order(), "the table has one row a place, in the places' order");

}  // namespace antin::policy::text
