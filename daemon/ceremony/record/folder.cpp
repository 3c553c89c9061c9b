#include "daemon/ceremony/record/folder.hpp"

#include "core/base/file.hpp"
#include "core/crypto/pem.hpp"
#include "core/crypto/sha2.hpp"
#include "daemon/ceremony/record/former.hpp"
#include "daemon/ceremony/record/officers.hpp"
#include "daemon/ceremony/record/transcript.hpp"
#include "daemon/ceremony/words/words.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t certificate_size_limit = 64 * 1024;

constexpr std::size_t words_in_a_line = 4;

std::string what_and_hex(std::string_view what, const base::Sha256Hash& hash) {
  const auto hex = base::to_hex(hash);
  std::string out(what);
  for (std::size_t at = 0; at < hex.size(); at += 8) out.append(at % 32 == 0 ? "\n  " : " ").append(hex, at, 8);
  return out + "\n";
}

base::Result<void> add_certificate(const Folder& folder, const base::Sha256Hash& hash, Certificates& all) {
  const auto path = folder.certificate(hash);
  const auto content = base::read_file(path, certificate_size_limit);
  if (!content) return content.error();
  auto certificate = crypto::certificate_from_pem(*content);
  if (!certificate) return base::Error{path.string() + ": " + certificate.error().text};
  if (certificate->hash != hash) return base::Error{path.string() + " is not the certificate that the plan names"};
  all.emplace(hash, std::move(*certificate));
  return {};
}

}  // namespace

std::filesystem::path Folder::certificate(const base::Sha256Hash& hash) const {
  return m_root / "people" / (base::to_hex(hash) + ".crt");
}

std::filesystem::path Folder::inventory(std::string_view when) const {
  return m_root / ("inventory-" + std::string(when) + ".json");
}
std::filesystem::path Folder::approval(const std::string& step, const std::string& officer) const {
  return m_root / "approvals" / (step + "." + officer + ".p7s");
}
std::filesystem::path Folder::signature(const std::string& participant) const {
  return m_root / "transcript" / (participant + ".sig");
}
std::filesystem::path Folder::public_key(const std::string& label) const {
  return m_root / "pub" / (dotted(label) + ".pem");
}
std::filesystem::path Folder::verifier_key(const std::string& label) const {
  return m_root / "pub" / (dotted(label) + ".vkey");
}
std::filesystem::path Folder::request(const std::string& label) const {
  return m_root / "csr" / (dotted(label) + ".csr");
}
std::filesystem::path Folder::key_certificate(const std::string& label) const {
  return m_root / "cert" / (dotted(label) + ".crt");
}
std::filesystem::path Folder::wrapped_key(const std::string& label) const {
  return m_root / "wrapped" / (dotted(label) + ".kwp");
}
std::filesystem::path Folder::evidence(const std::string& step) const { return m_root / "evidence" / step; }
std::filesystem::path Folder::credential(const std::string& token) const {
  return m_root / "credentials" / ("antin-signer-" + token + ".pin");
}
std::filesystem::path Folder::plain_pin(const std::string& token) const {
  return m_root / "secrets" / ("pin-" + token);
}

Folder Folder::former(const std::string& ceremony) const { return Folder(m_root / "former" / ceremony); }

base::Result<void> Folder::make_folders() const {
  base::DurableFiles files;
  for (const auto* name : {"approvals", "transcript", "pub", "wrapped", "csr", "cert", "credentials", "evidence"})
    if (auto made = files.make_folder(m_root / name, 0755); !made) return made;
  if (auto made = files.make_folder(m_root / "secrets", 0700); !made) return made;
  return files.settle();
}

base::Result<void> Folder::write_plan(const ReviewedPlan& reviewed) const {
  if (const auto officers = officers_of(reviewed.plan, reviewed.certificates); !officers) return officers.error();
  if (auto fits = check_transcript_size(reviewed.plan); !fits) return fits;
  if (std::filesystem::exists(lock())) return base::Error{lock().string() + " is there already: a plan has one folder"};
  base::DurableFiles files;
  for (const auto& folder : {m_root, m_root / "people"})
    if (auto made = files.make_folder(folder, 0755); !made) return made;
  for (const auto& [hash, one] : reviewed.certificates)
    if (auto put = files.write(certificate(hash), base::view(crypto::to_pem("CERTIFICATE", one.der)), 0644); !put)
      return put;
  if (auto settled = files.settle(); !settled) return settled;
  for (const auto& [ceremony, from] : reviewed.former_folders)
    if (auto copied = copy_record(Folder(from), former(ceremony)); !copied) return copied;
  // Last: a lock says that all it names is there.
  return base::write_file_durably(lock(), base::view(print_lock(reviewed.plan)));
}

base::Result<LockedPlan> read_locked_plan(const Folder& folder) {
  const auto content = base::read_file(folder.lock(), lock_size_limit);
  if (!content) return content.error();
  auto plan = parse_lock(base::text(*content));
  if (!plan) return base::Error{folder.lock().string() + ": " + plan.error().text};
  LockedPlan locked{std::move(*plan), crypto::sha256(*content), {}};
  for (const auto* authorities : {&locked.plan.roots, &locked.plan.intermediates})
    for (const auto& authority : *authorities)
      if (auto added = add_certificate(folder, authority, locked.certificates); !added) return added.error();
  for (const auto& [id, participant] : locked.plan.participants)
    if (auto added = add_certificate(folder, participant.certificate, locked.certificates); !added)
      return added.error();
  return locked;
}

std::string shown_hash(std::string_view what, const base::Sha256Hash& hash) {
  return what_and_hex(what, hash) + spoken_words(hash, words_in_a_line, "  ");
}

std::string shown_shortly(std::string_view what, const base::Sha256Hash& hash) {
  return what_and_hex(what, hash) +
         spoken_words(base::ByteView(hash).first(2 * words_in_a_line), words_in_a_line, "  ");
}

}  // namespace antin::ceremony
