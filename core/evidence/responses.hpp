// OCSP responses ready for use: which of them speaks of which certificate, and what the newest says of it at a time.
// Not left to OCSP_basic_verify, which believes any chain to a root and knows no time but now. Inside this room only.
#pragma once

#include <openssl/ocsp.h>

#include <map>

#include "core/evidence/revocation.hpp"
#include "core/evidence/status_response.hpp"

namespace antin::evidence {

using BasicResponseHandle = base::Handle<OCSP_BASICRESP, OCSP_BASICRESP_free>;

// What is inside the octets of a response that parse_status_response made.
BasicResponseHandle basic_response_of(const StatusResponse& response);

// The certificate whose key signed the response, which is `issuer` or inside the response; null: not rightly signed for
// a certificate of this issuer.
X509* responder_for(OCSP_BASICRESP& response, X509& issuer);

class StatusResponses {
 public:
  // `issuers`: certificates whose responses are sought out once, here. They must outlive the value.
  StatusResponses(const std::vector<StatusResponse>& responses, const std::vector<X509*>& issuers);

  // What the newest response about `certificate`, which `issuer` signed, says. `lists` speak of the responder itself.
  [[nodiscard]] Said say(X509& certificate, X509& issuer, const RevocationLists& lists, base::Instant at,
                         base::Instant now, const std::optional<std::chrono::seconds>& longest_age) const;

 private:
  struct Response {
    BasicResponseHandle basic;
    const X509* issuer = nullptr;  // of those given at the start, for whom it speaks
    X509* responder = nullptr;
    base::Instant this_update;
    base::Instant next_update;
    base::Instant produced_at;
    bool is_good = false;
  };
  struct Spoken {
    const Response* response = nullptr;
    X509* responder = nullptr;
  };
  [[nodiscard]] Spoken newest_about(X509& certificate, X509& issuer, const RevocationLists& lists,
                                    base::Instant now) const;

  std::multimap<base::Bytes, Response> m_by_serial;
  std::vector<X509*> m_issuers;
};

}  // namespace antin::evidence
