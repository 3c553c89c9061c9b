#include "daemon/keeper/revocation/revocation_store.hpp"

#include <algorithm>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/revocation/folder.hpp"
#include "daemon/keeper/revocation/numbers.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;

bool is_newer(const evidence::RevocationList& left, const evidence::RevocationList& right) {
  if (is_less(right.number, left.number)) return true;
  return base::equal(right.number, left.number) && left.this_update > right.this_update;
}

}  // namespace

base::Result<RevocationStore> RevocationStore::open(fs::path folder, std::vector<crypto::Certificate> issuers,
                                                    base::ByteView numbers) {
  auto seen = parse_numbers(numbers);
  if (!seen) return base::Error{"the stored revocation list numbers cannot be read"};
  return RevocationStore(std::move(folder), std::move(issuers), std::move(*seen));
}

RevocationStore::RevocationStore(fs::path folder, std::vector<crypto::Certificate> issuers,
                                 std::map<IssuerName, base::Bytes> numbers)
    : m_folder(std::move(folder)), m_issuers(std::move(issuers)), m_numbers(std::move(numbers)) {}

Reloaded RevocationStore::reload(base::Instant now) {
  Reloaded out;
  for (auto& [issuer, found] : read_folder(out.problems))
    if (take(issuer, std::move(found), out.problems)) out.changed = true;
  if (out.changed) ++m_generation;
  report_gaps(now, out.problems);
  return out;
}

std::map<RevocationStore::IssuerName, RevocationStore::Held> RevocationStore::read_folder(
    std::vector<std::string>& problems) const {
  std::map<IssuerName, Held> found;
  const auto files = list_files(m_folder, ".crl");
  if (!files) {
    problems.push_back(files.error().text);
    return found;
  }
  if (files->size() > list_count_limit) {
    problems.push_back("more than " + std::to_string(list_count_limit) + " lists in " + m_folder.string());
    return found;
  }
  for (const auto& file : *files) read_one(file, found, problems);
  return found;
}

void RevocationStore::read_one(const fs::path& file, std::map<IssuerName, Held>& found,
                               std::vector<std::string>& problems) const {
  const auto refuse = [&](const std::string& why) { problems.push_back(file.string() + ": " + why); };
  if (!is_regular(file)) return refuse("not a regular file");
  const auto bytes = base::read_file(file, list_size_limit);
  if (!bytes) return refuse(bytes.error().text);
  auto list = evidence::parse_revocation_list(*bytes);
  if (!list) return refuse(list.error().text);
  if (!is_number(list->number)) return refuse("no CRL number, or one of more than 20 octets");
  const auto issuer = issuer_of(*list);
  if (!issuer) return refuse("signed by none of the policy's authorities");
  const auto other = found.find(*issuer);
  if (other != found.end() && !is_newer(*list, other->second.list)) return;
  found.insert_or_assign(*issuer, Held{std::move(*list), file.string()});
}

bool RevocationStore::take(const IssuerName& issuer, Held&& found, std::vector<std::string>& problems) {
  auto& seen = m_numbers[issuer];
  if (is_less(found.list.number, seen)) {
    problems.push_back(found.file + ": CRL number " + base::to_hex(found.list.number) + " is below " +
                       base::to_hex(seen) + ", which was seen before");
    return false;
  }
  const auto held = m_held.find(issuer);
  // Also the very same list: nothing has changed.
  if (held != m_held.end() && !is_newer(found.list, held->second.list)) return false;
  seen = found.list.number;
  m_held.insert_or_assign(issuer, std::move(found));
  return true;
}

void RevocationStore::report_gaps(base::Instant now, std::vector<std::string>& problems) const {
  for (const auto& issuer : m_issuers) {
    const auto held = std::find_if(m_held.begin(), m_held.end(),
                                   [&](const auto& one) { return evidence::is_signed_by(one.second.list, issuer); });
    if (held == m_held.end())
      problems.push_back("no revocation list of " + issuer.subject);
    else if (held->second.list.next_update <= now)
      problems.push_back(held->second.file + ": past its nextUpdate " + base::print(held->second.list.next_update));
  }
}

std::vector<evidence::RevocationList> RevocationStore::lists() const {
  std::vector<evidence::RevocationList> all;
  for (const auto& [issuer, held] : m_held) all.push_back(held.list);
  return all;
}

base::Bytes RevocationStore::numbers() const { return encode(m_numbers); }

std::optional<RevocationStore::IssuerName> RevocationStore::issuer_of(const evidence::RevocationList& list) const {
  for (const auto& issuer : m_issuers)
    if (evidence::is_signed_by(list, issuer)) return crypto::sha256({list.issuer, issuer.spki});
  return std::nullopt;
}

}  // namespace antin::keeper
