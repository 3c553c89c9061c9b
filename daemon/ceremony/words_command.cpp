// antin-ceremony words: a hash as spoken words, and back.
#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/record/folder.hpp"
#include "daemon/ceremony/words/words.hpp"

namespace antin::ceremony {
namespace {

// `sha256:<hex>` or the digits alone.
std::optional<base::Sha256Hash> hash_from(const std::string& text) {
  return base::parse_sha256(text.starts_with("sha256:") ? text : "sha256:" + text);
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto first = operand(arguments, "HASH");
  if (!first) return first.error();
  if (arguments.operands().size() == 1) {
    if (const auto hash = hash_from(*first)) {
      console.out << spoken_words(*hash, 4, "");
      return Exit::ok;
    }
  }
  std::string said;
  for (const auto& word : arguments.operands()) said += word + " ";
  const auto octets = octets_of_words(said);
  if (!octets) return refused("neither a SHA-256 hash in hex nor words of the PGP list in their right places");
  console.out << base::to_hex(*octets) << "\n";
  return Exit::ok;
}

}  // namespace

const Command& words_command() {
  static const Command command{"words",
                               "a hash as words to read aloud, and back",
                               {"HASH", "WORD..."},
                               "Prints a SHA-256 hash (sha256:<hex>, or 64 digits) as words of the PGP word list, four "
                               "to a line; or, of words,\n"
                               "the octets in hex.\n",
                               {},
                               64,
                               "",
                               run,
                               {},
                               "antin-ceremony"};
  return command;
}

}  // namespace antin::ceremony
