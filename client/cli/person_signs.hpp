// A person signs a statement: it is shown as it is signed, agreed to, signed, and left behind as PREFIX.txt and
// PREFIX.p7s.
#pragma once

#include "client/cli/command.hpp"
#include "client/cli/record.hpp"
#include "client/lib/approval.hpp"

namespace antin::cli {

// Prints the files' names when they are written.
Outcome<protocol::Approval> person_signs(const std::string& statement, const Document& document, client::PersonKey& key,
                                         const std::string& prefix, const Arguments& arguments, Console& console);

// role, scope, log, policy, previous, expires, valid: what the statement says beside what it is about.
std::vector<Option> statement_options(std::string_view previous);

}  // namespace antin::cli
