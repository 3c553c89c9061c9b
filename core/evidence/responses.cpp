#include "core/evidence/responses.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "core/evidence/asn1_values.hpp"

namespace antin::evidence {
namespace {

using TimeHandle = base::Handle<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free>;

// RFC 6960 4.4.5: what a list says beside an entry, a response may say too.
std::optional<base::Instant> effective_date(OCSP_SINGLERESP* single, const ASN1_GENERALIZEDTIME* revoked_at) {
  const auto revoked = instant_of(revoked_at);
  int found = 0;
  const TimeHandle invalid(
      static_cast<ASN1_GENERALIZEDTIME*>(OCSP_SINGLERESP_get1_ext_d2i(single, NID_invalidity_date, &found, nullptr)));
  ERR_clear_error();
  constexpr int absent = -1;
  if (found == absent) return revoked;
  const auto invalidity = instant_of(invalid.get());
  if (!revoked || !invalidity) return std::nullopt;
  return std::min(*revoked, *invalidity);
}

// RFC 6960 4.2.2.2.1: without it somebody has to say that the responder is not revoked; a list is all that we ask.
bool needs_no_check(const X509& responder) {
  return X509_get_ext_by_NID(&responder, NID_id_pkix_OCSP_noCheck, -1) >= 0;
}

// One that retired later made a good response all the same.
bool stands_itself(X509& responder, X509& issuer, const RevocationLists& lists, base::Instant produced_at,
                   base::Instant now) {
  if (&responder == &issuer) return true;
  const auto said = lists.say(responder, issuer, produced_at, now, std::nullopt);
  return !said.revoked && (!said.stale || needs_no_check(responder));
}

}  // namespace

StatusResponses::StatusResponses(const std::vector<StatusResponse>& responses, const std::vector<X509*>& issuers)
    : m_issuers(issuers) {
  for (const auto& given : responses) {
    Response response{basic_response_of(given), nullptr,           nullptr,      given.this_update,
                      given.next_update,        given.produced_at, given.is_good};
    if (!response.basic) throw std::invalid_argument("an OCSP response that parse_status_response did not make");
    for (X509* issuer : issuers) {
      if (response.issuer != nullptr) break;
      response.responder = responder_for(*response.basic, *issuer);
      if (response.responder != nullptr) response.issuer = issuer;
    }
    m_by_serial.emplace(given.serial, std::move(response));
  }
}

// Of two of one time the worse.
StatusResponses::Spoken StatusResponses::newest_about(X509& certificate, X509& issuer, const RevocationLists& lists,
                                                      base::Instant now) const {
  const auto serial = magnitude(X509_get0_serialNumber(&certificate));
  Spoken newest;
  if (!serial) return newest;
  const bool sought = std::find(m_issuers.begin(), m_issuers.end(), &issuer) != m_issuers.end();
  const auto [first, last] = m_by_serial.equal_range(*serial);
  for (auto each = first; each != last; ++each) {
    const auto& response = each->second;
    X509* responder = response.issuer == &issuer ? response.responder : nullptr;
    if (!sought) responder = responder_for(*response.basic, issuer);
    if (responder == nullptr || !stands_itself(*responder, issuer, lists, response.produced_at, now)) continue;
    const auto rank = [](const Response& of) { return std::tuple(of.this_update, of.produced_at, !of.is_good); };
    if (newest.response == nullptr || rank(response) > rank(*newest.response)) newest = {&response, responder};
  }
  return newest;
}

Said StatusResponses::say(X509& certificate, X509& issuer, const RevocationLists& lists, base::Instant at,
                          base::Instant now, const std::optional<std::chrono::seconds>& longest_age) const {
  const auto [response, responder] = newest_about(certificate, issuer, lists, now);
  if (response == nullptr) return {.stale = "no OCSP response about a certificate of the chain"};
  Said said;
  int reason = -1;
  ASN1_GENERALIZEDTIME* revoked_at = nullptr;
  auto* single = OCSP_resp_get0(response->basic.get(), 0);
  const int status = OCSP_single_get0_status(single, &reason, &revoked_at, nullptr, nullptr);
  if (status == V_OCSP_CERTSTATUS_REVOKED)
    said.revoked = !still_stands({effective_date(single, revoked_at), reason}, at);
  else
    said.unknown = status != V_OCSP_CERTSTATUS_GOOD;
  // A response does not outlive its responder.
  const auto until = responder == &issuer ? std::nullopt : instant_of(X509_get0_notAfter(responder));
  if (response->this_update > now || response->produced_at > now)
    said.stale = "an OCSP response is from the future";
  else if (response->next_update <= now || (until && *until <= now))
    said.stale = "an OCSP response is past its nextUpdate";
  else if (now - response->this_update > std::min(longest_age.value_or(response_life), response_life))
    said.stale = "an OCSP response is older than the policy allows";
  return said;
}

}  // namespace antin::evidence
