#include "daemon/ceremony/plan/toml.hpp"

#include <algorithm>

#include "policy/text/table.hpp"

namespace antin::ceremony {
namespace {

using policy::text::Choice;
using policy::text::Document;
using policy::text::Findings;
using policy::text::quoted;
using policy::text::Table;
using policy::text::TextError;

constexpr Choice<Purpose> purposes[] = {{"production", Purpose::production}, {"development", Purpose::development}};
constexpr Choice<Role> role_names[] = {
    {"officer", Role::officer}, {"custodian", Role::custodian}, {"witness", Role::witness}};
constexpr Choice<Unattended> ways[] = {
    {"none", Unattended::none}, {"systemd-credential", Unattended::systemd_credential}, {"file", Unattended::file}};
constexpr Choice<Backup> backups[] = {{"none", Backup::none}, {"wrapped", Backup::wrapped}, {"vendor", Backup::vendor}};
constexpr Choice<Evidence> evidences[] = {{"file", Evidence::file}, {"line", Evidence::line}};
constexpr std::string_view vendor_keys[] = {"name", "token", "text", "evidence"};
constexpr Choice<crypto::KeyAlgorithm> algorithms[] = {{"ecdsa-p256", crypto::KeyAlgorithm::ecdsa_p256},
                                                       {"rsa-pss-3072", crypto::KeyAlgorithm::rsa},
                                                       {"ed25519", crypto::KeyAlgorithm::ed25519}};
constexpr std::string_view plan_keys[] = {"ceremony", "purpose",       "log",    "quorum",      "module",
                                          "roots",    "intermediates", "former", "participant", "shares",
                                          "token",    "key",           "vendor"};
constexpr std::string_view former_keys[] = {"ceremony", "folder"};
constexpr std::string_view participant_keys[] = {"id", "name", "certificate", "roles"};
constexpr std::string_view group_keys[] = {"name", "need", "holders"};
constexpr std::string_view token_keys[] = {"label", "so-pin", "user-pin", "unattended", "backup", "serial"};
constexpr std::string_view key_keys[] = {"label", "token", "act", "algorithm", "backup", "subject", "replaces"};
constexpr std::string_view existing_key_keys[] = {"label", "token", "act", "from", "spares"};
constexpr std::string_view present_token_keys[] = {"label",    "from",       "backup", "so-pin",
                                                   "user-pin", "unattended", "resplit"};
constexpr Choice<Fate> fates[] = {
    {"make", Fate::make}, {"restore", Fate::restore}, {"keep", Fate::keep}, {"destroy", Fate::destroy}};
constexpr std::string_view subject_keys[] = {"country", "organisation", "name"};
constexpr std::uint64_t most_of_anything = 64;

// What is read so far, and where each named table stands, for faults that only the whole shows.
class Reading {
 public:
  Reading(const Table& file, const Beside& beside) : m_file(file), m_beside(beside) {}

  ReviewedPlan run() {
    m_file.expect_keys(plan_keys);
    read_head();
    each("former", "ceremony", [&](const Table& table, const std::string& name) { read_former(table, name); });
    each("participant", "id", [&](const Table& table, const std::string& id) { read_participant(table, id); });
    each("shares", "name", [&](const Table& table, const std::string& name) { read_group(table, name); });
    each("token", "label", [&](const Table& table, const std::string& label) { read_token(table, label); });
    each("key", "label", [&](const Table& table, const std::string& label) { read_key(table, label); });
    each("vendor", "name", [&](const Table& table, const std::string& name) { read_vendor(table, name); });
    auto fault = first_fault(m_read.plan);
    if (!fault) fault = fault_beside(m_read.plan, m_records);
    if (fault) blame(*fault);
    return std::move(m_read);
  }

