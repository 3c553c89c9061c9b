// What statements of all kinds take from the command line, and from the appliance what that leaves out.
#pragma once

#include "client/cli/record.hpp"
#include "client/protocol/codec.hpp"

namespace antin::cli {

struct Asked {
  protocol::AboutResult about;
  protocol::LookupResult lookup;  // of the record's revision; nothing before its first step
};
Outcome<Asked> ask(const Settings& settings, const Record& record);
Outcome<protocol::WorkflowShape> workflow_of(const protocol::AboutResult& about, const std::string& kind);

Stop refused_as(protocol::Code code);  // with the words that the appliance would use

Outcome<base::Instant> expiry_from(const Arguments& arguments, base::Instant now);
// The hash that an option gives as sha256:<hex>; nothing when it is not given.
Outcome<std::optional<base::Sha256Hash>> hash_from(const Arguments& arguments, const std::string& option);
// The role given, or the only one there is.
Outcome<std::string> role_from(const Arguments& arguments, const std::vector<std::string>& roles);

}  // namespace antin::cli
