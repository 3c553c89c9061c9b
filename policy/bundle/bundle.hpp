// A policy bundle as it lies on disk: its rules, its digest, and the certificates that the rules name.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"
#include "core/tlog/note.hpp"
#include "policy/bundle/files.hpp"
#include "policy/text/parse.hpp"

namespace antin::policy::bundle {

struct Bundle {
  policy::text::Rules rules;                                // rules.policy.digest is the bundle's
  std::map<std::string, crypto::Certificate> certificates;  // by path inside the folder
  std::map<base::Sha256Hash, crypto::Certificate> certificate_by_hash;
  std::map<std::string, base::Sha256Hash> contents;   // SHA-256 of each certificate's file, by path
  std::map<std::string, tlog::VerifierKey> log_keys;  // by label
  std::optional<tlog::VerifierKey> predecessor;       // of the log that this one succeeds
  std::vector<tlog::VerifierKey> witnesses;           // in the order of rules.policy.log.witnesses

  // What the key in the token must be, by its certificate or verifier key; nullopt: not a key of this bundle.
  [[nodiscard]] std::optional<base::Bytes> spki_of(const policy::Key& key) const;
  [[nodiscard]] const crypto::Certificate* find(const base::Sha256Hash& hash) const;  // nullptr: not in the bundle
  // Of an authority's roots or intermediates. Throws when one is not in the bundle: read_bundle has refused that.
  [[nodiscard]] std::vector<crypto::Certificate> all(const std::vector<base::Sha256Hash>& hashes) const;
};

// Every authority's certificate once: whose revocation lists matter.
std::vector<crypto::Certificate> issuers(const Bundle& bundle);

// Refused: text that does not hold, a key whose certificate or verifier key is of another algorithm, a witness's key
// that makes no cosignatures. The error names the file, and the line and key in TOML.
//
// `parsed`: the certificate in a file of this path and content, when somebody has it already; else nullptr. OpenSSL
// takes a tenth of a millisecond for each, and a large bundle has thousands.
using ParsedCertificate = std::function<const crypto::Certificate*(const std::string& path, const base::Sha256Hash&)>;
base::Result<Bundle> make_bundle(const BundleFiles& files, const ParsedCertificate& parsed = {});
base::Result<Bundle> read_bundle(const std::filesystem::path& folder);  // both, files first

}  // namespace antin::policy::bundle
