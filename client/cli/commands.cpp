#include <algorithm>

#include "client/cli/command.hpp"

namespace antin::cli {
namespace {

const Command* find(const Program& program, std::string_view name) {
  const auto& all = program.commands;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Command* each) { return each->name == name; });
  return found == all.end() ? nullptr : *found;
}

bool asks_for_help(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const auto& word) { return word == "--help" || word == "-h"; });
}

// `antin audit tail …`: the second word names a command of the family.
const Command* part_of(const Command& family, const std::vector<std::string>& words) {
  if (words.empty()) return nullptr;
  const auto name = std::string(family.name) + " " + words.front();
  const auto found =
      std::find_if(family.parts.begin(), family.parts.end(), [&](const Command* each) { return each->name == name; });
  return found == family.parts.end() ? nullptr : *found;
}

Stop no_such_command(const Program& program, const std::string& name) {
  return wrong_usage("`" + name + "` is not a command; `" + std::string(program.name) + " help` lists them");
}

Outcome<Exit> help(const Program& program, const std::vector<std::string>& words, Console& console) {
  if (words.empty()) {
    console.out << help_of(program);
    return Exit::ok;
  }
  const auto* command = find(program, words.front());
  if (command == nullptr) return no_such_command(program, words.front());
  const auto* part = part_of(*command, {words.begin() + 1, words.end()});
  console.out << help_of(part == nullptr ? *command : *part);
  return Exit::ok;
}

Outcome<Exit> start(const Command& command, const std::vector<std::string>& words, Console& console) {
  if (asks_for_help(words)) {
    console.out << help_of(command);
    return Exit::ok;
  }
  const auto arguments = Arguments::parse(command, words);
  if (!arguments) return arguments.error();
  return command.run(*arguments, console);
}

Outcome<Exit> dispatch(const Program& program, const std::vector<std::string>& words, Console& console) {
  if (words.empty()) {
    console.err << help_of(program);
    return Exit::usage;
  }
  const auto& name = words.front();
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (name == "help" || name == "--help" || name == "-h") return help(program, rest, console);
  if (name == "--version" || name == "version") {
    console.out << program.name << " " ANTIN_VERSION "\n";
    return Exit::ok;
  }
  const auto* command = find(program, name);
  if (command == nullptr) return no_such_command(program, name);
  if (command->parts.empty()) return start(*command, rest, console);
  if (const auto* part = part_of(*command, rest)) return start(*part, {rest.begin() + 1, rest.end()}, console);
  if (!rest.empty() && asks_for_help({rest.front()})) return help(program, {name}, console);
  const auto whole = std::string(program.name) + " " + name;
  return wrong_usage("`" + whole + "` needs one of its commands; `" + whole + " --help` lists them");
}

}  // namespace

const Program& antin() {
  static const Program program{
      "antin",
      "Seals on documents that the right people have approved, from an Antin appliance.\n",
      {&keygen_command(), &record_id_command(), &approve_command(), &submit_command(), &return_command(),
       &supersede_command(), &withdraw_command(), &timestamp_command(), &lookup_command(), &give_back_command(),
       &verify_command(), &about_command(), &roster_command(), &audit_command()},
      "Where the server is and which keys to use come from options or from the first of these files that is there:\n"
      "--config FILE, $XDG_CONFIG_HOME/antin/config, ~/.config/antin/config, /etc/antin/client.conf, with lines\n"
      "`name = value` for server, server-key, key, record-key and log-key.\n"
      "\n"
      "exit status: 0 done; 1 the appliance said no, or it does not verify; 2 wrong usage or a file that cannot be "
      "used;\n"
      "3 the appliance cannot be reached, or asks to try again later; 4 the log contradicts what it showed before.\n"};
  return program;
}

OptionGroup server_options() {
  return {"The appliance",
          {{"config", "FILE", "read this file and no other for server, server-key, learnt, key, record-key, log-key"},
           {"server", "ENDPOINT", "where it listens: tcp://host:port"},
           {"server-key", "Z85", "its CURVE public key"},
           {"key", "FILE", "this system's CURVE secret key, from `antin keygen`"},
           {"timeout", "SECONDS", "give up after this long, retries included (30)"}}};
}

OptionGroup record_options() {
  return {"The record and its step",
          {{"unit", "UNIT", "code of the school or department"},
           {"kind", "KIND", "kind of document, e.g. hoc-ba"},
           {"record", "ID", "record id, from `antin record-id derive`"},
           {"personal-id", "FILE", "instead of --record: derive it from the personal id in FILE (`-`: standard input)"},
           {"series", "TEXT", "with --personal-id: tells one subject's documents apart, e.g. the school year"},
           {"record-key", "FILE", "with --personal-id: the school's record-id key"},
           {"old-record-key", "FILE", "with --personal-id: an older version of it, to find what was begun under that",
            true},
           {"revision", "N", "revision of the record (1)"},
           {"step", "STEP", "step of the workflow"}}};
}

OptionGroup document_options() {
  return {"The document",
          {{"document", "FILE", "opened and hashed here; it never leaves this machine"},
           {"digest", "DIGEST", "instead of --document: sha256:<hex> or sha384:<hex>"},
           {"algorithm", "NAME", "hash the document with sha256 or sha384 (sha256)"}}};
}

OptionGroup list_options() {
  return {"Many records at once",
          {{"list", "FILE", "instead of --document and --record: comma-separated values, a line for each record"}}};
}

Exit run(const Program& program, const std::vector<std::string>& words, Console& console) {
  const auto outcome = dispatch(program, words, console);
  console.out.flush();
  if (outcome) return *outcome;
  report(console, outcome.error());
  return outcome.error().status;
}

}  // namespace antin::cli
