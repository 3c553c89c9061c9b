#include "policy/bundle/signatures.hpp"

#include <algorithm>
#include <system_error>

#include "core/base/file.hpp"
#include "core/base/identifier.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/statement.hpp"

namespace antin::policy::bundle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view statement_name = "statement.txt";
constexpr std::string_view signature_ending = ".p7s";
constexpr std::string_view folder_name = "signatures";

std::string name_of(const std::string& officer) {
  return std::string(folder_name) + "/" + officer + std::string(signature_ending);
}

base::Result<void> take(const fs::directory_entry& entry, SignedStatement& out) {
  const auto name = entry.path().filename().string();
  const bool is_statement = name == statement_name;
  const auto refuse = [&](const char* why) { return base::Error{entry.path().string() + ": " + why}; };
  std::error_code error;
  if (entry.symlink_status(error).type() != fs::file_type::regular || error)
    return refuse("only regular files belong here, no links");
  if (!is_statement && (!name.ends_with(signature_ending) || !base::is_identifier(name)))
    return refuse("is neither statement.txt nor <officer's id>.p7s: remove it");
  auto content = base::read_file(entry.path(), is_statement ? statement::size_limit : evidence::cms_size_limit);
  if (!content) return content.error();
  if (is_statement)
    out.text = base::text(*content);
  else
    out.signatures.push_back({name.substr(0, name.size() - signature_ending.size()), std::move(*content)});
  return {};
}

base::Result<Signer> open(const Signature& signature, const std::string& text, const Officers& officers) {
  const auto refuse = [&](const std::string& why) { return base::Error{name_of(signature.officer) + ": " + why}; };
  const auto pinned = officers.certificates.find(signature.officer);
  if (pinned == officers.certificates.end()) return refuse("is of nobody who is a security officer of this log");
  const auto read = evidence::read_detached_cms(signature.cms, base::view(text));
  if (!read) return refuse("does not hold over statement.txt: " + read.error().text);
  if (read->certificate.hash != pinned->second.hash)
    return refuse("is not by the certificate of officer " + signature.officer + " that the log has pinned");
  return Signer{signature.officer, pinned->second, signature.cms};
}

}  // namespace

fs::path statement_file(const fs::path& folder) { return folder / folder_name / statement_name; }

fs::path signature_file(const fs::path& folder, const std::string& officer) { return folder / name_of(officer); }

base::Result<SignedStatement> read_signed(const fs::path& folder) {
  const auto where = folder / folder_name;
  std::error_code error;
  SignedStatement out;
  for (fs::directory_iterator entry(where, error), end; !error && entry != end; entry.increment(error)) {
    if (auto taken = take(*entry, out); !taken) return taken.error();
    if (out.signatures.size() > statement::officers_limit)
      return base::Error{where.string() + ": more signatures than there can be officers"};
  }
  if (error) return base::Error{"cannot list " + where.string() + ": " + error.message()};
  if (out.text.empty()) return base::Error{statement_file(folder).string() + ": is missing or empty"};
  std::sort(out.signatures.begin(), out.signatures.end(),
            [](const Signature& left, const Signature& right) { return left.officer < right.officer; });
  return out;
}

base::Result<std::vector<Signer>> open_quorum(const SignedStatement& signed_statement, const Officers& officers) {
  std::vector<Signer> signers;
  for (const auto& signature : signed_statement.signatures) {
    auto signer = open(signature, signed_statement.text, officers);
    if (!signer) return signer.error();
    // Ids are file names and so distinct; a caller with a list of its own may repeat one.
    for (const auto& other : signers)
      if (other.officer == signer->officer) return base::Error{"officer " + other.officer + " has signed twice"};
    signers.push_back(std::move(*signer));
  }
  const auto needed = officers.statement.threshold;
  if (needed < 2 || signers.size() < needed)
    return base::Error{std::to_string(signers.size()) + " of " + std::to_string(needed) +
                       " security officers have signed"};
  return signers;
}

base::Result<void> check_standing(const std::vector<Signer>& signers, const evidence::Trust& people,
                                  base::Instant now) {
  for (const auto& signer : signers)
    if (auto stands = people.check(signer.certificate, {}, evidence::Purpose::person, now); !stands)
      return base::Error{name_of(signer.officer) + ": the officer's certificate: " + stands.error().text};
  return {};
}

}  // namespace antin::policy::bundle
