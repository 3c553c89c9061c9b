// Revocation lists ready for use: which list speaks for which issuer, and what it says of a certificate at a time.
// Not left to OpenSSL's CRL check, because that knows one time only, for the chain and for the lists' age, and neither
// the reason nor a revocation later than that time. Inside this room only.
#pragma once

#include <vector>

#include "core/crypto/openssl.hpp"
#include "core/evidence/trust.hpp"

namespace antin::evidence {

bool is_signed_by(X509_CRL& list, X509& issuer);

class RevocationLists {
 public:
  // `issuers`: certificates whose lists are sought out once, here. They must outlive the value.
  RevocationLists(const std::vector<RevocationList>& lists, const std::vector<X509*>& issuers, Revocation demand);

  // Does `certificate`, which `issuer` signed, stand at `at`, by lists that are fresh at `now`?
  [[nodiscard]] base::Result<void, Problem> judge(X509& certificate, X509& issuer, base::Instant at,
                                                  base::Instant now) const;

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
  Revocation m_demand;
};

}  // namespace antin::evidence
