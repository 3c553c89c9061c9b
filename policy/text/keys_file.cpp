#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr Choice<KeyAlgorithm> algorithms[] = {{"ecdsa-p256", KeyAlgorithm::ecdsa_p256},
                                               {"rsa-pss-3072", KeyAlgorithm::rsa_pss_3072},
                                               {"ed25519", KeyAlgorithm::ed25519}};

Key read_label(const Table& table) {
  const auto text = table.text("label");
  if (auto key = key_label(text)) return *key;
  table.refuse("label", quoted(text) +
                            " is not a key label: write seal|time|log/<owner>/<use>/<year>.<generation>, as in "
                            "seal/79760001/school/2026.1");
  Key key;
  key.label = text;
  return key;
}

void check_algorithm(const Key& key, const Table& table) {
  switch (key.purpose) {
    case KeyPurpose::seal:
      if (key.algorithm == KeyAlgorithm::ed25519)
        table.refuse("algorithm", "ed25519 is for log keys only: use ecdsa-p256 or rsa-pss-3072 for seals");
      return;
    case KeyPurpose::time:
      // OpenSSL's verifier fails on PSS timestamps.
      if (key.algorithm != KeyAlgorithm::ecdsa_p256) table.refuse("algorithm", "a time key must be ecdsa-p256");
      return;
    case KeyPurpose::log:
      if (key.algorithm == KeyAlgorithm::rsa_pss_3072)
        table.refuse("algorithm", "a log key must be ed25519 or ecdsa-p256");
      return;
    case KeyPurpose::unknown: break;
  }
}

// A log key is known by its verifier key alone: no CA vouches for a log.
void read_vkey(const Table& table, const Reading& reading, Key& key) {
  if (table.has("certificate")) table.refuse("certificate", "is not for a log key: write its vkey instead");
  key.vkey = table.text("vkey");
  const auto parts = vkey_parts(key.vkey);
  if (!parts)
    table.refuse("vkey", "must be a verifier key: <origin>+<8 hexadecimal digits>+<base64>");
  else if (parts->name != reading.rules.policy.origin)
    table.refuse(
        "vkey", "must have the log's name, " + quoted(reading.rules.policy.origin) + ": it has " + quoted(parts->name));
  for (const auto& [label, other] : reading.rules.policy.keys) {
    if (other.purpose != KeyPurpose::log) continue;
    if (!key.vkey.empty() && other.vkey == key.vkey)
      table.refuse("vkey", "is that of key " + label + " too: each has one of its own");
    // C2SP tlog-checkpoint: a log has one type of signature, chosen when its first key is made.
    if (other.algorithm != key.algorithm)
      table.refuse("algorithm", "is not that of the log's other key " + label + ": a log keeps the one it began with");
  }
}

void read_certificate(const Table& table, Reading& reading, Key& key) {
  if (table.has("vkey")) table.refuse("vkey", "is for log keys only: this one has a certificate");
  key.certificate = table.certificate("certificate", reading.certificates);
  claim(key.certificate, "key " + key.label, table, "certificate", reading);
}

Key read_key(const Table& table, Reading& reading) {
  table.expect(Place::key);
  auto key = read_label(table);
  // PKCS#11 pads token labels to 32 octets.
  key.token = table.identifier("token");
  if (key.token.size() > 32) table.refuse("token", "must be a token's label of at most 32 characters");
  key.algorithm = table.choice("algorithm", algorithms);
  check_algorithm(key, table);
  if (key.purpose == KeyPurpose::log)
    read_vkey(table, reading, key);
  else
    read_certificate(table, reading, key);
  key.retired = table.flag("retired");
  if (key.retired && key.purpose != KeyPurpose::seal)
    table.refuse("retired", "is for a seal key: authorities.toml names the time key in use, log.toml the log's");
  if (key.purpose == KeyPurpose::seal) check_unit(key.owner, table, "label", reading);
  return key;
}

}  // namespace

void read_keys(const Table& file, Reading& reading) {
  file.expect(Place::keys_file);
  auto& keys = reading.rules.policy.keys;
  const auto tables = file.tables("key");
  if (tables.empty()) file.refuse("key", "is missing: name at least the timestamp's key under [[key]]");
  for (const auto& table : tables) {
    auto key = read_key(table, reading);
    const auto label = key.label;
    if (!keys.emplace(label, std::move(key)).second)
      table.refuse("label", quoted(label) + " is the label of another key: each has one of its own");
  }
}

}  // namespace antin::policy::text
