#include "daemon/keeper/timestamp/authority.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/crypto/random.hpp"
#include "core/crypto/sha2.hpp"
#include "core/crypto/signature.hpp"

namespace antin::keeper {
namespace {

constexpr std::string_view tst_info_type = "1.2.840.113549.1.9.16.1.4";
constexpr unsigned largest_accuracy_ms = 1000;
constexpr std::size_t longest_nonce = 32;
constexpr std::uint64_t serials_per_start = std::uint64_t{1} << 32;

StampFault fault_of(evidence::Fault fault) {
  switch (fault) {
    case evidence::Fault::certificate_expired: return StampFault::certificate_expired;
    case evidence::Fault::certificate_revoked: return StampFault::certificate_revoked;
    case evidence::Fault::revocation_stale: return StampFault::revocation_stale;
    case evidence::Fault::certificate_untrusted:
    case evidence::Fault::wrong_usage:
    case evidence::Fault::weak_algorithm:
    case evidence::Fault::malformed:
    case evidence::Fault::signature_invalid: return StampFault::certificate_untrusted;
    case evidence::Fault::unknown: break;
  }
  return StampFault::unknown;
}

void append_number(base::Bytes& to, std::uint32_t number) {
  for (const int shift : {24, 16, 8, 0}) to.push_back(static_cast<std::uint8_t>(number >> shift));
}

// A policy that names something that is not an OID would throw at the first token.
bool is_oid(const std::string& dotted) {
  try {
    return !encode(forms::TimestampInfo{dotted, base::sha256_digest({}), {1}, {}, 1, {}}).empty();
  } catch (const std::invalid_argument&) {
    return false;
  }
}

}  // namespace

base::Result<TimestampAuthority> TimestampAuthority::make(const std::vector<crypto::Certificate>& chain,
                                                          const policy::TimestampAuthority& policy, Origin origin,
                                                          Clock& clock) {
  if (chain.empty()) return base::Error{"the timestamp authority has no certificate"};
  if (chain.front().key != crypto::KeyAlgorithm::ecdsa_p256)
    return base::Error{"the timestamp authority's key is not ECDSA P-256"};
  if (policy.accuracy_ms == 0 || policy.accuracy_ms > largest_accuracy_ms)
    return base::Error{"the timestamp authority's accuracy is not 1 to 1000 ms"};
  if (!is_oid(policy.policy) || !is_oid(policy.development_policy))
    return base::Error{"the timestamp authority's policy is not an OID"};
  if (policy.policy == policy.development_policy)
    return base::Error{"the development clock's policy must differ from the timestamp authority's"};
  auto signer = forms::SignerTemplate::make(chain);
  if (!signer) return signer.error();
  return TimestampAuthority(*std::move(signer), {chain.begin() + 1, chain.end()}, policy, origin, clock);
}

TimestampAuthority::TimestampAuthority(forms::SignerTemplate signer, std::vector<crypto::Certificate> issuers,
                                       policy::TimestampAuthority policy, Origin origin, Clock& clock)
    : m_signer(std::move(signer)),
      m_issuers(std::move(issuers)),
      m_policy(std::move(policy)),
      m_origin(origin),
      m_clock(&clock) {}

void TimestampAuthority::succeed(const TimestampAuthority& before) { m_origin = before.m_origin; }

void TimestampAuthority::replace_trust(std::shared_ptr<const evidence::Trust> trust) { m_trust = std::move(trust); }

StampResult<PreparedToken> TimestampAuthority::prepare(const StampRequest& request) {
  if (!base::is_well_formed(request.imprint)) return StampProblem{StampFault::bad_imprint, "not a digest of ours"};
  if (request.nonce && (request.nonce->empty() || request.nonce->size() > longest_nonce))
    return StampProblem{StampFault::bad_nonce, "a nonce of " + std::to_string(request.nonce->size()) + " octets"};
  const auto clock = m_clock->read();
  auto policy = policy_for(request, clock);
  if (!policy) return policy.error();
  const auto gen_time = next_time(clock);
  if (!gen_time) return gen_time.error();
  if (auto stands = check_certificate(*gen_time); !stands) return stands.error();
  if (m_origin.used == serials_per_start)
    return StampProblem{StampFault::serials_exhausted, "the serials of this start are used up"};

  PreparedToken prepared;
  prepared.info = {*std::move(policy), request.imprint, next_serial(), *gen_time, m_policy.accuracy_ms, request.nonce};
  prepared.info_der = forms::encode(prepared.info);
  prepared.attributes = forms::encode(forms::TokenAttributes{crypto::sha256(prepared.info_der), certificate().hash});
  prepared.clock = clock;
  m_origin.last = *gen_time;
  return prepared;
}

// RFC 3161 2.4.1: as asked, or refused. A development clock never stamps the policy that people rely on.
StampResult<std::string> TimestampAuthority::policy_for(const StampRequest& request, const ClockReading& clock) const {
  const bool development = clock.source == ClockSource::development;
  const auto& ours = development ? m_policy.development_policy : m_policy.policy;
  if (request.policy && *request.policy != ours)
    return StampProblem{StampFault::unaccepted_policy, "the policy " + *request.policy + " was asked for"};
  return ours;
}

// genTime never runs backwards. A clock that was set back a little stamps the last genTime again, as long as that is
// within the stated accuracy, the clock's own error counted in.
StampResult<base::Instant> TimestampAuthority::next_time(const ClockReading& clock) const {
  using namespace std::chrono;
  if (!clock.trusted || clock.source == ClockSource::unknown)
    return StampProblem{StampFault::clock_untrusted,
                        "the clock is off by up to " + std::to_string(clock.error_us) + " us"};
  if (!m_origin.last || clock.now >= *m_origin.last) return clock.now;
  const bool development = clock.source == ClockSource::development;
  const auto own_error = microseconds(development ? 0 : static_cast<std::int64_t>(clock.error_us));
  const auto behind = *m_origin.last - clock.now;
  if (behind > milliseconds(m_policy.accuracy_ms) || behind + own_error > milliseconds(m_policy.accuracy_ms))
    return StampProblem{StampFault::clock_untrusted,
                        "the clock is " + std::to_string(behind.count()) + " ms behind the last token"};
  return *m_origin.last;
}

StampResult<void> TimestampAuthority::check_certificate(base::Instant now) const {
  if (!m_trust) return StampProblem{StampFault::revocation_stale, "nothing says whether the certificate stands"};
  if (auto stands = m_trust->check(certificate(), m_issuers, evidence::Purpose::timestamp, now); !stands)
    return StampProblem{fault_of(stands.error().fault), "the timestamp certificate: " + stands.error().text};
  return {};
}

base::Bytes TimestampAuthority::next_serial() {
  base::Bytes serial{0x01};
  append_number(serial, m_origin.start);
  append_number(serial, static_cast<std::uint32_t>(m_origin.used++));
  base::append(serial, crypto::random_array<8>());
  return serial;
}

StampResult<base::Bytes> TimestampAuthority::finish(const PreparedToken& prepared, base::ByteView signature,
                                                    bool with_certificates) const {
  // Another certificate for the same key would verify, yet ESS signing-certificate-v2 would name the old one.
  const forms::TokenAttributes expected{crypto::sha256(prepared.info_der), certificate().hash};
  if (prepared.attributes != forms::encode(expected))
    return StampProblem{StampFault::signature_invalid, "the token was prepared for another certificate"};
  if (!crypto::verify_signature(certificate().spki, m_signer.scheme(), base::DigestAlgorithm::sha256,
                                prepared.attributes, signature))
    return StampProblem{StampFault::signature_invalid, "not a signature of the time key over this token"};
  return m_signer.assemble({tst_info_type, prepared.info_der}, base::DigestAlgorithm::sha256, prepared.attributes,
                           signature, std::nullopt, with_certificates);
}

}  // namespace antin::keeper
