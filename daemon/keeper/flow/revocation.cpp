// What decisions rest on when they say that nobody was revoked: kept, and named in the log, before the first of them.
#include <set>

#include "core/crypto/sha2.hpp"
#include "daemon/keeper/flow/flow.hpp"

namespace antin::keeper {
namespace {

constexpr const char* logged_value = "revocation-logged";  // hashes of the lists and responses that are held and logged
constexpr std::size_t names_limit = 100;                   // of each, so that an entry never becomes too long

using Names = std::vector<base::Sha256Hash>;

std::set<base::Sha256Hash> names_in(base::ByteView octets) {
  std::set<base::Sha256Hash> names;
  for (base::Sha256Hash name{}; octets.size() >= name.size(); octets = octets.subspan(name.size())) {
    std::copy_n(octets.begin(), name.size(), name.begin());
    names.insert(name);
  }
  return names;
}

// Keeps those that are not logged yet, and names them; each distinct one is there once, whenever it comes again.
template <class Held>
Names keep_new(Ledger& ledger, const std::vector<Held>& all, const std::set<base::Sha256Hash>& logged,
               std::set<base::Sha256Hash>& held) {
  Names names;
  for (const auto& one : all) {
    const auto name = crypto::sha256(one.der);
    if (!held.insert(name).second || logged.contains(name)) continue;
    must(ledger.put_blob(name, one.der));
    names.push_back(name);
  }
  return names;
}

Names take_some(Names& names) {
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), names_limit));
  Names some(names.begin(), end);
  names.erase(names.begin(), end);
  return some;
}

}  // namespace

// In the batch in which decisions begin to rest on them: neither a CRL number nor a response's time ever falls, and an
// auditor finds before each decision what it rested on.
void Flow::keep_revocation() {
  const auto marks = m_in_force.revocation_marks();
  must(m_ledger.set_value(revocation_value, marks.numbers));
  must(m_ledger.set_value(responses_value, marks.responses));
  if (!m_closed) log_revocation();
}

void Flow::log_revocation() {
  const auto logged = names_in(must(m_ledger.value(logged_value)).value_or(base::Bytes{}));
  std::set<base::Sha256Hash> held;
  auto lists = keep_new(m_ledger, m_in_force.revocation_lists(), logged, held);
  auto responses = keep_new(m_ledger, m_in_force.status_responses(), logged, held);
  const auto now = m_clock.read().now;
  while (!lists.empty() || !responses.empty())
    append(encode(RevocationEntry{now, take_some(lists), take_some(responses), m_in_force.policy().digest}), now);
  if (held == logged) return;
  base::Bytes octets;
  for (const auto& name : held) base::append(octets, name);
  must(m_ledger.set_value(logged_value, octets));
}

}  // namespace antin::keeper
