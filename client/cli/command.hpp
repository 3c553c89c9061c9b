// A command of `antin` as data: its options make the parser and the help alike.
#pragma once

#include <string_view>
#include <vector>

#include "client/cli/arguments.hpp"
#include "client/cli/console.hpp"

namespace antin::cli {

struct Option {
  std::string_view name;   // without the dashes
  std::string_view value;  // as the help names it; empty: a flag
  std::string_view text;
  bool repeats = false;
};

struct OptionGroup {
  std::string_view title;
  std::vector<Option> options;
};

struct Command {
  std::string_view name;
  std::string_view summary;             // one line of `antin help`
  std::vector<std::string_view> usage;  // what follows `antin <name> `
  std::string_view description;
  std::vector<OptionGroup> groups;
  std::size_t operands = 0;  // most that may be given
  std::string_view more;     // examples, exit statuses
  Outcome<Exit> (*run)(const Arguments& arguments, Console& console) = nullptr;
  std::vector<const Command*> parts = {};  // of a family: its commands; then `run` is not used
  std::string_view program = "antin";      // whose command it is
};

// A program of several commands: `antin` here, antin-policy elsewhere.
struct Program {
  std::string_view name;
  std::string_view description;  // of the help, before the commands
  std::vector<const Command*> commands;
  std::string_view more;  // after them
};
const Program& antin();

// Option groups that several commands share.
OptionGroup server_options();
OptionGroup record_options();
OptionGroup document_options();
OptionGroup list_options();

const Command& keygen_command();
const Command& record_id_command();
const Command& approve_command();
const Command& submit_command();
const Command& return_command();
const Command& supersede_command();
const Command& withdraw_command();
const Command& timestamp_command();
const Command& lookup_command();
const Command& give_back_command();
const Command& verify_command();
const Command& about_command();
const Command& roster_command();
const Command& audit_command();

std::string help_of(const Command& command);
std::string help_of(const Program& program);
std::string help_line(std::string_view name, std::string_view summary);

// The whole program.
Exit run(const Program& program, const std::vector<std::string>& words, Console& console);
inline Exit run(const std::vector<std::string>& words, Console& console) { return run(antin(), words, console); }

}  // namespace antin::cli
