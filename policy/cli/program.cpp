#include "policy/cli/commands.hpp"

namespace antin::policy::cli {

const antin::cli::Program& program() {
  static const antin::cli::Program all{
      "antin-policy",
      "Policy bundles: a folder of TOML files and certificates that a quorum of security officers signs.\n",
      {&check_command(), &diff_command(), &sign_command(), &verify_command(), &stop_command(), &resume_command(),
       &clear_command(), &lost_command(), &simulate_command(), &explain_command(), &upload_command()},
      "exit status: 0 in order; 1 refused, or (diff, simulate) different; 2 wrong usage or a file that cannot be "
      "used.\n"};
  return all;
}

}  // namespace antin::policy::cli