 private:
  void read_head() {
    auto& plan = m_read.plan;
    plan.ceremony = m_file.identifier("ceremony");
    plan.purpose = m_file.choice("purpose", purposes);
    plan.log = m_file.text("log");
    if (!policy::text::is_origin(plan.log))
      m_file.refuse("log", "must be the log's origin: 1 to 128 of ASCII without space and +");
    plan.quorum = static_cast<unsigned>(m_file.number("quorum", 2, most_of_anything));
    plan.module = display(m_file, "module");
    plan.roots = read_authorities("roots");
    plan.intermediates = read_authorities("intermediates");
  }

  std::vector<base::Sha256Hash> read_authorities(const std::string& key) {
    std::vector<base::Sha256Hash> hashes;
    if (!m_file.has(key)) return hashes;
    for (const auto& path : m_file.texts(key))
      if (const auto certificate = load(m_file, key, path)) hashes.push_back(certificate->hash);
    std::sort(hashes.begin(), hashes.end());
    return hashes;
  }

  template <class Read>
  void each(const std::string& kind, const std::string& key, Read read) {
    for (const auto& table : m_file.tables(kind)) {
      const auto name = kind == "key" ? table.text(key) : table.identifier(key);
      if (!m_tables.emplace(std::pair(kind, name), table).second)
        table.refuse(key, quoted(name) + " is named twice: each has a name of its own");
      read(table, name);
    }
  }

  void read_former(const Table& table, const std::string& name) {
    table.expect_keys(former_keys);
    auto found = m_beside.former_at(table.text("folder"));
    if (!found) return table.refuse("folder", found.error().text);
    if (found->ceremony != name) return table.refuse("folder", "is the record of " + quoted(found->ceremony));
    m_read.plan.formers.emplace(name, found->record.plan);
    m_read.former_folders.emplace(name, found->folder);
    m_records.emplace(name, std::move(found->record));
  }

  void read_participant(const Table& table, const std::string& id) {
    table.expect_keys(participant_keys);
    Participant one{display(table, "name"), {}, table.choices("roles", role_names)};
    std::sort(one.roles.begin(), one.roles.end());
    if (const auto certificate = load(table, "certificate", table.text("certificate"))) {
      one.certificate = certificate->hash;
      if (certificate->key != crypto::KeyAlgorithm::ecdsa_p256)
        table.refuse("certificate", "must be of an ECDSA P-256 key: the transcript's signatures are made with it");
    }
    m_read.plan.participants.emplace(id, std::move(one));
  }

  void read_group(const Table& table, const std::string& name) {
    table.expect_keys(group_keys);
    ShareGroup one{static_cast<unsigned>(table.number("need", 2, most_of_anything)), table.identifiers("holders")};
    std::sort(one.holders.begin(), one.holders.end());
    m_read.plan.groups.emplace(name, std::move(one));
  }

  void read_token(const Table& table, const std::string& label) {
    if (table.has("from")) return read_present_token(table, label);
    table.expect_keys(token_keys);
    TokenPlan one{table.identifier("so-pin"), table.identifier("user-pin"), table.choice("unattended", ways),
                  table.optional_identifier("backup")};
    if (table.has("serial")) one.serial = display(table, "serial");
    m_read.plan.tokens.emplace(label, std::move(one));
  }

  void read_present_token(const Table& table, const std::string& label) {
    table.expect_keys(present_token_keys);
    TokenPlan one{{}, {}, Unattended::none, table.optional_identifier("backup"), {}, table.identifier("from")};
    one.resplit = table.optional_identifier("resplit");
    // All or none of it.
    if (table.has("so-pin") || table.has("user-pin") || table.has("unattended")) {
      one.so_pin = table.identifier("so-pin");
      one.user_pin = table.identifier("user-pin");
      one.unattended = table.choice("unattended", ways);
    }
    const auto record = m_records.find(*one.from);
    if (record != m_records.end()) {
      const auto token = record->second.tokens.find(label);
      if (token == record->second.tokens.end())
        return table.refuse("from", "names a ceremony that gave out no shares of this token's PINs");
      one.serial = token->second.serial;
    }
    m_read.plan.tokens.emplace(label, std::move(one));
  }

