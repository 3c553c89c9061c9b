// Lines of a registrar's table and the changes that they ask for, and the table of these that travels beside what is
// signed.
#pragma once

#include "client/cli/people_csv.hpp"
#include "client/cli/roster_certificates.hpp"
#include "core/statement/roster.hpp"

namespace antin::cli {

// What is to become of a line.
enum class Expected { unknown, new_person, new_role, new_days, new_certificate, suspension, unchanged, error };
std::string_view name_of(Expected expected);  // `new person`; empty for unknown

// A line of a table, or one of the changes that it asks for.
struct PlannedLine {
  std::size_t line = 0;  // of the table; 0: there is none
  Expected expected = Expected::unknown;
  statement::RosterChange change;       // without action: nothing is asked for, and it holds what the line says
  std::string trouble;                  // of an error
  CertificatePointer certificate = {};  // that the change brings

  [[nodiscard]] bool asks() const { return change.action != base::RosterAction::unknown; }
};

// In the order in which they are to be done: whoever is acted for is enrolled before, and suspended after.
unsigned turn_of(base::RosterAction action);

// As a table, without what all changes have in common. Reading gives the same lines, with the log, policy and expiry of
// `common`; of certificates their hashes alone. Refuses, with the line, what printing does not make.
std::string print_changes(const std::vector<PlannedLine>& lines);
base::Result<std::vector<PlannedLine>> parse_changes(std::string_view csv, const statement::RosterBatch& common);

}  // namespace antin::cli
