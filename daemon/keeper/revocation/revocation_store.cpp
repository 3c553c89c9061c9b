#include "daemon/keeper/revocation/revocation_store.hpp"

#include <algorithm>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/revocation/folder.hpp"
#include "daemon/keeper/revocation/numbers.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;

template <class List>
bool is_newer(const List& left, const List& right) {
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
  for (auto& [issuer, found] : read_folder(out))
    if (take(std::move(found), out.problems)) out.changed = true;
  if (out.changed) ++m_generation;
  report_gaps(now, out.problems);
  return out;
}

std::map<RevocationStore::IssuerName, RevocationStore::Found> RevocationStore::read_folder(Reloaded& out) {
  std::map<IssuerName, Found> found;
  const auto files = list_files(m_folder, ".crl");
  if (!files) {
    out.problems.push_back(files.error().text);
    return found;
  }
  if (files->size() > list_count_limit) {
    out.problems.push_back("more than " + std::to_string(list_count_limit) + " lists in " + m_folder.string());
    return found;
  }
  if (m_judged.size() > 2 * list_count_limit) m_judged.clear();
  for (const auto& file : *files) read_one(file, found, out);
  return found;
}

void RevocationStore::read_one(const fs::path& file, std::map<IssuerName, Found>& found, Reloaded& out) {
  const auto refuse = [&](const std::string& why) { out.problems.push_back(file.string() + ": " + why); };
  if (!is_regular(file)) return refuse("not a regular file");
  auto bytes = base::read_file(file, list_size_limit);
  if (!bytes) return refuse(bytes.error().text);
  const auto hash = crypto::sha256(*bytes);
  auto known = m_judged.find(hash);
  std::optional<evidence::RevocationList> list;
  if (known == m_judged.end()) {
    ++out.examined;
    auto parsed = evidence::parse_revocation_list(*bytes);
    known = m_judged.emplace(hash, judge(parsed)).first;
    if (parsed) list = *std::move(parsed);
  }
  const auto& what = known->second;
  if (!what.refused.empty()) return refuse(what.refused);
  const auto other = found.find(what.issuer);
  if (other != found.end() && !is_newer(what, other->second.what)) return;
  found.insert_or_assign(what.issuer, Found{what, file.string(), *std::move(bytes), std::move(list)});
}

RevocationStore::Judged RevocationStore::judge(const base::Result<evidence::RevocationList>& list) const {
  Judged out;
  if (!list) {
    out.refused = list.error().text;
  } else if (!is_number(list->number)) {
    out.refused = "no CRL number, or one of more than 20 octets";
  } else {
    out.number = list->number;
    out.this_update = list->this_update;
    for (const auto& issuer : m_issuers) {
      if (!evidence::is_signed_by(*list, issuer)) continue;
      if (out.signers.empty()) out.issuer = crypto::sha256({list->issuer, issuer.spki});
      out.signers.push_back(issuer.hash);
    }
    if (out.signers.empty()) out.refused = "signed by none of the policy's authorities";
  }
  return out;
}

bool RevocationStore::take(Found&& found, std::vector<std::string>& problems) {
  const auto& issuer = found.what.issuer;
  auto& seen = m_numbers[issuer];
  if (is_less(found.what.number, seen)) {
    problems.push_back(found.file + ": CRL number " + base::to_hex(found.what.number) + " is below " +
                       base::to_hex(seen) + ", which was seen before");
    return false;
  }
  const auto held = m_held.find(issuer);
  // Also the very same list: nothing has changed.
  if (held != m_held.end() && !is_newer(found.what, held->second.what)) return false;
  if (!found.list) {  // known, and yet not held
    auto again = evidence::parse_revocation_list(found.octets);
    if (!again) return false;
    found.list = *std::move(again);
  }
  seen = found.what.number;
  m_held.insert_or_assign(issuer, Held{found.what, *std::move(found.list), std::move(found.file)});
  return true;
}

void RevocationStore::report_gaps(base::Instant now, std::vector<std::string>& problems) const {
  const auto is_by = [](const Held& held, const crypto::Certificate& issuer) {
    const auto& signers = held.what.signers;
    return std::find(signers.begin(), signers.end(), issuer.hash) != signers.end();
  };
  for (const auto& issuer : m_issuers) {
    const auto held =
        std::find_if(m_held.begin(), m_held.end(), [&](const auto& one) { return is_by(one.second, issuer); });
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

}  // namespace antin::keeper
