// What `antin verify` reads before it can judge: the document's digests, the seal, whom to trust, and a receipt if
// given.
#pragma once

#include "client/cli/log_options.hpp"
#include "client/cli/record.hpp"
#include "client/lib/receipt.hpp"
#include "core/evidence/trust.hpp"

namespace antin::cli {

struct VerifyInputs {
  std::vector<base::Digest> documents;  // one for each algorithm
  base::Bytes seal;
  evidence::Trust trust;
  std::size_t lists = 0;  // of revocation, and OCSP responses
  std::optional<client::Receipt> receipt;
  std::optional<base::Bytes> entry;  // of the receipt, or by itself
  std::string proof;                 // tlog-proof; empty: none
  std::optional<client::LogTrust> log;
};

// A refusal means that it cannot be checked, which is not the same as bad.
Outcome<VerifyInputs> verify_inputs_from(const Arguments& arguments);

}  // namespace antin::cli
