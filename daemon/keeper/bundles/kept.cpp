#include "daemon/keeper/bundles/kept.hpp"

#include "core/crypto/sha2.hpp"
#include "daemon/keeper/bundles/ceremonies.hpp"

namespace antin::keeper {
namespace {

using policy::bundle::BundleFiles;
using policy::bundle::Officers;
using policy::bundle::Signer;

constexpr const char* officers_value = "officers";  // text of their statement
constexpr const char* bundle_value = "bundle";      // text of its statement
constexpr const char* uploaded_value = "uploaded-bundle";
constexpr const char* superseded_value = "superseded";  // a line each: `<digest> <until>`

// A blob, or none: what cannot be read is not there.
std::optional<base::Bytes> blob(Ledger& ledger, const base::Sha256Hash& hash) {
  auto found = ledger.blob(hash);
  return found ? *std::move(found) : std::nullopt;
}

std::optional<crypto::Certificate> certificate(Ledger& ledger, const base::Sha256Hash& hash) {
  const auto der = blob(ledger, hash);
  if (!der) return std::nullopt;
  auto parsed = crypto::parse_certificate(*der);
  return parsed ? std::optional(*std::move(parsed)) : std::nullopt;
}

base::Result<std::optional<std::string>> text(Ledger& ledger, const char* name) {
  const auto value = ledger.value(name);
  if (!value) return base::Error{value.error().text};
  return *value ? std::optional(std::string(base::text(**value))) : std::nullopt;
}

// One write after the other; the first failure is remembered and nothing more is written.
class Writes {
 public:
  explicit Writes(Ledger& ledger) : m_ledger(ledger) {}
  void blob(base::ByteView bytes) {
    if (m_result) m_result = m_ledger.put_blob(crypto::sha256(bytes), bytes);
  }
  void value(const char* name, std::string_view content) {
    if (m_result) m_result = m_ledger.set_value(name, base::view(content));
  }
  void signatures(const std::vector<Signer>& signers) {
    for (const auto& signer : signers) blob(signer.cms);
  }
  [[nodiscard]] LedgerResult<void> result() && { return std::move(m_result); }

 private:
  Ledger& m_ledger;
  LedgerResult<void> m_result;
};

std::optional<Superseded> parse_superseded(std::string_view line) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto digest = base::parse_sha256(line.substr(0, space));
  const auto until = base::parse_instant(line.substr(space + 1));
  if (!digest || !until) return std::nullopt;
  return Superseded{*digest, *until};
}

}  // namespace

base::Result<std::optional<Officers>> kept_officers(Ledger& ledger) {
  const auto kept = text(ledger, officers_value);
  if (!kept) return kept.error();
  if (!*kept) return std::optional<Officers>();
  auto statement = statement::parse_officers(**kept);
  if (!statement) return base::Error{"the ledger's security officers: " + statement.error().text};
  auto made = policy::bundle::make_officers(*std::move(statement),
                                            [&](const base::Sha256Hash& hash) { return certificate(ledger, hash); });
  if (!made) return base::Error{"the ledger's security officers: " + made.error().text};
  return std::optional(*std::move(made));
}

base::Result<std::optional<statement::Bundle>> kept_bundle(Ledger& ledger) {
  const auto kept = text(ledger, bundle_value);
  if (!kept) return kept.error();
  if (!*kept) return std::optional<statement::Bundle>();
  auto statement = statement::parse_bundle(**kept);
  if (!statement) return base::Error{"the ledger's last bundle: " + statement.error().text};
  return std::optional(*std::move(statement));
}

base::Result<std::vector<Superseded>> kept_superseded(Ledger& ledger) {
  const auto kept = text(ledger, superseded_value);
  if (!kept) return kept.error();
  std::vector<Superseded> all;
  for (std::string_view rest = *kept ? std::string_view(**kept) : std::string_view(); !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const auto one = parse_superseded(line);
    if (!one) return base::Error{"the ledger's list of superseded bundles is damaged"};
    all.push_back(*one);
  }
  return all;
}

base::Result<std::optional<base::Sha256Hash>> kept_uploaded(Ledger& ledger) {
  const auto kept = text(ledger, uploaded_value);
  if (!kept) return kept.error();
  if (!*kept) return std::optional<base::Sha256Hash>();
  const auto digest = base::parse_sha256(**kept);
  if (!digest) return base::Error{"the ledger's word on the bundle that was uploaded is damaged"};
  return std::optional(*digest);
}

base::Result<BundleFiles> kept_files(Ledger& ledger, const base::Sha256Hash& digest) {
  const auto wanted = "the bundle " + base::print(digest) + " in the ledger: ";
  const auto manifest = blob(ledger, digest);
  if (!manifest) return base::Error{wanted + "it has no such bundle"};
  auto files =
      policy::bundle::files_of(base::text(*manifest), [&](const base::Sha256Hash& hash) { return blob(ledger, hash); });
  if (!files) return base::Error{wanted + files.error().text};
  return files;
}

base::Result<void> check_kept(Ledger& ledger) {
  if (auto ceremonies = check_ceremonies(ledger); !ceremonies) return ceremonies;
  if (const auto officers = kept_officers(ledger); !officers) return officers.error();
  const auto bundle = kept_bundle(ledger);
  if (!bundle) return bundle.error();
  const auto superseded = kept_superseded(ledger);
  if (!superseded) return superseded.error();
  std::vector<base::Sha256Hash> needed;
  if (*bundle) needed.push_back((*bundle)->bundle);
  for (const auto& one : *superseded) needed.push_back(one.digest);
  for (const auto& digest : needed)
    if (const auto files = kept_files(ledger, digest); !files) return files.error();
  return {};
}

LedgerResult<void> keep_officers(Ledger& ledger, const Officers& officers, const std::vector<Signer>& signers) {
  const auto statement = statement::print(officers.statement);
  Writes writes(ledger);
  writes.blob(base::view(statement));
  for (const auto& [id, one] : officers.certificates) writes.blob(one.der);
  writes.signatures(signers);
  writes.value(officers_value, statement);
  return std::move(writes).result();
}

LedgerResult<void> keep_bundle(Ledger& ledger, const BundleFiles& files, const policy::bundle::Vouched& vouched,
                               const std::vector<Superseded>& superseded) {
  const auto statement = statement::print(vouched.statement);
  Writes writes(ledger);
  writes.blob(base::view(policy::bundle::manifest_of(files)));
  for (const auto* part : {&files.texts, &files.certificates})
    for (const auto& [path, content] : *part) writes.blob(content);
  writes.blob(base::view(statement));
  writes.signatures(vouched.signers);
  writes.value(bundle_value, statement);
  std::string lines;
  for (const auto& one : superseded) lines += base::print(one.digest) + " " + base::print(one.until) + "\n";
  writes.value(superseded_value, lines);
  return std::move(writes).result();
}

LedgerResult<void> keep_uploaded(Ledger& ledger, const base::Sha256Hash& bundle) {
  return ledger.set_value(uploaded_value, base::view(base::print(bundle)));
}

EntryCeremony named(const policy::bundle::Ceremony& ceremony) {
  return {ceremony.transcript.ceremony, ceremony.transcript.plan, ceremony.hash, crypto::sha256(ceremony.note)};
}

std::vector<EntrySigner> named(const std::vector<Signer>& signers) {
  std::vector<EntrySigner> all;
  all.reserve(signers.size());
  for (const auto& signer : signers) all.push_back({signer.officer, crypto::sha256(signer.cms)});
  return all;
}

}  // namespace antin::keeper
