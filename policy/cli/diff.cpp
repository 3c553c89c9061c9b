// antin-policy diff: what does one bundle change of another?
#include "client/cli/json.hpp"
#include "policy/cli/differences.hpp"
#include "policy/cli/folder.hpp"

namespace antin::policy::cli {
namespace {

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto before_folder = operand(arguments, 0, "OLD");
  if (!before_folder) return before_folder.error();
  const auto after_folder = operand(arguments, 1, "NEW");
  if (!after_folder) return after_folder.error();
  const auto before = bundle_in(*before_folder);
  if (!before) return before.error();
  const auto after = bundle_in(*after_folder);
  if (!after) return after.error();
  auto lines = differences(before->files, before->bundle, after->files, after->bundle);
  const auto status = lines.empty() ? Exit::ok : Exit::refused;
  if (arguments.has("json")) {
    console.out << print(antin::cli::Report{{{"before", base::print(before->bundle.rules.policy.digest)},
                                             {"after", base::print(after->bundle.rules.policy.digest)},
                                             {"differences", std::move(lines)}}});
    return status;
  }
  for (const auto& line : lines) console.out << antin::cli::printable(line) << "\n";
  return status;
}

}  // namespace

const Command& diff_command() {
  static const Command command{"diff",
                               "what does one bundle change of another, in words",
                               {"OLD NEW [--json]"},
                               "Compares two bundles by what they mean, a line each: `step principal of hoc-ba: "
                               "max_age 30d → 45d`. Files whose\n"
                               "octets differ are named at the end. An officer reads this before signing.\n",
                               {{"Options", {{"json", "", "the lines as JSON"}}}},
                               2,
                               "exit status: 0 the same; 1 they differ.\n",
                               run,
                               {},
                               "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
