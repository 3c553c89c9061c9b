// antin-ceremony: security staff make keys on the appliance, offline, several of them in one room.
#pragma once

#include "client/cli/command.hpp"

namespace antin::ceremony {

using cli::Arguments;
using cli::Command;
using cli::Console;
using cli::Exit;
using cli::Outcome;
using cli::Stop;

const Command& plan_command();
const Command& words_command();
const Command& print_command();
const Command& rehearse_command();
const Command& run_command();
const Command& sign_command();
const Command& status_command();
const Command& exception_command();
const Command& abort_command();
const Command& anchor_command();
const Command& verify_command();
const Command& probe_command();

const cli::Program& program();

// What does not hold, as against what cannot be read at all.
inline Stop refused(std::string text) { return {Exit::refused, "REFUSED", std::move(text)}; }

// The only operand, or a refusal that names it.
Outcome<std::string> operand(const Arguments& arguments, std::string_view name);

}  // namespace antin::ceremony
