// antin approve: a person's signature over a statement about one step of one record, or of each record of a list.
#include "client/cli/approve_list.hpp"
#include "client/cli/command.hpp"
#include "client/cli/person_signs.hpp"
#include "client/cli/record.hpp"
#include "client/cli/signing_key.hpp"
#include "client/cli/statement_fields.hpp"

namespace antin::cli {
namespace {

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  if (arguments.has("list") && arguments.has("vouch-for"))
    return wrong_usage("--vouch-for is for one record at a time");
  if (arguments.has("list")) return approve_list(arguments, console);
  const auto prefix = arguments.required("out");
  if (!prefix) return prefix.error();
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  const auto record = record_from(arguments, *settings, console);
  if (!record) return record.error();
  const auto document = document_from(arguments);
  if (!document) return document.error();
  const auto key = signing_key_from(arguments, console);
  if (!key) return key.error();
  const auto statement = statement_from(arguments, *settings, *record, *document, now());
  if (!statement) return statement.error();
  const auto approval = person_signs(statement::print(*statement), *document, **key, *prefix, arguments, console);
  if (!approval) return approval.error();
  return Exit::ok;
}

}  // namespace

const Command& approve_command() {
  static const Command command{
      "approve",
      "sign a statement that approves one step of one record, or of a whole class",
      {"--document FILE --unit UNIT --kind KIND --record ID --step STEP --p12 FILE --out PREFIX",
       "--list class.csv --unit UNIT --kind KIND --step STEP --p12 FILE --out FOLDER",
       "... --signing-key PEM --certificate PEM ...", "... --pkcs11 MODULE --token LABEL --label KEYLABEL ...",
       "... --vouch-for PERSON --signing-key PEM --certificate PEM ..."},
      "Opens the document, makes the statement that the policy asks for, shows it, and signs it with your own key once "
      "you\n"
      "have typed `yes`. It writes PREFIX.txt, the statement exactly as signed, and PREFIX.p7s, a detached CAdES-B\n"
      "signature: hand both to `antin submit`. What you leave out of --log, --policy, --previous and --role is asked "
      "of the\n"
      "appliance; with all four given no connection is made.\n"
      "\n"
      "With --list one signature approves every record of a file of comma-separated values, whose first line names "
      "the\n"
      "columns: record; document (a file) or digest; if wanted revision (1), previous, and name (shown to you, sent\n"
      "nowhere). All of it is shown, with count, first, last and digests, before the key is used. FOLDER then holds\n"
      "bulk.txt, the statement as signed, bulk.p7s, the signature, and RECORD.REVISION.item for each: hand it to\n"
      "`antin submit --list`.\n"
      "\n"
      "Where the policy says `proof = \"vouched\"` of a step, a school's server gives its own word that a person has\n"
      "approved: --vouch-for names the person by the id that the roster knows, and the key is the system's own.\n",
      {document_options(),
       record_options(),
       list_options(),
       {"The statement",
        statement_options(
            "sha256:<hex> of the entry before: the last step's, or what ended the last revision; or none")},
       signing_key_options(),
       {"Vouching",
        {{"vouch-for", "PERSON", "id of the person who approves without a signature of their own"},
         {"system", "NAME", "name that the system is registered by (the one that the appliance knows the caller by)"}}},
       {"Options",
        {{"yes", "", "sign without asking"},
         {"out", "PREFIX", "write PREFIX.txt and PREFIX.p7s; their names are printed. With --list: the folder"}}},
       server_options()},
      0,
      "example:\n"
      "    antin approve --document report.pdf --unit 79760001 --kind hoc-ba --record 1.j765… --step teacher \\\n"
      "        --scope 2026-2027.1A --p12 teacher.p12 --out teacher-approval\n",
      run};
  return command;
}

}  // namespace antin::cli
