// A table of people with the certificates that it names.
#pragma once

#include "client/cli/arguments.hpp"
#include "client/cli/people_csv.hpp"
#include "client/cli/roster_certificates.hpp"

namespace antin::cli {

struct PeopleFile {
  std::filesystem::path file;
  std::vector<PersonRow> rows;
  std::vector<CertificatePointer> certificates;  // of each row; none where it names no file

  [[nodiscard]] std::size_t troubles() const;  // rows that cannot be used
};

// Reads the table, and each certificate once. A certificate that cannot be read, or that two people claim, is its row's
// trouble. `units` and `roles` say which rows are wanted; none: all of them.
Outcome<PeopleFile> read_people_file(const std::filesystem::path& file, const std::vector<std::string>& units,
                                     const std::vector<std::string>& roles);

}  // namespace antin::cli
