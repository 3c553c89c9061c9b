#include "policy/text/officers.hpp"

#include "policy/text/files.hpp"

namespace antin::policy::text {
namespace {

constexpr std::size_t size_limit = 64 * 1024;

void read_officer(const Table& table, Reading& reading, Officers& officers) {
  table.expect(Place::officer);
  const auto id = table.identifier("id");
  const auto certificate = table.certificate("certificate", reading.certificates);
  claim(certificate, "officer " + id, table, "certificate", reading);
  if (!officers.officers.emplace(id, certificate).second)
    table.refuse("id", quoted(id) + " is the id of another officer: each has one of its own");
}

Officers read(const Table& file, Reading& reading) {
  file.expect(Place::security_officers);
  Officers officers;
  // One officer alone never decides.
  officers.threshold = static_cast<unsigned>(file.number("threshold", 2, most_officers));
  for (const auto& table : file.tables("officer")) read_officer(table, reading, officers);
  const auto count = officers.officers.size();
  if (count > most_officers) file.refuse("officer", "are too many: name at most " + std::to_string(most_officers));
  if (count < officers.threshold)
    file.refuse("threshold", "is more than there are under [[officer]]: " + std::to_string(count));
  return officers;
}

}  // namespace

base::Result<Officers, TextError> parse_officers(base::ByteView content, const Certificates& certificates) {
  const std::string name(officers_file);
  if (content.size() > size_limit)
    return TextError{name, 0, "", "is larger than " + std::to_string(size_limit) + " octets"};
  auto document = Document::read(name, content);
  if (!document) return document.error();
  Findings findings;
  Reading reading{certificates, {}, {}};
  auto officers = read(Table(findings, name, document->root(), ""), reading);
  if (findings.first()) return *findings.first();
  return officers;
}

}  // namespace antin::policy::text
