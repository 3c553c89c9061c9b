// antin roster: the people, and changes of who may do what, signed by registrars.
#include "client/cli/roster.hpp"

#include "client/cli/consent.hpp"
#include "client/cli/roster_send.hpp"
#include "client/cli/roster_words.hpp"
#include "client/cli/signing_key.hpp"

namespace antin::cli {

Option language_option() { return {"lang", "LANGUAGE", "of what you read before you sign: vi or en (vi)"}; }

Outcome<Language> language_from(const Arguments& arguments) {
  const auto language = language_from_name(arguments.value("lang").value_or("vi"));
  if (language == Language::unknown) return wrong_usage("--lang is vi or en");
  return language;
}

bool has_key(const Arguments& arguments) {
  return arguments.has("p12") || arguments.has("signing-key") || arguments.has("pkcs11");
}

std::vector<OptionGroup> signing_groups(std::vector<OptionGroup> own) {
  own.push_back(signing_key_options());
  own.push_back({"Options",
                 {{"yes", "", "sign without asking"},
                  {"sign-only", "", "write what was signed and do not send it: others must sign too"},
                  language_option(),
                  {"json", "", "for machines"}}});
  own.push_back(log_options());
  own.push_back(server_options());
  return own;
}

Outcome<Exit> sign_and_send(RosterFiles& files, const std::vector<std::string>& facts, const Arguments& arguments,
                            const Settings& settings, Console& console) {
  const auto language = language_from(arguments);
  if (!language) return language.error();
  const auto key = signing_key_from(arguments, console);
  if (!key) return key.error();
  auto shown_facts = facts;
  shown_facts.push_back((*language == Language::vi ? "người ký:   " : "signer:     ") + shown((*key)->chain().front()));
  const auto agreed = consent(arguments, console, signing_title(*language), shown_facts, files.text());
  if (!agreed) return agreed.error();
  if (files.signatures().empty()) {
    if (const auto written = files.write(); !written) return written.error();
  }
  const auto signature = files.sign(**key);
  if (!signature) return signature.error();
  if (arguments.has("sign-only")) {
    console.out << signature->string() << "\n";
    return Exit::ok;
  }
  note(console, "signed: " + signature->string());
  return send_changes(files, arguments, settings, *language, console);
}

const Command& roster_command() {
  static const Command command{
      "roster",
      "the people who may approve: see them, and change them as registrars sign",
      {"COMMAND [options]"},
      "The roster says who holds which role in which unit, with which certificates and from when until when. It "
      "changes\n"
      "only by what registrars sign; `antin about` says whose signatures, and how many, each role takes. Where two "
      "must\n"
      "sign, the first makes a change with --sign-only, hands over all files PREFIX.*, the second signs the same text "
      "with\n"
      "`antin roster sign PREFIX`, which sends it too.\n"
      "\n",
      {},
      0,
      "exit status: 0 done; 1 refused, or a line of the table was not done; 2 wrong usage or a file that cannot be "
      "used; 3 try\n"
      "again later, with the same command.\n",
      nullptr,
      {&roster_list_command(), &roster_show_command(), &roster_export_command(), &roster_import_command(),
       &roster_enrol_command(), &roster_acting_for_command(), &roster_renew_command(), &roster_suspend_command(),
       &roster_resume_command(), &roster_retire_command(), &roster_sign_command(), &roster_send_command()}};
  return command;
}

}  // namespace antin::cli
