// Which record, which document: what several commands take from the command line.
#pragma once

#include "client/cli/console.hpp"
#include "client/cli/settings.hpp"
#include "core/base/digest.hpp"

namespace antin::cli {

struct Record {
  std::string unit, kind, id;
  std::uint32_t revision = 1;
};
// One option that is an identifier: --unit, --kind, --step …
Outcome<std::string> identifier_from(const Arguments& arguments, const std::string& option);
// A personal id comes from a file or from standard input, never from the command line, which others can see.
Outcome<Record> record_from(const Arguments& arguments, const Settings& settings, Console& console);
// One under each version of the key that is held, newest first.
Outcome<std::vector<std::string>> derived_record_ids(const Arguments& arguments, const Settings& settings,
                                                     Console& console, const std::string& personal_id_file);

struct Document {
  base::Digest digest;
  std::string name;         // the file's base name; empty when only the digest is known
  std::uintmax_t size = 0;  // octets
};
Outcome<Document> document_from(const Arguments& arguments);
Outcome<base::DigestAlgorithm> algorithm_from(const Arguments& arguments);  // that documents are hashed with

// Digests of a file of any size, read once.
base::Result<std::vector<base::Digest>> digests_of(const std::filesystem::path& file,
                                                   const std::vector<base::DigestAlgorithm>& algorithms);

}  // namespace antin::cli
