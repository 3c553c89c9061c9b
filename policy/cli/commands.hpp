// antin-policy: security officers check, compare, sign and verify policy bundles on a machine of their own.
#pragma once

#include "client/cli/command.hpp"

namespace antin::policy::cli {

using antin::cli::Arguments;
using antin::cli::Command;
using antin::cli::Console;
using antin::cli::Exit;
using antin::cli::Outcome;

const Command& check_command();
const Command& diff_command();
const Command& sign_command();
const Command& verify_command();
const Command& stop_command();
const Command& resume_command();
const Command& clear_command();
const Command& lost_command();
const Command& simulate_command();
const Command& explain_command();
const Command& upload_command();

const antin::cli::Program& program();

// What is wrong with a bundle or its signatures, as against what cannot be read at all.
inline antin::cli::Stop refused(const base::Error& error) { return {Exit::refused, "REFUSED", error.text}; }

}  // namespace antin::policy::cli
