// What each key of the grammar allows and refuses: one line a key. A key of grammar.hpp without its line does not
// build.
#pragma once

#include "policy/text/grammar.hpp"

namespace antin::policy::text {

// A change of the key's file in the small bundle: the first `from` becomes `to`. Without `from`, `to` is the whole
// file.
struct Edit {
  std::string_view from, to;
};

struct KeyCase {
  Place place;
  std::string_view key;
  Edit allowed;  // the bundle parses, and its file has the key
  Edit refused;  // the refusal names this key
};

inline constexpr Edit as_it_is{"\n", "\n"};

inline constexpr KeyCase bundle_keys[] = {
    {Place::bundle_file, "origin", as_it_is, {"seal.example/2026", "seal example"}},
    {Place::bundle_file, "version", {"7", "9223372036854775807"}, {"7", "0"}},
};

inline constexpr KeyCase unit_keys[] = {
    {Place::units_file, "unit", as_it_is, {"", "unit = 1\n"}},
    {Place::unit, "code", as_it_is, {"\"79760001\"", "\"79\""}},
    {Place::unit, "parent", as_it_is, {"parent = \"79\"", "parent = \"78\""}},
    {Place::unit, "kind", as_it_is, {"\"school\"", "\"college\""}},
    {Place::unit,
     "record_keys",
     {"kind = \"school\"", "kind = \"school\"\nrecord_keys = [1, 2]"},
     {"kind = \"school\"", "kind = \"school\"\nrecord_keys = [2, 1]"}},
    {Place::unit, "name", {"Ví Dụ", "Bến Nước"}, {"\"Trường Tiểu học Ví Dụ\"", "\"\""}},
    {Place::unit,
     "closed",
     {"kind = \"school\"", "kind = \"school\"\nclosed = 2026-07-01"},
     {"kind = \"school\"", "kind = \"school\"\nclosed = \"2026-07-01\""}},
    {Place::unit,
     "successor",
     {"[[unit]]\ncode = \"79760001\"",
      "[[unit]]\ncode = \"2\"\nparent = \"79\"\nkind = \"school\"\nname = \"A\"\nclosed = 2026-07-01\n"
      "successor = \"79760001\"\n[[unit]]\ncode = \"79760001\""},
     {"kind = \"school\"", "kind = \"school\"\nsuccessor = \"79\""}},
};

inline constexpr KeyCase system_keys[] = {
    {Place::systems_file, "system", as_it_is, {"", "system = 1\n"}},
    {Place::system, "name", as_it_is, {"\"department-79\"", "\"school-79760001\""}},
    {Place::system, "curve", as_it_is, {"rq:rM", "rq:r"}},
    {Place::system, "certificate", as_it_is, {"systems/b.crt", "systems/a.crt"}},
    {Place::system, "units", {"[\"79760001\"]", "[\"79\", \"79760001\"]"}, {"[\"79760001\"]", "[\"79760009\"]"}},
    {Place::system, "grants", {"\"audit-own\"", "\"auditor\""}, {"\"audit-own\"", "\"all\""}},
};

inline constexpr KeyCase key_keys[] = {
    {Place::keys_file, "key", as_it_is, {"", "key = 1\n"}},
    {Place::key, "label", {"department/2026.1", "department/2027.12"}, {"seal/79/", "sign/79/"}},
    {Place::key, "token", as_it_is, {"\"seals\"", "\"my seals\""}},
    {Place::key, "algorithm", {"\"rsa-pss-3072\"", "\"ecdsa-p256\""}, {"\"rsa-pss-3072\"", "\"ed25519\""}},
    {Place::key, "certificate", as_it_is, {"keys/department.crt", "keys/school.crt"}},
    {Place::key,
     "retired",
     {"token = \"seals\"", "token = \"seals\"\nretired = true"},
     {"token = \"seals\"", "token = \"seals\"\nretired = false"}},
    {Place::key, "vkey", as_it_is, {"seal.example/2026+", "other.example/2026+"}},
};

inline constexpr KeyCase log_keys[] = {
    {Place::log_file, "key", as_it_is, {"log/antin/log/2026.1", "time/antin/tsa/2026.1"}},
    {Place::log_file, "witnesses", as_it_is, {"[witnesses]\nneed = 2\nlag = \"10m\"\non-lag = \"stop\"\n", ""}},
    {Place::log_file, "witness", as_it_is, {"", "key = \"log/antin/log/2026.1\"\nwitness = 1\n"}},
    {Place::log_file, "anchor", as_it_is, {"[anchor]", "[[anchor]]"}},
    {Place::log_file,
     "succeeds",
     {"[anchor]", "[succeeds]\nvkey = \"old+0123abcd+AQID\"\n[anchor]"},
     {"[anchor]", "[[succeeds]]\nvkey = \"old+0123abcd+AQID\"\n[anchor]"}},
    {Place::log_demands, "need", {"need = 2", "need = 0"}, {"need = 2", "need = 3"}},
    {Place::log_demands, "lag", {"10m", "1d"}, {"10m", "10"}},
    {Place::log_demands, "on-lag", {"\"stop\"", "\"go-on\""}, {"\"stop\"", "\"ignore\""}},
    {Place::log_witness, "name", as_it_is, {"\"example.org/witness-b\"", "\"example.org/witness-c\""}},
    {Place::log_witness, "vkey", as_it_is, {"witness-b+", "witness-b "}},
    {Place::log_witness, "url", {"https://", "http://"}, {"https://", "ftp://"}},
    {Place::log_anchor, "url", {"http://tsa", "https://tsa"}, {"http://tsa", "tsa"}},
    {Place::log_anchor, "every", {"\"1h\"", "\"90s\""}, {"\"1h\"", "\"hourly\""}},
    {Place::log_anchor, "roots", as_it_is, {"[\"ca/tsa-root.crt\"]", "[]"}},
    {Place::log_predecessor,
     "vkey",
     {"[anchor]", "[succeeds]\nvkey = \"old+0123abcd+AQID\"\n[anchor]"},
     {"[anchor]", "[succeeds]\nvkey = \"old\"\n[anchor]"}},
};

inline constexpr KeyCase authority_keys[] = {
    {Place::authorities_file, "people", as_it_is, {"[people]", "[[people]]"}},
    {Place::authorities_file, "seals", as_it_is, {"[seals]", "[[seals]]"}},
    {Place::authorities_file,
     "systems",
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\n[timestamp]"},
     {"[timestamp]", "[[systems]]\nroots = [\"ca/root.crt\"]\n[timestamp]"}},
    {Place::authorities_file, "timestamp", as_it_is, {"[timestamp]", "[[timestamp]]"}},
    {Place::people, "roots", as_it_is, {"[\"ca/root.crt\"]", "[]"}},
    {Place::people, "intermediates", as_it_is, {"ca/people.crt", "ca/none.crt"}},
    {Place::seals, "roots", as_it_is, {"ca/root-2.crt", "ca/none.crt"}},
    {Place::seals,
     "intermediates",
     {"[timestamp]", "intermediates = [\"ca/people.crt\"]\n[timestamp]"},
     {"[timestamp]", "intermediates = []\n[timestamp]"}},
    {Place::people,
     "revocation",
     {"[seals]", "revocation = \"either\"\n[seals]"},
     {"[seals]", "revocation = \"none\"\n[seals]"}},
    {Place::people, "crl_age", {"[seals]", "crl_age = \"7d\"\n[seals]"}, {"[seals]", "crl_age = \"7\"\n[seals]"}},
    {Place::people,
     "ocsp_age",
     {"[seals]", "revocation = \"ocsp\"\nocsp_age = \"31d\"\n[seals]"},
     {"[seals]", "revocation = \"ocsp\"\nocsp_age = \"32d\"\n[seals]"}},
    {Place::seals,
     "revocation",
     {"[timestamp]", "revocation = \"either\"\n[timestamp]"},
     {"[timestamp]", "revocation = \"none\"\n[timestamp]"}},
    {Place::seals,
     "crl_age",
     {"[timestamp]", "crl_age = \"7d\"\n[timestamp]"},
     {"[timestamp]", "crl_age = \"7\"\n[timestamp]"}},
    {Place::seals,
     "ocsp_age",
     {"[timestamp]", "revocation = \"ocsp\"\nocsp_age = \"31d\"\n[timestamp]"},
     {"[timestamp]", "revocation = \"ocsp\"\nocsp_age = \"32d\"\n[timestamp]"}},
    {Place::certified_systems,
     "roots",
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\n[timestamp]"},
     {"[timestamp]", "[systems]\nroots = []\n[timestamp]"}},
    {Place::certified_systems,
     "intermediates",
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\nintermediates = [\"ca/people.crt\"]\n[timestamp]"},
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\nintermediates = []\n[timestamp]"}},
    {Place::certified_systems,
     "revocation",
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\nrevocation = \"ocsp\"\n[timestamp]"},
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\nrevocation = \"off\"\n[timestamp]"}},
    {Place::certified_systems,
     "crl_age",
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\ncrl_age = \"24h\"\n[timestamp]"},
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\ncrl_age = \"0h\"\n[timestamp]"}},
    {Place::certified_systems,
     "ocsp_age",
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\nrevocation = \"either\"\nocsp_age = \"24h\"\n[timestamp]"},
     {"[timestamp]", "[systems]\nroots = [\"ca/root.crt\"]\nocsp_age = \"24h\"\n[timestamp]"}},
    {Place::timestamp, "key", as_it_is, {"time/antin/tsa/2026.1", "seal/79/department/2026.1"}},
    {Place::timestamp, "policy", {"2.999.1.1", "1.3.6.1"}, {"2.999.1.1", "2.999.01"}},
    {Place::timestamp, "development_policy", as_it_is, {"2.999.1.2", "2.999.1.1"}},
    {Place::timestamp, "accuracy_ms", {"500", "1000"}, {"500", "1001"}},
};

