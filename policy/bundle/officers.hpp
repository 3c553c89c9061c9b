// The security officers of a log: who they are, and how many of them put a bundle or other officers into force.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"
#include "core/statement/officers.hpp"

namespace antin::policy::bundle {

struct Officers {
  statement::Officers statement;  // who they are: what a log pins, and what a quorum of the set before signs
  std::map<std::string, crypto::Certificate> certificates;  // by id
};

base::Sha256Hash hash_of(const statement::Officers& statement);  // of its text: what the next one names as `previous`

using CertificateOf = std::function<std::optional<crypto::Certificate>(const base::Sha256Hash&)>;

// Refused: a certificate that is not there or whose key signs nothing here, and two officers with one key, one
// subject or one serialNumber in it: a person counts once.
base::Result<Officers> make_officers(statement::Officers statement, const CertificateOf& certificate_of);

// The same people as the set of the log that succeeds theirs: their next statement, which nobody needs to sign.
Officers carried(const Officers& officers, const std::string& log);

// `officers.toml` and the certificates that it names, as the set that follows `before` (or a log's first).
base::Result<Officers> read_officers(const std::filesystem::path& folder, const std::string& log,
                                     const statement::Officers* before);

}  // namespace antin::policy::bundle
