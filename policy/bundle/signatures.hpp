// What security officers have signed, and whether that is a quorum: `signatures/` of a folder holds the statement, the
// same text for all of them, and one detached CMS (CAdES-B) of each, `<officer's id>.p7s`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/instant.hpp"
#include "core/evidence/trust.hpp"
#include "policy/bundle/officers.hpp"

namespace antin::policy::bundle {

struct Signature {
  std::string officer;  // id
  base::Bytes cms;
};

struct SignedStatement {
  std::string text;
  std::vector<Signature> signatures;  // in the order of the ids
};

// Refused: links, and anything that is neither the statement nor a signature: it would be taken for one by somebody.
base::Result<SignedStatement> read_signed(const std::filesystem::path& folder);

std::filesystem::path statement_file(const std::filesystem::path& folder);
std::filesystem::path signature_file(const std::filesystem::path& folder, const std::string& officer);

struct Signer {
  std::string officer;
  crypto::Certificate certificate;
  base::Bytes cms;
};

// Enough officers, each once, each with the certificate that is pinned, each signature over exactly this text. Needs
// nothing of what was signed, so it comes before that is parsed. One bad signature is a refusal, whatever the others:
// somebody meant it to count.
base::Result<std::vector<Signer>> open_quorum(const SignedStatement& signed_statement, const Officers& officers);

// Does each of them stand at `now`: chain, dates, usage, revocation?
base::Result<void> check_standing(const std::vector<Signer>& signers, const evidence::Trust& people, base::Instant now);

}  // namespace antin::policy::bundle
