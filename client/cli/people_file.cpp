#include "client/cli/people_file.hpp"

#include <algorithm>

#include "core/base/file.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t table_limit = 256 * 1024 * 1024;

bool is_wanted(const std::vector<std::string>& wanted, const std::string& name) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
}

// Each file once, however many roles its person holds.
class CertificateFiles {
 public:
  explicit CertificateFiles(fs::path folder) : m_folder(std::move(folder)) {}

  CertificatePointer of(PersonRow& row) {
    if (!row.good() || row.certificate.empty() || row.certificate.starts_with("sha256:")) return nullptr;
    const auto& read = of_file(row.certificate);
    if (!read) {
      row.troubles.push_back({"certificate", "cannot be used: " + read.error().text});
      return nullptr;
    }
    const auto [first, is_new] = m_owners.try_emplace((*read)->hash, row.person, row.line);
    const auto& [owner, line] = first->second;
    if (owner == row.person) return *read;
    row.troubles.push_back({"certificate", "is that of " + owner + " in line " + std::to_string(line)});
    return nullptr;
  }

 private:
  const base::Result<CertificatePointer>& of_file(const std::string& name) {
    const auto known = m_read.find(name);
    if (known != m_read.end()) return known->second;
    const auto content = base::read_file(m_folder / name, certificate_limit);
    return m_read.emplace(name, content ? held_certificate(*content) : content.error()).first->second;
  }

  fs::path m_folder;
  std::map<std::string, base::Result<CertificatePointer>> m_read;
  std::map<base::Sha256Hash, std::pair<std::string, std::size_t>> m_owners;
};

}  // namespace

std::size_t PeopleFile::troubles() const {
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return !row.good(); }));
}

Outcome<PeopleFile> read_people_file(const fs::path& file, const std::vector<std::string>& units,
                                     const std::vector<std::string>& roles) {
  const auto content = base::read_file(file, table_limit);
  if (!content) return local_trouble(content.error());
  auto rows = parse_people(base::text(*content));
  if (!rows) return Stop{Exit::usage, "LIST", file.string() + ": " + rows.error().text};
  // What cannot be read is nobody's alone: it is left in, whatever is wanted.
  std::erase_if(*rows, [&](const PersonRow& row) {
    return row.good() && !(is_wanted(units, row.unit) && is_wanted(roles, row.role));
  });
  if (rows->empty()) return Stop{Exit::usage, "LIST", file.string() + ": no line is of the unit and role asked for"};
  PeopleFile people{file, std::move(*rows), {}};
  CertificateFiles certificates(file.parent_path());
  people.certificates.reserve(people.rows.size());
  for (auto& row : people.rows) people.certificates.push_back(certificates.of(row));
  return people;
}

}  // namespace antin::cli
