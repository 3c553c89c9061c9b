// What registrars sign, as files that go from one to the other: PREFIX.txt, the statement exactly as it is signed;
// PREFIX.<16 hex digits>.p7s, a signature, named by the signer's certificate; PREFIX.changes.csv, when the statement is
// of many changes; PREFIX.certificates.pem, the certificates that the changes bring.
#pragma once

#include "client/cli/outcome.hpp"
#include "client/cli/roster_changes.hpp"
#include "client/lib/approval.hpp"
#include "client/lib/roster.hpp"

namespace antin::cli {

// A file that belongs to a prefix: `with("people", ".txt")`.
std::filesystem::path with(std::filesystem::path prefix, const char* ending);

class RosterFiles {
 public:
  // What is to be signed: a change that stands alone, or what `lines` ask for together.
  static base::Result<RosterFiles> of_one(std::filesystem::path prefix, PlannedLine change);
  static base::Result<RosterFiles> of_many(std::filesystem::path prefix, std::vector<PlannedLine> lines);
  // What was written before. Refuses changes that are not those of the statement, and certificates that are missing.
  static Outcome<RosterFiles> open(const std::filesystem::path& prefix);

  // Refuses a prefix under which a statement is: it never changes once somebody has signed it.
  static Outcome<void> check_new(const std::filesystem::path& prefix);
  [[nodiscard]] Outcome<void> write() const;  // the statement last: with it all is there
  // Signs the statement and keeps the signature, in the file that it names.
  Outcome<std::filesystem::path> sign(client::PersonKey& key);

  [[nodiscard]] const std::filesystem::path& prefix() const { return m_prefix; }
  [[nodiscard]] const std::string& text() const { return m_text; }
  [[nodiscard]] bool is_batch() const { return m_batch.has_value(); }
  [[nodiscard]] const std::vector<PlannedLine>& lines() const { return m_lines; }
  [[nodiscard]] std::size_t items() const { return m_asked.size(); }
  [[nodiscard]] const PlannedLine& item(std::size_t number) const { return m_lines[m_asked[number]]; }
  [[nodiscard]] protocol::RosterItem wire_item(std::size_t number) const;
  [[nodiscard]] const std::vector<base::Bytes>& signatures() const { return m_signatures; }

 private:
  RosterFiles() = default;
  void find_asked();
  Outcome<void> take_certificates();
  Outcome<void> take_signatures();

  std::filesystem::path m_prefix;
  std::string m_text;
  std::vector<PlannedLine> m_lines;
  std::vector<std::size_t> m_asked;  // which of the lines are items, in the order of these
  std::optional<client::RosterDraft> m_batch;
  std::vector<base::Bytes> m_signatures;  // CMS, by name of their files
};

}  // namespace antin::cli
