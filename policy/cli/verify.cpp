// antin-policy verify: has a quorum of the officers signed this bundle?
#include <chrono>

#include "client/cli/json.hpp"
#include "core/base/file.hpp"
#include "policy/cli/folder.hpp"

namespace antin::policy::cli {
namespace {

namespace fs = std::filesystem;
using antin::cli::local_trouble;
using antin::cli::wrong_usage;

constexpr std::size_t list_limit = 16 * 1024 * 1024;

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Every file of this extension in the folder of revocation, when one is given, parsed.
template <class Parse>
auto parsed_in(const std::optional<std::string>& folder, std::string_view extension, Parse parse)
    -> Outcome<std::vector<std::decay_t<decltype(parse(base::ByteView()).value())>>> {
  std::vector<std::decay_t<decltype(parse(base::ByteView()).value())>> all;
  if (!folder) return all;
  std::error_code failure;
  for (fs::directory_iterator entry(*folder, failure), end; !failure && entry != end; entry.increment(failure)) {
    if (entry->path().extension() != extension) continue;
    const auto content = base::read_file(entry->path(), list_limit);
    if (!content) return local_trouble(content.error());
    auto one = parse(*content);
    if (!one) return local_trouble({entry->path().string() + ": " + one.error().text});
    all.push_back(*std::move(one));
  }
  if (failure) return local_trouble({"cannot list " + *folder + ": " + failure.message()});
  return all;
}

// What it was signed to follow is taken at its word: only antind knows what is in force.
std::optional<bundle::Predecessor> before(const std::string& text) {
  const auto said = statement::parse_bundle(text);
  if (!said || !said->previous) return std::nullopt;
  return bundle::Predecessor{0, *said->previous};
}

Outcome<bundle::Vouched> vouched(const ReadBundle& read, const std::string& folder, const Arguments& arguments) {
  const auto signed_statement = bundle::read_signed(folder);
  if (!signed_statement) return local_trouble(signed_statement.error());
  const auto officers = officers_from(arguments, read.bundle.rules.policy.origin);
  if (!officers) return officers.error();
  auto made = bundle::vouch(read.files, *signed_statement, *officers, before(signed_statement->text));
  if (!made) return refused({folder + "/" + made.error().text});
  const auto revocation = arguments.value("revocation");
  const auto lists = parsed_in(revocation, ".crl", evidence::parse_revocation_list);
  if (!lists) return lists.error();
  const auto responses = parsed_in(revocation, ".ocsp", evidence::parse_status_response);
  if (!responses) return responses.error();
  const auto& people = read.bundle.rules.policy.people;
  const evidence::Trust trust(read.bundle.all(people.roots), read.bundle.all(people.intermediates), *lists,
                              evidence::Revocation::if_present, *responses);
  if (auto admitted = bundle::admit(read.bundle, *made, trust, now()); !admitted)
    return refused({folder + "/" + admitted.error().text});
  return *std::move(made);
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto folder = operand(arguments, 0, "DIR");
  if (!folder) return folder.error();
  const auto read = bundle_in(*folder);
  if (!read) return read.error();
  const auto made = vouched(*read, *folder, arguments);
  if (!made) return made.error();
  std::vector<std::string> signers;
  for (const auto& signer : made->signers) signers.push_back(signer.officer);
  const auto& said = made->statement;
  const auto previous = said.previous ? base::print(*said.previous) : "none";
  if (arguments.has("json")) {
    console.out << print(antin::cli::Report{{{"policy", base::print(said.bundle)},
                                             {"version", said.version},
                                             {"log", said.log},
                                             {"previous", previous},
                                             {"signers", std::move(signers)}}});
    return Exit::ok;
  }
  std::string names;
  for (const auto& signer : made->signers)
    names += (names.empty() ? "" : ", ") + signer.officer + " (" + signer.certificate.common_name + ")";
  using antin::cli::row;
  console.out << row("policy", base::print(said.bundle)) << row("log", said.log)
              << row("version", std::to_string(said.version)) << row("follows", previous) << row("signed by", names);
  return Exit::ok;
}

}  // namespace

const Command& verify_command() {
  static const Command command{
      "verify",
      "has a quorum of the security officers signed this bundle?",
      {"DIR --officers DIR [--revocation DIR]", "DIR --officers-from FILE --certificates DIR"},
      "Holds the files, the statement and each signature against the officers, as antind does. Which bundle is in "
      "force,\n"
      "and so whether this one may follow, only antind knows.\n",
      {officers_options(),
       {"Options",
        {{"revocation", "DIR", "revocation lists (*.crl) to hold the officers' certificates against"},
         {"json", "", "what was signed and by whom, as JSON"}}}},
      1,
      "",
      run,
      {},
      "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
