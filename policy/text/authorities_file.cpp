#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr Choice<StatusSource> sources[] = {
    {"crl", StatusSource::lists}, {"ocsp", StatusSource::responses}, {"either", StatusSource::either}};

// No OCSP response is believed for longer (evidence::response_life), so a longer age would promise what is not so.
constexpr std::chrono::seconds longest_response_age = std::chrono::days(31);

std::optional<std::chrono::seconds> read_age(const Table& table, std::string_view key) {
  if (!table.has(key)) return std::nullopt;
  const auto age = duration(table.text(key));
  if (!age) table.refuse(key, "must be days, hours, minutes or seconds like \"24h\"");
  return age;
}

void refuse_age_of_nothing(const Table& table, std::string_view key, std::string_view source) {
  if (table.has(key))
    table.refuse(key, "says how old something may be that revocation = " + quoted(source) + " does not ask for");
}

RevocationDemand read_revocation(const Table& table) {
  RevocationDemand demand;
  if (table.has("revocation")) demand.source = table.choice("revocation", sources);
  demand.list_age = read_age(table, "crl_age");
  demand.response_age = read_age(table, "ocsp_age");
  if (demand.response_age && *demand.response_age > longest_response_age)
    table.refuse("ocsp_age", "no OCSP response is believed for more than 31d");
  if (demand.source == StatusSource::lists) refuse_age_of_nothing(table, "ocsp_age", "crl");
  return demand;
}

Authority read_authority(const Table& table, Place place, const Reading& reading) {
  table.expect(place);
  Authority authority;
  authority.roots = table.certificates("roots", reading.certificates);
  if (table.has("intermediates")) authority.intermediates = table.certificates("intermediates", reading.certificates);
  authority.revocation = read_revocation(table);
  return authority;
}

std::string read_oid(const Table& table, std::string_view key) {
  auto oid = table.text(key);
  if (!is_oid(oid))
    table.refuse(key, quoted(oid) + " is not an object identifier: write numbers and dots, as in 2.999.1.1");
  return oid;
}

void check_key(const Table& table, const std::string& label, const Policy& policy) {
  const auto found = policy.keys.find(label);
  if (found == policy.keys.end())
    table.refuse("key", quoted(label) + " is not a key: add it to keys.toml, or correct the label");
  else if (found->second.purpose != KeyPurpose::time)
    table.refuse("key", quoted(label) + " is not a time key: name one whose label begins with time/");
}

TimestampAuthority read_timestamp(const Table& table, const Policy& policy) {
  table.expect(Place::timestamp);
  TimestampAuthority authority;
  authority.key = table.text("key");
  check_key(table, authority.key, policy);
  authority.policy = read_oid(table, "policy");
  authority.development_policy = read_oid(table, "development_policy");
  if (authority.policy == authority.development_policy)
    table.refuse("development_policy", "must differ from policy: a development clock's stamp has to show it");
  authority.accuracy_ms = static_cast<unsigned>(table.number("accuracy_ms", 1, 1000));
  return authority;
}

}  // namespace

void read_authorities(const Table& file, Reading& reading) {
  file.expect(Place::authorities_file);
  auto& policy = reading.rules.policy;
  policy.people = read_authority(file.table("people"), Place::people, reading);
  policy.seals = read_authority(file.table("seals"), Place::seals, reading);
  policy.system_certificates =
      file.has("systems") ? read_authority(file.table("systems"), Place::certified_systems, reading) : policy.people;
  policy.timestamp = read_timestamp(file.table("timestamp"), policy);
}

}  // namespace antin::policy::text
