// antin-policy check: does the text of a bundle hold?
#include <algorithm>

#include "client/cli/json.hpp"
#include "policy/cli/facts.hpp"
#include "policy/cli/folder.hpp"

namespace antin::policy::cli {
namespace {

// Units that close, or have: who checks a bundle reads here what becomes of their records.
std::vector<std::string> closings_of(const Policy& policy) {
  std::vector<std::string> lines;
  for (const auto& [code, unit] : policy.units)
    if (unit.closing) lines.push_back("unit " + code + " closes " + closing_in_words(unit));
  return lines;
}

// Whose record ids nobody looks at.
std::uint64_t units_without_record_keys(const Policy& policy) {
  return static_cast<std::uint64_t>(std::count_if(policy.units.begin(), policy.units.end(), [](const auto& unit) {
    return unit.second.kind == UnitKind::school && unit.second.record_keys.empty();
  }));
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto folder = operand(arguments, 0, "DIR");
  if (!folder) return folder.error();
  const auto read = bundle_in(*folder);
  if (!read) return read.error();
  const auto& policy = read->bundle.rules.policy;
  const auto closing = closings_of(policy);
  const auto without = units_without_record_keys(policy);
  if (arguments.has("json")) {
    console.out << print(antin::cli::Report{{{"policy", base::print(policy.digest)},
                                             {"version", policy.version},
                                             {"log", policy.origin},
                                             {"units", std::uint64_t{policy.units.size()}},
                                             {"systems", std::uint64_t{policy.systems.size()}},
                                             {"keys", std::uint64_t{policy.keys.size()}},
                                             {"workflows", std::uint64_t{policy.workflows.size()}},
                                             {"registration", std::uint64_t{policy.registration.size()}},
                                             {"without_record_keys", without},
                                             {"closings", closing}}});
    return Exit::ok;
  }
  console.out << antin::cli::row("policy", base::print(policy.digest)) << antin::cli::row("log", policy.origin)
              << antin::cli::row("version", std::to_string(policy.version));
  for (const auto& line : closing) console.out << antin::cli::printable(line) << "\n";
  if (without > 0)
    console.out << "schools without record_keys: " << without
                << ", whose record ids are taken under a key of any version\n";
  console.out << "in order\n";
  return Exit::ok;
}

}  // namespace

const Command& check_command() {
  static const Command command{"check",
                               "does the text of a bundle hold? Strictly, with file, line and key",
                               {"DIR [--json]"},
                               "Reads the bundle as antind does: unknown keys, names that are used twice or lead "
                               "nowhere, a key that is not its\n"
                               "certificate's, are errors that say file, line and key.\n",
                               {{"Options", {{"json", "", "digest, version and counts as JSON"}}}},
                               1,
                               "",
                               run,
                               {},
                               "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
