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

// Is this a reason that leaves what was signed before it in force? A hold is not: it may yet end as a compromise.
// Absent, twice, unreadable, unknown: unstated.
bool is_stated_and_harmless(const X509_REVOKED& entry) {
  const EnumeratedHandle reason(
      static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(&entry, NID_crl_reason, nullptr, nullptr)));
  ERR_clear_error();
  if (!reason) return false;
  switch (ASN1_ENUMERATED_get(reason.get())) {
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

bool still_stands(const X509_REVOKED& entry, base::Instant at) {
  const auto effective = effective_date(entry);
  return effective && *effective > at && is_stated_and_harmless(entry);
}

}  // namespace

RevocationLists::RevocationLists(const std::vector<RevocationList>& lists, const std::vector<X509*>& issuers,
                                 Revocation demand)
    : m_demand(demand) {
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

base::Result<void, Problem> RevocationLists::judge(X509& certificate, X509& issuer, base::Instant at,
                                                   base::Instant now) const {
  const List* list = list_of(issuer);
  X509_REVOKED* entry = nullptr;
  // Not 1 alone: 2 is removeFromCRL, which belongs in delta lists; a whole list that says it is not understood.
  if (list != nullptr && X509_CRL_get0_by_cert(list->crl.get(), &entry, &certificate) != 0 &&
      (entry == nullptr || !still_stands(*entry, at)))
    return Problem{Fault::certificate_revoked, "the certificate is revoked"};
  if (m_demand == Revocation::if_present) return {};
  if (list == nullptr) return Problem{Fault::revocation_stale, "no revocation list of an issuer in the chain"};
  if (list->this_update > now) return Problem{Fault::revocation_stale, "a revocation list is from the future"};
  if (list->next_update <= now) return Problem{Fault::revocation_stale, "a revocation list is past its nextUpdate"};
  return {};
}

}  // namespace antin::evidence
