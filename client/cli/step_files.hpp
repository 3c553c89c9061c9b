// What a done step leaves in a folder: NAME.<step>.p7s, .tst, .sig, .receipt.json, .entry, .tlog-proof,
// .approval-<n>.txt and .p7s, and .item when that was signed in bulk.
#pragma once

#include "client/cli/console.hpp"
#include "client/cli/record.hpp"
#include "client/lib/receipt.hpp"
#include "client/protocol/codec.hpp"

namespace antin::cli {

struct DoneStep {
  client::Receipt receipt;
  protocol::StepResult result;
  base::Digest document;
  std::vector<protocol::Approval> approvals;  // none when they are not at hand
};

// The octets that the token stamps: the seal's signature, or, for a step without a seal, the approval's CMS. Refuses a
// result whose seal is not over the document or whose token is over something else. None when the approval that was
// stamped is not at hand: the step was done before, with other approvals.
Outcome<std::optional<base::Bytes>> stamped_octets(const DoneStep& step);

// The names of the files, in the order of writing.
Outcome<std::vector<std::string>> write_step(const DoneStep& step, const std::filesystem::path& folder,
                                             const std::string& name, Console& console);

}  // namespace antin::cli
