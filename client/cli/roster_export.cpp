// antin roster export: the roster as a table that `antin roster import` reads.
#include "client/cli/new_file.hpp"
#include "client/cli/roster_reading.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;
using protocol::RosterPerson;
using protocol::RosterRole;

// Every role of the person in a line, and every certificate; of whatever there is more, the other repeats its first.
std::vector<PersonRow> rows_of(const RosterPerson& person, const std::vector<std::string>& certificates) {
  std::vector<PersonRow> rows;
  const auto count = std::max(person.roles.size(), certificates.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto& role = person.roles[i < person.roles.size() ? i : 0];
    PersonRow row;
    row.person = person.id;
    if (!certificates.empty()) row.certificate = certificates[i < certificates.size() ? i : 0];
    row.unit = role.unit;
    row.role = role.role;
    if (!role.scope.empty()) row.scope = role.scope;
    row.from = first_day(role.from);
    row.until = last_day(role.until);
    if (!role.acting_for.empty()) row.acting_for = role.acting_for;
    row.status = is_suspended(person, role.unit) ? Standing::suspended : Standing::active;
    rows.push_back(std::move(row));
  }
  return rows;
}

// The person's first as `antin audit check --people` wants it; ids are fit to be names of files.
std::string file_name(const RosterPerson& person, const base::Sha256Hash& hash) {
  const bool is_first = hash == person.certificates.front();
  return person.id + (is_first ? "" : "." + base::to_hex(hash).substr(0, 16)) + ".crt";
}

// A certificate as the table names it: its hash, or with --certificates the file that it is written to.
Outcome<std::string> named(client::Connection& connection, const client::Reading& reading,
                           const std::optional<std::string>& folder, const fs::path& beside, const RosterPerson& person,
                           const base::Sha256Hash& hash) {
  if (!folder) return base::print(hash);
  const auto stored = client::stored(connection, {*reading, hash});
  if (!stored) return stop_from(stored.error());
  const auto* der = std::get_if<base::Bytes>(&stored->what);
  if (der == nullptr || crypto::sha256(*der) != hash)
    return Stop{Exit::refused, "LOG_MISMATCH", "what is stored is not the certificate that the roster names"};
  const auto certificate = held_certificate(*der);
  if (!certificate) return local_trouble(certificate.error());
  const auto file = fs::path(*folder) / file_name(person, hash);
  if (const auto written = write_result(file, base::view(print_pem(**certificate))); !written) return written.error();
  return beside.empty() ? file.string() : file.lexically_proximate(beside).string();
}

// Days that were given later beside earlier ones hold these too: a table has each role once.
void leave_out_shorter(std::vector<RosterRole>& roles) {
  const auto holds = [](const RosterRole& role, const RosterRole& other) {
    return role.unit == other.unit && role.role == other.role && role.scope == other.scope &&
           role.acting_for == other.acting_for && role.from <= other.from && other.until <= role.until;
  };
  for (std::size_t i = 0; i < roles.size();) {
    const bool held = std::any_of(roles.begin(), roles.end(), [&](const RosterRole& role) {
      return &role != &roles[i] && holds(role, roles[i]) && !(holds(roles[i], role) && &role > &roles[i]);
    });
    if (held)
      roles.erase(roles.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
  }
}

struct Exported {
  std::string csv = people_header();
  std::size_t people = 0, founding = 0;
};

Outcome<Exported> exported(const Roster& roster, client::Connection& connection, const client::Reading& reading,
                           const Arguments& arguments) {
  const auto folder = arguments.value("certificates");
  const fs::path beside = fs::path(arguments.value("out").value_or("")).parent_path();
  Exported out;
  for (auto [id, person] : roster) {
    out.founding += std::erase_if(person.roles, [](const auto& role) { return role.founding; });
    leave_out_shorter(person.roles);
    if (person.roles.empty()) continue;
    ++out.people;
    std::vector<std::string> certificates;
    for (const auto& hash : person.certificates) {
      auto name = named(connection, reading, folder, beside, person, hash);
      if (!name) return name.error();
      certificates.push_back(std::move(*name));
    }
    for (const auto& row : rows_of(person, certificates)) out.csv += print_line(row);
  }
  return out;
}

Outcome<Exit> export_roster(const Arguments& arguments, Console& console) {
  const auto wanted = wanted_from(arguments);
  if (arguments.has("certificates") && !arguments.has("auditor"))
    return wrong_usage("--certificates needs --auditor: certificates are shown to auditors alone");
  return with_roster(
      arguments, console, [&](client::Connection& connection, const client::Reading& reading) -> Outcome<Exit> {
        auto all = read_wanted(connection, wanted, reading);
        if (!all) return all.error();
        const auto done = exported(part_of(std::move(*all), wanted), connection, reading, arguments);
        if (!done) return done.error();
        if (const auto file = arguments.value("out")) {
          if (const auto written = write_result(*file, base::view(done->csv)); !written) return written.error();
        } else {
          console.out << done->csv;
        }
        note(console, std::to_string(done->people) + " people" +
                          (done->founding == 0
                               ? ""
                               : "; not " + std::to_string(done->founding) + " roles that stand in the policy bundle"));
        return Exit::ok;
      });
}

}  // namespace

const Command& roster_export_command() {
  static const Command command{
      "roster export",
      "the roster as a table that `antin roster import` reads",
      {"[--unit UNIT] [--role ROLE] [--out people.csv]", "... --certificates DIR --auditor … --log-key FILE"},
      "Writes the roles that are not over. A certificate is named by its SHA-256, which is enough for a roster that "
      "has "
      "it;\n"
      "with --certificates each is written to DIR and named by its file. Who stands in the policy bundle is left "
      "out.\n",
      reading_groups({{"role", "ROLE", "of this role alone"},
                      {"certificates", "DIR", "with --auditor: write the certificates there"},
                      {"out", "FILE", "instead of standard output"}}),
      0,
      "",
      export_roster};
  return command;
}

}  // namespace antin::cli
