#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr Choice<OnLag> ways[] = {{"stop", OnLag::stop}, {"go-on", OnLag::go_on}};
constexpr std::size_t witnesses_limit = 32;

std::chrono::seconds read_duration(const Table& table, std::string_view key) {
  const auto time = duration(table.text(key));
  if (!time)
    table.refuse(key,
                 "must be days, hours, minutes or seconds like \"1d\", \"12h\", \"10m\" or \"90s\", from 1 to 9999");
  return time.value_or(std::chrono::seconds(0));
}

std::string read_url(const Table& table) {
  auto url = table.text("url");
  if (!is_url_prefix(url)) table.refuse("url", "must begin with http:// or https:// and not end in a slash");
  return url;
}

std::string read_key(const Table& file, const Policy& policy) {
  auto label = file.text("key");
  const auto found = policy.keys.find(label);
  if (found == policy.keys.end())
    file.refuse("key", quoted(label) + " is not a key: add it to keys.toml, or correct the label");
  else if (found->second.purpose != KeyPurpose::log)
    file.refuse("key", quoted(label) + " is not a log key: name one whose label begins with log/");
  return label;
}

Witness read_witness(const Table& table) {
  table.expect(Place::log_witness);
  Witness witness{table.text("name"), table.text("vkey"), read_url(table)};
  const auto parts = vkey_parts(witness.vkey);
  if (!parts)
    table.refuse("vkey", "must be a verifier key: <name>+<8 hexadecimal digits>+<base64>");
  else if (parts->name != witness.name)
    table.refuse("name", "must be the name in its vkey, " + quoted(parts->name));
  return witness;
}

// One witness that counts twice would make the number of them mean less than it says.
void check_other(const Witness& witness, const Witness& other, const Table& table) {
  if (witness.name == other.name)
    table.refuse("name", quoted(witness.name) + " is the name of another witness: each has one of its own");
  const auto key = vkey_parts(witness.vkey);
  const auto others = vkey_parts(other.vkey);
  if (key && others && key->key == others->key)
    table.refuse("vkey", "holds the key of witness " + other.name + " too: each has one of its own");
  if (witness.url == other.url)
    table.refuse("url", "is that of witness " + other.name + " too: each has one of its own");
}

std::vector<Witness> read_witnesses(const Table& file) {
  std::vector<Witness> witnesses;
  for (const auto& table : file.tables("witness")) {
    auto witness = read_witness(table);
    for (const auto& other : witnesses) check_other(witness, other, table);
    witnesses.push_back(std::move(witness));
    if (witnesses.size() <= witnesses_limit) continue;
    table.refuse("is one witness too many: name at most " + std::to_string(witnesses_limit));
    break;
  }
  return witnesses;
}

// What is asked of the witnesses. A log without any waits for none.
void read_demands(const Table& file, LogPolicy& log) {
  log.on_lag = OnLag::go_on;
  if (log.witnesses.empty() && !file.has("witnesses")) return;
  const auto table = file.table("witnesses");
  table.expect(Place::log_demands);
  log.witnesses_needed = static_cast<unsigned>(table.number("need", 0, witnesses_limit));
  if (log.witnesses_needed > log.witnesses.size())
    table.refuse("need", "is more than there are under [[witness]]: " + std::to_string(log.witnesses.size()));
  log.lag = read_duration(table, "lag");
  log.on_lag = table.choice("on-lag", ways);
}

Anchor read_anchor(const Table& table, const Reading& reading) {
  table.expect(Place::log_anchor);
  Anchor anchor;
  anchor.url = read_url(table);
  if (table.has("every")) anchor.every = read_duration(table, "every");
  anchor.roots = table.certificates("roots", reading.certificates);
  return anchor;
}

// The log that was closed for this one, by the key of its last checkpoint.
std::string read_succeeds(const Table& table, const Policy& policy) {
  table.expect(Place::log_predecessor);
  auto vkey = table.text("vkey");
  const auto parts = vkey_parts(vkey);
  if (!parts)
    table.refuse("vkey", "must be a verifier key: <name>+<8 hexadecimal digits>+<base64>");
  else if (parts->name == policy.origin)
    table.refuse("vkey", "is of this very log: name the log that was closed for it");
  return vkey;
}

}  // namespace

void read_log(const Table& file, Reading& reading) {
  file.expect(Place::log_file);
  auto& log = reading.rules.policy.log;
  log.key = read_key(file, reading.rules.policy);
  log.witnesses = read_witnesses(file);
  read_demands(file, log);
  if (file.has("succeeds")) log.succeeds = read_succeeds(file.table("succeeds"), reading.rules.policy);
  if (file.has("anchor")) log.anchor = read_anchor(file.table("anchor"), reading);
}

}  // namespace antin::policy::text
