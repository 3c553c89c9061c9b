#include "daemon/ceremony/commands.hpp"

namespace antin::ceremony {

Outcome<std::string> operand(const Arguments& arguments, std::string_view name) {
  if (arguments.operands().empty()) return cli::wrong_usage(std::string(name) + " is missing");
  return arguments.operands().front();
}

const cli::Program& program() {
  static const cli::Program all{
      "antin-ceremony",
      "Key ceremonies: security staff make an appliance's keys, several of them in one room, offline.\n",
      {&plan_command(), &words_command(), &print_command(), &rehearse_command(), &run_command(), &sign_command(),
       &status_command(), &exception_command(), &abort_command(), &anchor_command(), &verify_command(),
       &probe_command()},
      "exit status: 0 done; 1 refused, or it does not hold; 2 wrong usage or a file that cannot be used;\n"
      "3 people paused the ceremony: `run --resume` goes on.\n"};
  return all;
}

}  // namespace antin::ceremony
