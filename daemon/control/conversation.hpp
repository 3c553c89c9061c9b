// One request and all that antind says to it.
#pragma once

#include <iosfwd>

#include "daemon/local/control_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::control {

// Prints progress to `err`, the answer to `out`. The exit status.
int converse(local::Connection& connection, const local::FromControl& request, bool json, std::ostream& out,
             std::ostream& err);

// Asks whether the log is really to be closed; true for a typed `Yes` alone.
bool is_confirmed(const std::string& successor, std::istream& in, std::ostream& err);

std::string print(const local::Status& status, bool json);

}  // namespace antin::control
