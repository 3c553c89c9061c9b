// Revocation lists ready for use: which list speaks for which issuer, and what it says of a certificate at a time.
// Not left to OpenSSL's CRL check, because that knows one time only, for the chain and for the lists' age, and neither
// the reason nor a revocation later than that time. Inside this room only.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/crypto/openssl.hpp"
#include "core/evidence/trust.hpp"

namespace antin::evidence {

bool is_signed_by(X509_CRL& list, X509& issuer);

// What a list or a response says of one certificate at one time.
struct Said {
  bool revoked = false;
  bool unknown = false;              // the responder does not know the certificate
  std::optional<std::string> stale;  // why it does not vouch for the certificate now; none: fresh, and it does
};

// What revoked a certificate, whether a list or a response says so. reason: a CRLReason; negative: unstated.
struct RevokedAs {
  std::optional<base::Instant> effective;  // the earlier of revocation and invalidity date; none: unreadable
  long reason = -1;
};
// Does what was signed at `at` stay in force?
bool still_stands(const RevokedAs& revoked, base::Instant at);

class RevocationLists {
 public:
  // `issuers`: certificates whose lists are sought out once, here. They must outlive the value.
  RevocationLists(const std::vector<RevocationList>& lists, const std::vector<X509*>& issuers);

  // Does `certificate`, which `issuer` signed, stand at `at`, by a list that is fresh at `now`?
  [[nodiscard]] Said say(X509& certificate, X509& issuer, base::Instant at, base::Instant now,
                         const std::optional<std::chrono::seconds>& longest_age) const;

 private:
  struct List {
    crypto::CrlHandle crl;
    base::Instant this_update;
    base::Instant next_update;
  };
  struct Spoken {
    const X509* issuer = nullptr;
    const List* newest = nullptr;
  };
  [[nodiscard]] const List* newest_signed_by(X509& issuer) const;
  [[nodiscard]] const List* list_of(X509& issuer) const;

  std::vector<List> m_lists;
  std::vector<Spoken> m_spoken;
};

}  // namespace antin::evidence