inline constexpr KeyCase workflow_keys[] = {
    {Place::workflow_file, "workflow", as_it_is, {"", "workflow = 1\n"}},
    {Place::workflow, "kind", {"\"hoc-ba\"", "\"trich-luc\""}, {"\"hoc-ba\"", "\"học bạ\""}},
    {Place::workflow, "digest", {"[\"sha256\", \"sha384\"]", "[\"sha384\"]"}, {"\"sha384\"", "\"sha1\""}},
    {Place::workflow, "step", as_it_is, {"", "[[workflow]]\nkind = \"a\"\ndigest = [\"sha256\"]\nstep = 1\n"}},
    {Place::workflow, "supersede", as_it_is, {"[workflow.supersede]", "[[workflow.supersede]]"}},
    {Place::workflow, "withdraw", as_it_is, {"[workflow.withdraw]", "[[workflow.withdraw]]"}},
    {Place::step, "name", {"\"principal\"", "\"deputies\""}, {"name = \"principal\"", "name = \"teacher\""}},
    {Place::step, "role", {"[\"teacher\"]", "[\"teacher\", \"head\"]"}, {"[\"teacher\"]", "[]"}},
    {Place::step, "unit", {"unit = \"parent\"", "unit = \"own\""}, {"unit = \"parent\"", "unit = \"any\""}},
    {Place::step, "proof", as_it_is, {"\"certificate\"", "\"none\""}},
    {Place::step, "approvers", {"approvers = 2", "approvers = 16"}, {"approvers = 2", "approvers = 17"}},
    {Place::step, "seal", as_it_is, {"seal = \"school\"", "seal = \"tsa\""}},
    {Place::step, "formats", as_it_is, {"[\"cades\"]", "[\"doc\"]"}},
    {Place::step, "window", as_it_is, {"window = {", "window = 1 # {"}},
    {Place::step, "max_age", {"30d", "12h"}, {"30d", "4w"}},
    {Place::step, "quota", as_it_is, {"quota = {", "quota = 900 # {"}},
    {Place::step, "return", {"\"incomplete\"", "\"wrong-pupil\""}, {"\"incomplete\"", "\"is incomplete\""}},
    {Place::window, "from", {"2026-05-20", "2026-06-30"}, {"2026-05-20", "\"2026-05-20\""}},
    {Place::window, "until", {"2026-06-30", "2026-05-20"}, {"2026-06-30", "2026-05-19"}},
    {Place::window, "zone", {"Asia/Ho_Chi_Minh", "UTC"}, {"Asia/Ho_Chi_Minh", "Europe/Paris"}},
    {Place::quota, "per", as_it_is, {"\"unit-year\"", "\"unit-month\""}},
    {Place::quota, "count", {"count = 900", "count = 1"}, {"count = 900", "count = 0"}},
    {Place::supersede,
     "role",
     as_it_is,
     {"[workflow.supersede]\nrole = [\"principal\"", "[workflow.supersede]\nrole = [\"the principal\""}},
    {Place::supersede,
     "unit",
     {"[workflow.supersede]", "[workflow.supersede]\nunit = \"parent\""},
     {"[workflow.supersede]", "[workflow.supersede]\nunit = \"any\""}},
    {Place::supersede, "approvers", as_it_is, {"approvers = 2\nreasons", "approvers = 0\nreasons"}},
    {Place::supersede, "reasons", as_it_is, {"reasons = [\"wrong-grade\"]", "reasons = []"}},
    {Place::withdraw,
     "role",
     as_it_is,
     {"[workflow.withdraw]\nrole = [\"department-leader\"]", "[workflow.withdraw]\nrole = []"}},
    {Place::withdraw, "unit", as_it_is, {"unit = \"parent\"\nreasons", "unit = \"any\"\nreasons"}},
    {Place::withdraw,
     "approvers",
     {"[workflow.withdraw]", "[workflow.withdraw]\napprovers = 2"},
     {"[workflow.withdraw]", "[workflow.withdraw]\napprovers = 17"}},
    {Place::withdraw, "reasons", as_it_is, {"\"court-order\"", "\"\""}},
};

