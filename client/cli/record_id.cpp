// antin record-id: the keyed hash under which a record is known outside its school.
#include "client/lib/record_id.hpp"

#include <charconv>

#include "client/cli/command.hpp"
#include "client/cli/new_file.hpp"
#include "client/cli/record.hpp"

namespace antin::cli {
namespace {

Outcome<std::uint32_t> version_from(const Arguments& arguments) {
  const auto text = arguments.value("version").value_or("1");
  std::uint32_t version = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (failure != std::errc() || end != text.data() + text.size() || version == 0) {
    return wrong_usage("--version is a number from 1");
  }
  return version;
}

Outcome<Exit> new_key(const Arguments& arguments, Console& console) {
  const auto file = arguments.required("out");
  if (!file) return file.error();
  const auto version = version_from(arguments);
  if (!version) return version.error();
  const auto line = client::RecordKey::make(*version).print();
  if (const auto made = write_new_file(*file, line.expose_secret(), 0600); !made) return made.error();
  note(console, "new record-id key, version " + std::to_string(*version) + ", in " + *file +
                    ". Keep a copy in a safe place: without it no record id can be derived again.");
  return Exit::ok;
}

Outcome<Exit> derive(const Arguments& arguments, Console& console) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto id = derived_record_id(arguments, *settings, console, arguments.value("personal-id").value_or("-"));
  if (!id) return id.error();
  console.out << *id << "\n";
  return Exit::ok;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto& words = arguments.operands();
  if (words.size() == 1 && words.front() == "new-key") return new_key(arguments, console);
  if (words.size() == 1 && words.front() == "derive") return derive(arguments, console);
  return wrong_usage("`antin record-id` needs `new-key` or `derive`");
}

}  // namespace

const Command& record_id_command() {
  static const Command command{
      "record-id",
      "make the school's record-id key, and derive record ids",
      {"new-key --out FILE [--version N]", "derive [--record-key FILE] [--personal-id FILE] [--series TEXT]"},
      "A record is known to the appliance by an opaque id, never by a pupil's number. `derive` makes it from the "
      "personal\n"
      "id with a keyed hash (HMAC-SHA256) whose key stays in the school: personal ids are few enough that a hash "
      "without\n"
      "a key could be undone by trying all of them. The id begins with the version of the key.\n"
      "The personal id is read from standard input or a file, never from the command line, which others can see.\n",
      {{"Options",
        {{"out", "FILE", "new-key: where to write the key; a file that exists is not overwritten"},
         {"version", "N", "new-key: version of the key (1); give each new key of a school the next"},
         {"record-key", "FILE", "derive: the key; else `record-key` of the configuration"},
         {"personal-id", "FILE", "derive: read the personal id from FILE (`-`, the default: standard input)"},
         {"series", "TEXT", "derive: tells one subject's documents of a kind apart, e.g. the school year 2026-2027"},
         {"config", "FILE", "read this configuration file and no other"},
         {"server", "ENDPOINT", "taken as by the other commands; nothing is connected to"}}}},
      1,
      "examples:\n"
      "    antin record-id new-key --out record-id.key\n"
      "    antin record-id derive --record-key record-id.key --series 2026-2027 < personal-id.txt\n",
      run};
  return command;
}

}  // namespace antin::cli
