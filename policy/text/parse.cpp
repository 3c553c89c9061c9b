#include "policy/text/parse.hpp"

#include <array>

#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

struct File {
  std::string name;
  std::size_t limit;  // octets
  void (*read)(const Table& file, Reading& reading);
};

const std::array<File, 8>& files_of_a_bundle() {
  static const std::array<File, 8> files = {{{"bundle.toml", 4 * mebibyte, read_bundle},
                                             {"units.toml", 4 * mebibyte, read_units},
                                             {"systems.toml", 4 * mebibyte, read_systems},
                                             {"keys.toml", 4 * mebibyte, read_keys},
                                             {"log.toml", 4 * mebibyte, read_log},
                                             {"authorities.toml", 4 * mebibyte, read_authorities},
                                             {"workflow.toml", 4 * mebibyte, read_workflows},
                                             {"registration.toml", 4 * mebibyte, read_registration}}};
  return files;
}

// People of a bundle would be in force by its officers' word alone.
constexpr const char* no_roster =
    "people stand in no bundle: registrars sign for them, and `antin roster import` sends what they signed; who they "
    "are "
    "and whom they enrol stands in registration.toml; remove this file";

std::optional<TextError> refuse_other_files(const Files& files) {
  if (files.contains("roster.toml")) return TextError{"roster.toml", 0, "", no_roster};
  for (const auto& [name, content] : files) {
    bool known = false;
    for (const auto& file : files_of_a_bundle()) known = known || file.name == name;
    if (!known) return TextError{quoted(name), 0, "", "is not a file of a bundle: remove it"};
  }
  return std::nullopt;
}

std::optional<TextError> read_file(const File& file, const Files& files, Reading& reading) {
  const auto found = files.find(file.name);
  if (found == files.end()) return TextError{file.name, 0, "", "is missing: every bundle has it"};
  if (found->second.size() > file.limit)
    return TextError{file.name, 0, "", "is larger than " + std::to_string(file.limit) + " octets"};
  auto document = Document::read(file.name, found->second);
  if (!document) return document.error();
  Findings findings;
  file.read(Table(findings, file.name, document->root(), ""), reading);
  return findings.first();
}

}  // namespace

std::string print(const TextError& error) {
  std::string out = error.file;
  if (error.line != 0) out += ":" + std::to_string(error.line);
  if (!error.key.empty()) out += ": " + error.key;
  return out + ": " + error.text;
}

base::Result<Rules, TextError> parse(const Files& files, const Certificates& certificates) {
  if (auto wrong = refuse_other_files(files)) return std::move(*wrong);
  Reading reading{certificates, {}, {}};
  for (const auto& file : files_of_a_bundle())
    if (auto wrong = read_file(file, files, reading)) return std::move(*wrong);
  return std::move(reading.rules);
}

void claim(const base::Sha256Hash& certificate, const std::string& owner, const Table& table, std::string_view key,
           Reading& reading) {
  const auto [taken, is_new] = reading.owners.emplace(certificate, owner);
  if (!is_new && taken->second != owner)
    table.refuse(key, "names a certificate that is " + taken->second + "'s already: each has one of its own");
}

void check_unit(const std::string& unit, const Table& table, std::string_view key, const Reading& reading) {
  if (!reading.rules.policy.units.contains(unit))
    table.refuse(key, quoted(unit) + " is not a unit: add it to units.toml, or correct the code");
}

}  // namespace antin::policy::text
