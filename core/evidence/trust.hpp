// Whom we believe: roots, intermediates and revocation lists for one purpose, and the chain check over them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::evidence {

enum class Purpose { unknown, person, seal, timestamp, system };

// Why a signature or a certificate is not believed. Each maps to one wire error.
enum class Fault {
  unknown,
  malformed,            // not the CMS or token that is asked for
  signature_invalid,    // the signature or the digest does not hold
  certificate_untrusted,
  certificate_expired,  // or not yet valid
  certificate_revoked,
  revocation_stale,     // no list of an issuer in the chain, or one past its nextUpdate
  wrong_usage,          // key usage or extended key usage does not fit the purpose
  weak_algorithm,       // PKCS#1 v1.5, SHA-1, RSA below 2048 bits …
};

struct Problem {
  Fault fault = Fault::unknown;
  std::string text;  // for logs and the offline verifier
};

// One X.509 CRL that OpenSSL parsed; the signature is checked against the issuer when a chain is built.
struct RevocationList {
  base::Bytes der;
  base::Bytes issuer;  // DER Name
  base::Bytes number;  // CRL number, big endian magnitude; empty when there is none
  base::Instant this_update;
  base::Instant next_update;
};
base::Result<RevocationList> parse_revocation_list(base::ByteView der_or_pem);

// Whether revocation lists are demanded (the daemon: always) or used where given (offline verification).
enum class Revocation { unknown, required, if_present };

class Trust {
 public:
  Trust(std::vector<crypto::Certificate> roots, std::vector<crypto::Certificate> intermediates,
        std::vector<RevocationList> lists, Revocation revocation);
  Trust(Trust&&) noexcept;
  Trust& operator=(Trust&&) noexcept;
  ~Trust();

  // Chain from `leaf` to a root at `at`, with `extra` certificates as untrusted help; key usage by purpose:
  // person, system: digitalSignature or nonRepudiation; seal: the same, no EKU of timestamping; timestamp: EKU critical and
  // timeStamping alone. Revocation of every certificate below the root is judged at `at`; a certificate revoked later
  // than `at`, not for key compromise nor without a reason, still stands.
  [[nodiscard]] base::Result<void, Problem> check(const crypto::Certificate& leaf,
                                                  const std::vector<crypto::Certificate>& extra, Purpose purpose,
                                                  base::Instant at) const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace antin::evidence
