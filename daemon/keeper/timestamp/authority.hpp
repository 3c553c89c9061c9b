// The built-in RFC 3161 authority: decides what a token says (serial, genTime, policy), and puts it together once the
// time key has signed. It holds no key and makes no call: prepare → the caller has it signed → finish.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/evidence/trust.hpp"
#include "core/forms/signed_data.hpp"
#include "core/forms/timestamp_info.hpp"
#include "daemon/keeper/timestamp/clock.hpp"
#include "policy/model.hpp"

namespace antin::keeper {

enum class StampFault {
  unknown,
  clock_untrusted,      // too far off, or behind the last token: timeNotAvailable
  unaccepted_policy,    // another policy OID was asked for
  bad_imprint,          // not SHA-256 or SHA-384, or of another length: badAlg
  bad_nonce,            // longer than 32 octets
  certificate_expired,  // the authority's own, or not yet valid
  certificate_revoked,
  certificate_untrusted,
  revocation_stale,
  serials_exhausted,  // 2^32 tokens since the ledger was opened: open it again
  signature_invalid,  // finish: not the time key's signature over these attributes
};

struct StampProblem {
  StampFault fault = StampFault::unknown;
  std::string text;  // for logs
};

template <class T>
using StampResult = base::Result<T, StampProblem>;

// What the time key has to sign (`attributes`, over `info_der`), and what an entry says about it.
struct PreparedToken {
  forms::TimestampInfo info;
  base::Bytes info_der;    // TSTInfo
  base::Bytes attributes;  // DER SET of TokenAttributes
  ClockReading clock;
};

// What was asked for. A seal's own timestamp has an imprint alone.
struct StampRequest {
  base::Digest imprint;
  std::optional<base::Bytes> nonce{};   // magnitude, big endian
  std::optional<std::string> policy{};  // dotted OID; none: the authority's
};

class TimestampAuthority {
 public:
  struct Origin {
    // LedgerIdentity::start of this opening, for one authority at a time and one after the other. A serial is 01 ‖
    // start (4 octets) ‖ counter (4) ‖ random (8): no two openings of a ledger share a start, no two tokens of one
    // opening share a counter, so serials never repeat; the random octets keep two logs with one key, which should not
    // be, from colliding too. The leading 01 keeps the number positive and of one length.
    std::uint32_t start = 0;
    // genTime never runs behind it: the last token's or entry's time that the ledger knows; none for a new ledger.
    std::optional<base::Instant> last{};
    std::uint64_t used = 0;  // serials of this start so far
  };

  // Continues an authority that this one replaces (another bundle): its serials and its last genTime.
  void succeed(const TimestampAuthority& before);

  // `chain`: the time key's certificate first, then its issuers. Refuses a key that is not ECDSA P-256 (verifiers in
  // the field reject RSA-PSS tokens) and an accuracy outside 1..1000 ms. `clock` outlives the authority.
  static base::Result<TimestampAuthority> make(const std::vector<crypto::Certificate>& chain,
                                               const policy::TimestampAuthority& policy, Origin origin, Clock& clock);

  // Who is believed now, for the authority's own certificate. Until then prepare() refuses.
  void replace_trust(std::shared_ptr<const evidence::Trust> trust);

  // genTime goes on from here, though tokens of later times were made: they were wrong.
  void set_back(base::Instant last) { m_origin.last = last; }

  StampResult<PreparedToken> prepare(const StampRequest& request);

  // The token, DER. `with_certificates` is the request's certReq; tokens inside seals have them.
  [[nodiscard]] StampResult<base::Bytes> finish(const PreparedToken& prepared, base::ByteView signature,
                                                bool with_certificates) const;

  [[nodiscard]] const crypto::Certificate& certificate() const { return m_signer.certificate(); }

 private:
  TimestampAuthority(forms::SignerTemplate signer, std::vector<crypto::Certificate> issuers,
                     policy::TimestampAuthority policy, Origin origin, Clock& clock);
  [[nodiscard]] StampResult<std::string> policy_for(const StampRequest& request, const ClockReading& clock) const;
  [[nodiscard]] StampResult<base::Instant> next_time(const ClockReading& clock) const;
  [[nodiscard]] StampResult<void> check_certificate(base::Instant now) const;
  [[nodiscard]] base::Bytes next_serial();

  forms::SignerTemplate m_signer;
  std::vector<crypto::Certificate> m_issuers;
  policy::TimestampAuthority m_policy;
  Origin m_origin;
  Clock* m_clock;
  std::shared_ptr<const evidence::Trust> m_trust;
};

}  // namespace antin::keeper
