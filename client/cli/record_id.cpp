// antin record-id: the keyed hash under which a record is known outside its school.
#include "client/lib/record_id.hpp"

#include <charconv>

#include "client/cli/command.hpp"
#include "client/cli/new_file.hpp"
#include "client/cli/record.hpp"
#include "client/cli/record_keys.hpp"

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

// Offline where one key is held. Where there are several the appliance is asked which id the record has.
Outcome<std::string> in_use(const std::vector<std::string>& ids, const Arguments& arguments, const Settings& settings,
                            Console& console) {
  if (ids.size() == 1) return ids.front();
  const auto unit = identifier_from(arguments, "unit");
  if (!unit) return unit.error();
  const auto kind = identifier_from(arguments, "kind");
  if (!kind) return kind.error();
  return id_in_use(ids, *unit, *kind, settings, console);
}

Outcome<Exit> derive(const Arguments& arguments, Console& console) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto ids = derived_record_ids(arguments, *settings, console, arguments.value("personal-id").value_or("-"));
  if (!ids) return ids.error();
  const auto id = in_use(*ids, arguments, *settings, console);
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
      {"new-key --out FILE [--version N]",
       "derive [--record-key FILE] [--personal-id FILE] [--series TEXT] [--unit UNIT --kind KIND]"},
      "A record is known to the appliance by an opaque id, never by a pupil's number. `derive` makes it from the "
      "personal\n"
      "id with a keyed hash (HMAC-SHA256) whose key stays in the school: personal ids are few enough that a hash "
      "without\n"
      "a key could be undone by trying all of them. The id begins with the version of the key.\n"
      "Where older keys are held too, the appliance is asked under which of them the record is known already: a "
      "record\n"
      "keeps the id that it was begun with.\n"
      "The personal id is read from standard input or a file, never from the command line, which others can see.\n",
      {{"Options",
        {{"out", "FILE", "new-key: where to write the key; a file that exists is not overwritten"},
         {"version", "N", "new-key: version of the key (1); give each new key of a school the next"},
         {"record-key", "FILE", "derive: the key; else `record-key` of the configuration"},
         {"personal-id", "FILE", "derive: read the personal id from FILE (`-`, the default: standard input)"},
         {"series", "TEXT", "derive: tells one subject's documents of a kind apart, e.g. the school year 2026-2027"},
         {"old-record-key", "FILE", "derive: an older version of the key; else those of the configuration", true},
         {"unit", "UNIT", "derive, with older keys: code of the school"},
         {"kind", "KIND", "derive, with older keys: kind of document"},
         {"config", "FILE", "read this configuration file and no other"},
         {"server", "ENDPOINT", "derive, with older keys: where the appliance listens"},
         {"server-key", "Z85", "its CURVE public key"},
         {"key", "FILE", "this system's CURVE secret key"}}}},
      1,
      "examples:\n"
      "    antin record-id new-key --out record-id.key\n"
      "    antin record-id derive --record-key record-id.key --series 2026-2027 < personal-id.txt\n",
      run};
  return command;
}

}  // namespace antin::cli