  void read_key(const Table& table, const std::string& label) {
    const auto fate = table.has("act") ? table.choice("act", fates) : Fate::make;
    if (fate != Fate::make) return read_existing_key(table, label, fate);
    table.expect_keys(key_keys);
    KeyPlan one{table.identifier("token"), table.choice("algorithm", algorithms), table.choice("backup", backups), {}};
    if (table.has("subject")) one.subject = read_subject(table.table("subject"));
    if (table.has("replaces")) one.replaces = table.text("replaces");
    m_read.plan.keys.emplace(label, std::move(one));
  }

  // What it is like its ceremony's record says, and the plan then holds.
  void read_existing_key(const Table& table, const std::string& label, Fate fate) {
    table.expect_keys(existing_key_keys);
    KeyPlan one{table.identifier("token"), {}, {}, {}, fate, KnownKey{table.identifier("from"), {}}};
    if (table.has("spares")) one.spares = table.identifiers("spares");
    std::sort(one.spares.begin(), one.spares.end());
    const auto record = m_records.find(one.known->from);
    if (record != m_records.end()) {
      const auto key = record->second.keys.find(label);
      if (key == record->second.keys.end())
        return table.refuse("label", quoted(label) + " is no key that came of " + one.known->from);
      one.algorithm = key->second.algorithm;
      one.backup = key->second.backup;
      one.known->public_key = key->second.public_key;
    }
    m_read.plan.keys.emplace(label, std::move(one));
  }

  void read_vendor(const Table& table, const std::string& name) {
    table.expect_keys(vendor_keys);
    m_read.plan.vendor.push_back(
        {name, table.identifier("token"), table.choice("evidence", evidences), display(table, "text")});
  }

  static Subject read_subject(const Table& table) {
    table.expect_keys(subject_keys);
    Subject subject{table.text("country"), display(table, "organisation"), display(table, "name")};
    const auto& country = subject.country;
    if (country.size() != 2 ||
        !std::all_of(country.begin(), country.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
      table.refuse("country", "must be two capital letters, like VN");
    for (const auto* key : {"organisation", "name"})  // RFC 5280, upper bounds
      if (table.text(key).size() > 64) table.refuse(key, "has more than 64 octets: certificates hold no more");
    return subject;
  }

  static std::string display(const Table& table, std::string_view key) {
    auto text = table.text(key);
    if (!policy::text::is_display_name(text)) table.refuse(key, "must be 1 to 256 octets without control characters");
    return text;
  }

  std::optional<crypto::Certificate> load(const Table& table, std::string_view key, const std::string& path) {
    auto certificate = m_beside.certificate_at(path);
    if (!certificate) {
      table.refuse(key, certificate.error().text);
      return std::nullopt;
    }
    m_read.certificates.emplace(certificate->hash, *certificate);
    return std::move(*certificate);
  }

  void blame(const Fault& fault) const {
    const auto found = m_tables.find({fault.table, fault.name});
    (found == m_tables.end() ? m_file : found->second).refuse(fault.key, fault.text);
  }

  Table m_file;
  const Beside& m_beside;
  ReviewedPlan m_read;
  FormerRecords m_records;
  std::map<std::pair<std::string, std::string>, Table> m_tables;
};

}  // namespace

base::Result<ReviewedPlan, TextError> read_plan(const std::string& file, base::ByteView content, const Beside& beside) {
  if (content.size() > lock_size_limit)
    return TextError{file, 0, "", "is larger than " + std::to_string(lock_size_limit) + " octets"};
  const auto document = Document::read(file, content);
  if (!document) return document.error();
  Findings findings;
  const Table table(findings, file, document->root(), "");
  auto read = Reading(table, beside).run();
  if (findings.first()) return *findings.first();
  return read;
}

}  // namespace antin::ceremony
