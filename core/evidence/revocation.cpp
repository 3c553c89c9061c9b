#include "core/evidence/revocation.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <stdexcept>

#include "core/evidence/asn1_values.hpp"

namespace antin::evidence {
namespace {

using EnumeratedHandle = base::Handle<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;
using TimeHandle = base::Handle<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free>;

// Absent, twice, unreadable: unstated.
long reason_of(const X509_REVOKED& entry) {
  const EnumeratedHandle reason(
      static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(&entry, NID_crl_reason, nullptr, nullptr)));
  ERR_clear_error();
  constexpr long unstated = -1;
  return reason ? ASN1_ENUMERATED_get(reason.get()) : unstated;
}

// Does this reason leave in force what was signed before it? A hold does not: it may yet end as a compromise.
bool is_stated_and_harmless(long reason) {
  switch (reason) {
    case CRL_REASON_AFFILIATION_CHANGED:
    case CRL_REASON_SUPERSEDED:
    case CRL_REASON_CESSATION_OF_OPERATION:
    case CRL_REASON_PRIVILEGE_WITHDRAWN: return true;
    default: return false;  // numbers from outside, not an enum of ours
  }
}

// RFC 5280 5.3.2: the invalidity date may lie before the revocation date. One that cannot be read is no date at all.
std::optional<base::Instant> effective_date(const X509_REVOKED& entry) {
  const auto revoked = instant_of(X509_REVOKED_get0_revocationDate(&entry));
  int found = 0;
  const TimeHandle invalid(
      static_cast<ASN1_GENERALIZEDTIME*>(X509_REVOKED_get_ext_d2i(&entry, NID_invalidity_date, &found, nullptr)));
  ERR_clear_error();
  constexpr int absent = -1;
  if (found == absent) return revoked;
  const auto invalidity = instant_of(invalid.get());
  if (!revoked || !invalidity) return std::nullopt;
  return std::min(*revoked, *invalidity);
}

}  // namespace

bool still_stands(const RevokedAs& revoked, base::Instant at) {
  return revoked.effective && *revoked.effective > at && is_stated_and_harmless(revoked.reason);
}

RevocationLists::RevocationLists(const std::vector<RevocationList>& lists, const std::vector<X509*>& issuers) {
  for (const auto& list : lists) {
    auto [crl, whole] = parse_whole<d2i_X509_CRL>(list.der);
    crypto::CrlHandle owned(crl);
    if (!whole) throw std::invalid_argument("a revocation list that parse_revocation_list did not make");
    m_lists.push_back({std::move(owned), list.this_update, list.next_update});
  }
  for (X509* issuer : issuers) m_spoken.push_back({issuer, newest_signed_by(*issuer)});
}

const RevocationLists::List* RevocationLists::newest_signed_by(X509& issuer) const {
  const List* newest = nullptr;
  for (const auto& list : m_lists) {
    if (newest != nullptr && list.this_update <= newest->this_update) continue;
    if (is_signed_by(*list.crl, issuer)) newest = &list;
  }
  return newest;
}

const RevocationLists::List* RevocationLists::list_of(X509& issuer) const {
  for (const auto& spoken : m_spoken)
    if (spoken.issuer == &issuer) return spoken.newest;
  return newest_signed_by(issuer);
}

Said RevocationLists::say(X509& certificate, X509& issuer, base::Instant at, base::Instant now,
                          const std::optional<std::chrono::seconds>& longest_age) const {
  const List* list = list_of(issuer);
  if (list == nullptr) return {.stale = "no revocation list of an issuer in the chain"};
  Said said;
  X509_REVOKED* entry = nullptr;
  // Not 1 alone: 2 is removeFromCRL, which belongs in delta lists; a whole list that says it is not understood.
  said.revoked = X509_CRL_get0_by_cert(list->crl.get(), &entry, &certificate) != 0 &&
                 (entry == nullptr || !still_stands({effective_date(*entry), reason_of(*entry)}, at));
  if (list->this_update > now)
    said.stale = "a revocation list is from the future";
  else if (list->next_update <= now)
    said.stale = "a revocation list is past its nextUpdate";
  else if (longest_age && now - list->this_update > *longest_age)
    said.stale = "a revocation list is older than the policy allows";
  return said;
}

}  // namespace antin::evidence