inline constexpr KeyCase registration_keys[] = {
    {Place::registration_file, "rule", as_it_is, {"", "rule = 1\n"}},
    {Place::registration_file,
     "registrar",
     as_it_is,
     {"", "registrar = 1\n[[rule]]\nrole = [\"teacher\"]\nunit = \"own\"\nregistrar = \"clerk\"\nregistrars = 1\n"}},
    {Place::registration_rule, "role", {"[\"teacher\"]", "[\"teacher\", \"head\"]"}, {"[\"teacher\"]", "[]"}},
    {Place::registration_rule, "unit", {"unit = \"own\"", "unit = \"parent\""}, {"unit = \"own\"", "unit = \"any\""}},
    {Place::registration_rule,
     "registrar",
     as_it_is,
     {"registrar = \"school-registrar\"", "registrar = \"principal\""}},
    {Place::registration_rule,
     "registrars",
     {"registrars = 3", "registrars = 2"},
     {"registrars = 3", "registrars = 1"}},
    {Place::registration_rule, "acts_for", as_it_is, {"acts_for = [\"principal\"]", "acts_for = [\"deputy\"]"}},
    {Place::registrar, "id", as_it_is, {"\"r-2\"", "\"r-1\""}},
    {Place::registrar, "certificates", as_it_is, {"people/2.crt", "people/1.crt"}},
    {Place::registrar, "unit", as_it_is, {"unit = \"79\"", "unit = \"78\""}},
    {Place::registrar,
     "role",
     {"role = \"department-registrar\"", "role = \"school-registrar\""},
     {"role = \"department-registrar\"", "role = \"teacher\""}},
    {Place::registrar, "from", {"2025-09-01", "2026-08-31"}, {"2025-09-01", "\"2025-09-01\""}},
    {Place::registrar, "until", as_it_is, {"until = 2026-08-31", "until = 2025-08-31"}},
};

inline constexpr KeyCase officer_keys[] = {
    {Place::security_officers, "threshold", {"threshold = 2", "threshold = 3"}, {"threshold = 2", "threshold = 1"}},
    {Place::security_officers, "officer", as_it_is, {"", "threshold = 2\nofficer = 1\n"}},
    {Place::officer, "id", as_it_is, {"\"so-2\"", "\"so-1\""}},
    {Place::officer, "certificate", as_it_is, {"so-2.crt", "so-1.crt"}},
};

inline constexpr std::span<const KeyCase> key_cases[] = {bundle_keys,   unit_keys,         system_keys,
                                                         key_keys,      log_keys,          authority_keys,
                                                         workflow_keys, registration_keys, officer_keys};

constexpr bool has_a_case(Place place, std::string_view key) {
  for (const auto& file : key_cases)
    for (const auto& one : file)
      if (one.place == place && one.key == key) return true;
  return false;
}

// A key by its place in the grammar, so that the compiler names the one that is missing.
template <Place place, std::size_t key>
struct KeyIsTested {
  static constexpr auto name = keys_of(place)[key];
  static_assert(has_a_case(place, name), "a key of grammar.hpp has no line in key_cases.hpp: see `place` and `key`");
};

}  // namespace antin::policy::text
