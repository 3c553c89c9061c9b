// antin roster sign, antin roster send: what one registrar has made goes on to the next, and to the appliance.
#include "client/cli/roster.hpp"
#include "client/cli/roster_send.hpp"
#include "client/cli/roster_words.hpp"
#include "client/cli/signing_key.hpp"

namespace antin::cli {
namespace {

Outcome<std::filesystem::path> prefix_from(const Arguments& arguments) {
  if (arguments.operands().empty()) return wrong_usage("which files? PREFIX, as the command printed it that made them");
  return std::filesystem::path(arguments.operands().front());
}

Outcome<Exit> sign(const Arguments& arguments, Console& console) {
  const auto prefix = prefix_from(arguments);
  if (!prefix) return prefix.error();
  const auto language = language_from(arguments);
  if (!language) return language.error();
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  auto files = RosterFiles::open(*prefix);
  if (!files) return files.error();
  if (files->is_batch())
    for (std::size_t i = 0; i < files->items(); ++i) note(console, described(files->item(i), *language));
  const auto facts = files->is_batch() ? summary(files->lines(), nullptr, *language)
                                       : std::vector<std::string>{sentence(files->item(0), *language)};
  return sign_and_send(*files, facts, arguments, *settings, console);
}

Outcome<Exit> send(const Arguments& arguments, Console& console) {
  const auto prefix = prefix_from(arguments);
  if (!prefix) return prefix.error();
  const auto language = language_from(arguments);
  if (!language) return language.error();
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto files = RosterFiles::open(*prefix);
  if (!files) return files.error();
  return send_changes(*files, arguments, *settings, *language, console);
}

}  // namespace

const Command& roster_sign_command() {
  static const Command command{
      "roster sign",
      "sign what another registrar has made, and send it",
      {"PREFIX --p12 FILE [--sign-only]"},
      "Reads PREFIX.txt, the statement, and with it what it is about; holds the changes against the root that the "
      "statement\n"
      "names, shows them, and signs the same text once you have typed `yes`: PREFIX.<16 hex digits>.p7s. Nothing has "
      "to be\n"
      "asked of the appliance for that.\n",
      signing_groups({}),
      1,
      "example:\n"
      "    antin roster sign people --p12 registrar-2.p12\n",
      sign};
  return command;
}

const Command& roster_send_command() {
  static const Command command{
      "roster send",
      "send what registrars have signed, or go on with an import that was interrupted",
      {"PREFIX [--json]"},
      "Sends the changes with all signatures PREFIX.*.p7s that are at hand. Each change is done once, however often it "
      "is\n"
      "sent; PREFIX.journal saves sending again what is done. What became of every line of a table is in\n"
      "PREFIX.outcomes.csv.\n",
      {{"Options", {language_option(), {"json", "", "for machines"}}}, log_options(), server_options()},
      1,
      "",
      send};
  return command;
}

}  // namespace antin::cli
