#include "client/cli/person_signs.hpp"

#include "client/cli/consent.hpp"
#include "client/cli/new_file.hpp"

namespace antin::cli {
namespace {

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string described(const Document& document) {
  if (document.name.empty()) return "(known by its digest alone)";
  return document.name + " (" + std::to_string(document.size) + " octets)";
}

}  // namespace

Outcome<protocol::Approval> person_signs(const std::string& statement, const Document& document, client::PersonKey& key,
                                         const std::string& prefix, const Arguments& arguments, Console& console) {
  const auto agreed =
      consent(arguments, console, "You are about to sign this:",
              {"document: " + described(document), "signer:   " + shown(key.chain().front())}, statement);
  if (!agreed) return agreed.error();
  auto approval = client::sign_statement(statement, key, now());
  if (!approval) return local_trouble(approval.error());
  for (const auto& [ending, content] : {std::pair(".txt", &approval->statement), {".p7s", &approval->cms}}) {
    if (const auto written = write_result(prefix + ending, *content); !written) return written.error();
    console.out << prefix << ending << "\n";
  }
  return std::move(*approval);
}

std::vector<Option> statement_options(std::string_view previous) {
  return {{"role", "ROLE", "role in which you sign (when the policy names only one: that)"},
          {"scope", "SCOPE", "scope of that role, e.g. 2026-2027.1A (none)"},
          {"log", "ORIGIN", "name of the log"},
          {"policy", "DIGEST", "sha256:<hex> of the policy in force"},
          {"previous", "DIGEST", previous},
          {"expires", "TIME", "UTC, e.g. 2026-06-30T16:59:59Z"},
          {"valid", "TIME", "instead of --expires: how long from now, e.g. 90m, 24h, 30d (24h)"}};
}

}  // namespace antin::cli
