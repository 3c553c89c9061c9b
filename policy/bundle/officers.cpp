#include "policy/bundle/officers.hpp"

#include <set>

#include "core/crypto/sha2.hpp"
#include "core/crypto/signature.hpp"
#include "policy/bundle/files.hpp"
#include "policy/text/officers.hpp"

namespace antin::policy::bundle {
namespace {

using Certificates = std::map<base::Sha256Hash, crypto::Certificate>;

bool may_sign(const crypto::Certificate& certificate) {
  switch (crypto::scheme_of(certificate.key)) {
    case crypto::SignatureScheme::ecdsa:
    case crypto::SignatureScheme::rsa_pss: return true;
    case crypto::SignatureScheme::ed25519:
    case crypto::SignatureScheme::unknown: break;
  }
  return false;
}

base::Result<void> check_people(const Officers& officers) {
  std::set<base::Bytes> keys;
  std::set<std::string> subjects, serials;
  for (const auto& [id, certificate] : officers.certificates) {
    if (!may_sign(certificate)) return base::Error{"officer " + id + ": the key in the certificate signs nothing here"};
    if (!keys.insert(certificate.spki).second) return base::Error{"officer " + id + " has the key of another officer"};
    if (!subjects.insert(certificate.subject).second)
      return base::Error{"officer " + id + " is the same person as another officer: " + certificate.subject};
    // Their authority tells people apart by it, whatever it calls them.
    if (const auto serial = crypto::subject_serial_number(certificate); serial && !serials.insert(*serial).second)
      return base::Error{"officer " + id + " is the same person as another officer: serialNumber " + *serial};
  }
  return {};
}

base::Result<Certificates> read_certificates(const BundleFiles& files, text::Certificates& by_path) {
  Certificates all;
  for (const auto& [path, content] : files.certificates) {
    auto certificate = crypto::certificate_from_pem(content);
    if (!certificate) return base::Error{path + ": " + certificate.error().text};
    by_path.emplace(path, certificate->hash);
    all.emplace(certificate->hash, std::move(*certificate));
  }
  return all;
}

}  // namespace

base::Sha256Hash hash_of(const statement::Officers& statement) {
  return crypto::sha256(base::view(statement::print(statement)));
}

base::Result<Officers> make_officers(statement::Officers statement, const CertificateOf& certificate_of) {
  Officers officers;
  for (const auto& [id, hash] : statement.officers) {
    auto certificate = certificate_of(hash);
    if (!certificate) return base::Error{"officer " + id + ": no certificate " + base::print(hash)};
    officers.certificates.emplace(id, std::move(*certificate));
  }
  officers.statement = std::move(statement);
  if (auto checked = check_people(officers); !checked) return checked.error();
  return officers;
}

Officers carried(const Officers& officers, const std::string& log) {
  auto next = officers;
  next.statement.log = log;
  ++next.statement.number;
  next.statement.previous = hash_of(officers.statement);
  return next;
}

base::Result<Officers> read_officers(const std::filesystem::path& folder, const std::string& log,
                                     const statement::Officers* before) {
  const auto files = read_bundle_files(folder);
  if (!files) return files.error();
  const auto text = files->texts.find(std::string(text::officers_file));
  if (text == files->texts.end() || files->texts.size() != 1)
    return base::Error{folder.string() + ": officers.toml must be there, and no other .toml"};
  text::Certificates by_path;
  const auto certificates = read_certificates(*files, by_path);
  if (!certificates) return certificates.error();
  const auto said = text::parse_officers(text->second, by_path);
  if (!said) return base::Error{text::print(said.error())};
  statement::Officers statement{log, before == nullptr ? 1 : before->number + 1, said->threshold, said->officers, {}};
  if (before != nullptr) statement.previous = hash_of(*before);
  return make_officers(std::move(statement), [&](const base::Sha256Hash& hash) {
    const auto found = certificates->find(hash);
    return found == certificates->end() ? std::nullopt : std::optional(found->second);
  });
}

}  // namespace antin::policy::bundle
