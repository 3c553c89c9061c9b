// The bundles and officers that commands are given.
#pragma once

#include "core/statement/officers.hpp"
#include "policy/bundle/admission.hpp"
#include "policy/cli/commands.hpp"

namespace antin::policy::cli {

struct ReadBundle {
  bundle::BundleFiles files;
  bundle::Bundle bundle;
};
Outcome<ReadBundle> bundle_in(const std::string& folder);

// The operand at this place, which must be there.
Outcome<std::string> operand(const Arguments& arguments, std::size_t at, const char* what);

antin::cli::OptionGroup officers_options();

// --officers, a folder of officers.toml and certificates; or --officers-from, the log's newest `officers` entry, with
// their certificates from --certificates.
Outcome<bundle::Officers> officers_from(const Arguments& arguments, const std::string& log);

// What an `officers` entry pins.
base::Result<statement::Officers> officers_of_entry(base::ByteView entry, const std::string& log);

}  // namespace antin::policy::cli
