// What another process shows of itself in /proc: its arguments and environment, its limits, its memory.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"

namespace antin::ceremony {

// A file of /proc/PROCESS; empty when it cannot be read.
std::string process_file(int process, const std::string& name);
std::vector<int> children_of(int process);

// Whether any of its writable memory holds these octets; nullopt when its memory cannot be read.
std::optional<bool> memory_holds(int process, base::ByteView octets);

}  // namespace antin::ceremony
