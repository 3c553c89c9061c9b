#include "policy/bundle/bundle.hpp"

#include <set>

#include "core/crypto/sha2.hpp"
#include "policy/bundle/files.hpp"

namespace antin::policy::bundle {
namespace {

constexpr unsigned rsa_seal_bits = 3072;

base::Result<crypto::Certificate> certificate_in(const std::string& path, const base::Bytes& content,
                                                 const base::Sha256Hash& hash, const ParsedCertificate& parsed) {
  const auto* known = parsed ? parsed(path, hash) : nullptr;
  if (known != nullptr) return *known;
  return crypto::certificate_from_pem(content);
}

base::Result<void> read_certificates(const BundleFiles& files, const ParsedCertificate& parsed, Bundle& bundle) {
  for (const auto& [path, content] : files.certificates) {
    const auto hash = crypto::sha256(content);
    bundle.contents.emplace(path, hash);
    auto certificate = certificate_in(path, content, hash, parsed);
    if (!certificate) return base::Error{path + ": " + certificate.error().text};
    bundle.certificate_by_hash.emplace(certificate->hash, *certificate);
    bundle.certificates.emplace(path, std::move(*certificate));
  }
  return {};
}

base::Result<void> read_rules(const BundleFiles& files, Bundle& bundle) {
  policy::text::Certificates hashes;
  for (const auto& [path, certificate] : bundle.certificates) hashes.emplace(path, certificate.hash);
  auto rules = policy::text::parse(files.texts, hashes);
  if (!rules) return base::Error{policy::text::print(rules.error())};
  bundle.rules = std::move(*rules);
  bundle.rules.policy.digest = digest_of(files);
  return {};
}

bool fits(policy::KeyAlgorithm algorithm, const crypto::Certificate& certificate) {
  switch (algorithm) {
    case policy::KeyAlgorithm::ecdsa_p256: return certificate.key == crypto::KeyAlgorithm::ecdsa_p256;
    case policy::KeyAlgorithm::rsa_pss_3072:
      return certificate.key == crypto::KeyAlgorithm::rsa && certificate.key_bits == rsa_seal_bits;
    case policy::KeyAlgorithm::ed25519:  // log keys only, which have no certificate
    case policy::KeyAlgorithm::unknown: break;
  }
  return false;
}

tlog::KeyType type_of(policy::KeyAlgorithm algorithm) {
  switch (algorithm) {
    case policy::KeyAlgorithm::ed25519: return tlog::KeyType::ed25519;
    case policy::KeyAlgorithm::ecdsa_p256: return tlog::KeyType::ecdsa;
    case policy::KeyAlgorithm::rsa_pss_3072:
    case policy::KeyAlgorithm::unknown: break;
  }
  return tlog::KeyType::unknown;
}

base::Result<void> read_log_keys(Bundle& bundle) {
  for (const auto& [label, key] : bundle.rules.policy.keys) {
    if (key.purpose != policy::KeyPurpose::log) continue;
    auto vkey = tlog::parse_vkey(key.vkey);
    if (!vkey) return base::Error{"keys.toml: " + label + ": its vkey: " + vkey.error().text};
    if (vkey->type != type_of(key.algorithm))
      return base::Error{"keys.toml: " + label + ": the key in its vkey is not of the algorithm stated"};
    bundle.log_keys.emplace(label, std::move(*vkey));
  }
  return {};
}

base::Result<void> read_predecessor(Bundle& bundle) {
  const auto& succeeds = bundle.rules.policy.log.succeeds;
  if (!succeeds) return {};
  auto vkey = tlog::parse_vkey(*succeeds);
  if (!vkey) return base::Error{"log.toml: succeeds: its vkey: " + vkey.error().text};
  if (vkey->type == tlog::KeyType::cosignature)
    return base::Error{"log.toml: succeeds: its vkey is a witness's, not a log's"};
  bundle.predecessor = std::move(*vkey);
  return {};
}

base::Result<void> read_witnesses(Bundle& bundle) {
  bundle.witnesses.reserve(bundle.rules.policy.log.witnesses.size());
  for (const auto& witness : bundle.rules.policy.log.witnesses) {
    auto vkey = tlog::parse_vkey(witness.vkey);
    if (!vkey) return base::Error{"log.toml: " + witness.name + ": its vkey: " + vkey.error().text};
    if (vkey->type != tlog::KeyType::cosignature)
      return base::Error{"log.toml: " + witness.name + ": its vkey is not one for cosignatures"};
    bundle.witnesses.push_back(std::move(*vkey));
  }
  return {};
}

base::Result<void> check_certified_keys(const Bundle& bundle) {
  for (const auto& [label, key] : bundle.rules.policy.keys) {
    if (key.purpose == policy::KeyPurpose::log) continue;
    const auto* certificate = bundle.find(key.certificate);
    if (certificate == nullptr) return base::Error{"keys.toml: " + label + ": its certificate is not in the bundle"};
    if (!fits(key.algorithm, *certificate))
      return base::Error{"keys.toml: " + label + ": the key in its certificate is not of the algorithm stated"};
  }
  return {};
}

base::Result<void> check_authorities(const Bundle& bundle) {
  const auto& policy = bundle.rules.policy;
  for (const auto* authority : {&policy.people, &policy.seals, &policy.system_certificates})
    for (const auto* hashes : {&authority->roots, &authority->intermediates})
      for (const auto& hash : *hashes)
        if (bundle.find(hash) == nullptr)
          return base::Error{"authorities.toml: a certificate is not in the bundle: " + base::print(hash)};
  return {};
}

}  // namespace

const crypto::Certificate* Bundle::find(const base::Sha256Hash& hash) const {
  const auto found = certificate_by_hash.find(hash);
  return found == certificate_by_hash.end() ? nullptr : &found->second;
}

std::optional<base::Bytes> Bundle::spki_of(const policy::Key& key) const {
  if (key.purpose == policy::KeyPurpose::log) {
    const auto found = log_keys.find(key.label);
    return found == log_keys.end() ? std::nullopt : std::optional(found->second.spki());
  }
  const auto* certificate = find(key.certificate);
  return certificate == nullptr ? std::nullopt : std::optional(certificate->spki);
}

std::vector<crypto::Certificate> Bundle::all(const std::vector<base::Sha256Hash>& hashes) const {
  std::vector<crypto::Certificate> out;
  out.reserve(hashes.size());
  for (const auto& hash : hashes) out.push_back(certificate_by_hash.at(hash));
  return out;
}

std::vector<crypto::Certificate> issuers(const Bundle& bundle) {
  const auto& policy = bundle.rules.policy;
  std::set<base::Sha256Hash> hashes;
  for (const auto* authority : {&policy.people, &policy.seals, &policy.system_certificates}) {
    hashes.insert(authority->roots.begin(), authority->roots.end());
    hashes.insert(authority->intermediates.begin(), authority->intermediates.end());
  }
  return bundle.all({hashes.begin(), hashes.end()});
}

base::Result<Bundle> make_bundle(const BundleFiles& files, const ParsedCertificate& parsed) {
  Bundle bundle;
  if (auto read = read_certificates(files, parsed, bundle); !read) return read.error();
  if (auto read = read_rules(files, bundle); !read) return read.error();
  if (auto checked = check_authorities(bundle); !checked) return checked.error();
  if (auto checked = check_certified_keys(bundle); !checked) return checked.error();
  if (auto read = read_log_keys(bundle); !read) return read.error();
  if (auto read = read_predecessor(bundle); !read) return read.error();
  if (auto read = read_witnesses(bundle); !read) return read.error();
  return bundle;
}

base::Result<Bundle> read_bundle(const std::filesystem::path& folder) {
  const auto files = read_bundle_files(folder);
  if (!files) return files.error();
  return make_bundle(*files);
}

}  // namespace antin::policy::bundle
