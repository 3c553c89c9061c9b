// Whom we believe: roots, intermediates and revocation lists for one purpose, and the chain check over them. For one
// thread: it remembers its last answers.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"
#include "core/evidence/status_response.hpp"

namespace antin::evidence {

enum class Purpose { unknown, person, seal, timestamp, system };

// Why a signature or a certificate is not believed. Each maps to one wire error.
enum class Fault {
  unknown,
  malformed,          // not the CMS or token that is asked for
  signature_invalid,  // the signature or the digest does not hold
  certificate_untrusted,
  certificate_expired,  // or not yet valid
  certificate_revoked,
  revocation_stale,  // no list or response that is demanded, or one too old, or a responder that knows nothing
  wrong_usage,       // key usage or extended key usage does not fit the purpose
  weak_algorithm,    // PKCS#1 v1.5, SHA-1, RSA below 2048 bits …
};

struct Problem {
  Fault fault = Fault::unknown;
  std::string text;  // for logs and the offline verifier
};

// One X.509 CRL that OpenSSL parsed. Refused: no nextUpdate (RFC 5280 5.1.2.5), any critical extension of the list or
// of an entry, so also delta, partitioned and indirect lists: what such a list leaves out must not read as "not
// revoked".
struct RevocationList {
  base::Bytes der;
  base::Bytes issuer;  // DER Name
  base::Bytes number;  // CRL number, big endian magnitude without leading zeros; empty when there is none
  base::Instant this_update;
  base::Instant next_update;
};
base::Result<RevocationList> parse_revocation_list(base::ByteView der_or_pem);

// By name, key usage (cRLSign, when there is one) and signature.
bool is_signed_by(const RevocationList& list, const crypto::Certificate& issuer);

// Whether word of revocation is demanded (the daemon: always) or used where given (offline verification).
enum class Revocation { unknown, required, if_present };

// Whose word that is. Responses: for end certificates; of the authorities in the chain either is enough, since a root
// seldom answers questions.
enum class StatusSource { unknown, lists, responses, either };

struct StatusRule {
  StatusSource source = StatusSource::lists;
  // Since thisUpdate; none: until nextUpdate. A response is never fresh for longer than response_life.
  std::optional<std::chrono::seconds> list_age = {};
  std::optional<std::chrono::seconds> response_age = {};
};

// No response is believed for longer, whatever it says of itself: so what was seen of older ones may be forgotten.
constexpr std::chrono::seconds response_life = std::chrono::days(31);

class Trust {
 public:
  Trust(std::vector<crypto::Certificate> roots, std::vector<crypto::Certificate> intermediates,
        const std::vector<RevocationList>& lists, Revocation revocation,
        const std::vector<StatusResponse>& responses = {}, StatusRule rule = {});
  Trust(Trust&&) noexcept;
  Trust& operator=(Trust&&) noexcept;
  ~Trust();

  // Chain from `leaf` to a root at `at`, with `extra` certificates as untrusted help. Usage by purpose, key usage must
  // be there: person, system: digitalSignature or nonRepudiation, no CA; seal: the same, no EKU of timeStamping;
  // timestamp: no other key usage, EKU critical and timeStamping alone. Every key of the chain is RSA >= 2048 or EC >=
  // 224 bits, every signature below the root SHA-2.
  //
  // Revocation of every certificate below the root is judged at `at` by the newest list that its issuer signed and by
  // the newest response about it; whether they are fresh is judged at `now`. Revoked in either is revoked, however old;
  // a responder that does not know the certificate refuses it, whatever the list says. A certificate whose revocation
  // took effect after `at` still stands when the reason is stated and is neither compromise nor hold (which may end as
  // either). Effective is the earlier of revocation date and invalidity date. With Revocation::if_present neither what
  // is missing nor what is old refuses, but a revocation binds.
  [[nodiscard]] base::Result<void, Problem> check(const crypto::Certificate& leaf,
                                                  const std::vector<crypto::Certificate>& extra, Purpose purpose,
                                                  base::Instant at, base::Instant now) const;
  // At this very moment. A certificate that stands is not judged again within the same second: one principal approves
  // five hundred reports in a row, and a chain costs several signature checks.
  [[nodiscard]] base::Result<void, Problem> check(const crypto::Certificate& leaf,
                                                  const std::vector<crypto::Certificate>& extra, Purpose purpose,
                                                  base::Instant now) const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace antin::evidence
