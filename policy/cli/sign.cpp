// antin-policy sign: an officer's signature over a bundle, or over the officers who shall follow.
#include "client/cli/signing_key.hpp"
#include "core/base/file.hpp"
#include "policy/cli/folder.hpp"
#include "policy/cli/signing.hpp"
#include "policy/text/officers.hpp"

namespace antin::policy::cli {
namespace {

namespace fs = std::filesystem;
using antin::cli::local_trouble;
using antin::cli::wrong_usage;

// `none`, a digest, or the folder of the bundle in force.
Outcome<std::optional<base::Sha256Hash>> previous_from(const std::string& given) {
  if (given == "none") return std::optional<base::Sha256Hash>();
  if (const auto digest = base::parse_sha256(given)) return std::optional(*digest);
  const auto files = bundle::read_bundle_files(given);
  if (!files) return wrong_usage("--previous is `none`, sha256:<hex> or a bundle's folder: " + files.error().text);
  return std::optional(bundle::digest_of(*files));
}

Outcome<std::string> bundle_statement(const std::string& folder, const std::string& before,
                                      const Arguments& arguments) {
  const auto read = bundle_in(folder);
  if (!read) return read.error();
  const auto& policy = read->bundle.rules.policy;
  statement::Bundle said{policy.origin, policy.version, policy.digest, std::nullopt};
  const auto given = arguments.value("previous");
  const auto known = statement::parse_bundle(before);
  if (!given && !known) return wrong_usage("--previous is missing: the bundle in force, or none for a log's first");
  if (given) {
    const auto previous = previous_from(*given);
    if (!previous) return previous.error();
    said.previous = *previous;
  } else {
    said.previous = known->previous;
  }
  return print(said);
}

Outcome<std::string> officers_statement(const std::string& folder, const Arguments& arguments) {
  const auto entry_file = arguments.required("officers-from");
  if (!entry_file) return entry_file.error();
  const auto log = arguments.required("log");
  if (!log) return log.error();
  const auto entry = base::read_file(*entry_file, 16 * 1024);
  if (!entry) return local_trouble(entry.error());
  const auto before = officers_of_entry(*entry, *log);
  if (!before) return local_trouble({*entry_file + ": " + before.error().text});
  const auto officers = bundle::read_officers(folder, *log, &*before);
  if (!officers) return refused(officers.error());
  return statement::print(officers->statement);
}

Outcome<std::string> statement_for(const std::string& folder, const std::string& before, const Arguments& arguments) {
  auto text = fs::exists(fs::path(folder) / text::officers_file) ? officers_statement(folder, arguments)
                                                                 : bundle_statement(folder, before, arguments);
  if (!text) return text.error();
  if (!before.empty() && before != *text)
    return refused({bundle::statement_file(folder).string() +
                    ": others have signed something else: move signatures/ away and begin anew"});
  return text;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto folder = operand(arguments, 0, "DIR");
  if (!folder) return folder.error();
  const auto before = statement_in(*folder);
  if (!before) return before.error();
  const auto text = statement_for(*folder, *before, arguments);
  if (!text) return text.error();
  return officer_signs(*folder, *text, arguments, console);
}

}  // namespace

const Command& sign_command() {
  static const Command command{
      "sign",
      "sign a bundle, or the officers who shall follow, as one of the security officers",
      {"DIR --officer ID --previous none|DIGEST|DIR --p12 FILE",
       "DIR --officer ID --officers-from FILE --log ORIGIN --signing-key PEM --certificate PEM"},
      "Checks DIR, shows the statement, and signs it with your own key once you have typed `yes`. The statement is\n"
      "DIR/signatures/statement.txt, the same for all officers; your signature is DIR/signatures/ID.p7s. When DIR "
      "holds\n"
      "officers.toml, it is the officers who shall follow those of the log's newest `officers` entry.\n",
      {{"What is signed",
        {officer_option(),
         {"previous", "BUNDLE", "the bundle in force: its digest or folder, or `none`; the next officer need not say"},
         {"officers-from", "FILE", "of officers: the log's newest `officers` entry"},
         {"log", "ORIGIN", "of officers: name of the log"}}},
       antin::cli::signing_key_options(),
       consent_options()},
      1,
      "",
      run,
      {},
      "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
