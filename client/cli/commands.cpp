#include <algorithm>

#include "client/cli/command.hpp"

namespace antin::cli {
namespace {

const Command* find(std::string_view name) {
  const auto& all = commands();
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

Stop no_such_command(const std::string& name) {
  return wrong_usage("`" + name + "` is not a command; `antin help` lists them");
}

Outcome<Exit> help(const std::vector<std::string>& words, Console& console) {
  if (words.empty()) {
    console.out << help_of_all();
    return Exit::ok;
  }
  const auto* command = find(words.front());
  if (command == nullptr) return no_such_command(words.front());
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

Outcome<Exit> dispatch(const std::vector<std::string>& words, Console& console) {
  if (words.empty()) {
    console.err << help_of_all();
    return Exit::usage;
  }
  const auto& name = words.front();
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (name == "help" || name == "--help" || name == "-h") return help(rest, console);
  if (name == "--version" || name == "version") {
    console.out << "antin " ANTIN_VERSION "\n";
    return Exit::ok;
  }
  const auto* command = find(name);
  if (command == nullptr) return no_such_command(name);
  if (command->parts.empty()) return start(*command, rest, console);
  if (const auto* part = part_of(*command, rest)) return start(*part, {rest.begin() + 1, rest.end()}, console);
  if (!rest.empty() && asks_for_help({rest.front()})) return help({name}, console);
  return wrong_usage("`antin " + name + "` needs one of its commands; `antin " + name + " --help` lists them");
}

}  // namespace

const std::vector<const Command*>& commands() {
  static const std::vector<const Command*> all{&keygen_command(),   &record_id_command(), &approve_command(),
                                               &submit_command(),   &return_command(),    &supersede_command(),
                                               &withdraw_command(), &timestamp_command(), &lookup_command(),
                                               &verify_command(),   &about_command(),     &audit_command()};
  return all;
}

OptionGroup server_options() {
  return {"The appliance",
          {{"config", "FILE", "read this file and no other for server, server-key, key, record-key, log-key"},
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

Exit run(const std::vector<std::string>& words, Console& console) {
  const auto outcome = dispatch(words, console);
  console.out.flush();
  if (outcome) return *outcome;
  report(console, outcome.error());
  return outcome.error().status;
}

}  // namespace antin::cli
