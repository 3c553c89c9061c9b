// Starting one program: fork, enclose, become its user, execute.
#pragma once

#include <sys/types.h>

#include "core/base/result.hpp"
#include "daemon/launcher/program.hpp"

namespace antin::launcher {

// The child's process id. What goes wrong in the child is written to the program's log, and the child ends with 71.
base::Result<pid_t> start(const Program& program);

}  // namespace antin::launcher
