#include "core/evidence/trust.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <set>

#include "core/evidence/asn1_values.hpp"
#include "core/evidence/responses.hpp"
#include "core/evidence/revocation.hpp"
#include "core/evidence/usage.hpp"

namespace antin::evidence {
namespace {

using StackHandle = base::Handle<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }>;

// 112 bits of security: RSA >= 2048, EC >= 224, no SHA-1 below the root.
constexpr int auth_level = 2;
constexpr int most_intermediates = 5;

// By groups; OpenSSL may give numbers that it did not have when this was written, and those are untrusted.
Fault fault_of(int error) {
  switch (error) {
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED: return Fault::certificate_expired;
    case X509_V_ERR_CERT_REVOKED: return Fault::certificate_revoked;
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE: return Fault::revocation_stale;
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED: return Fault::wrong_usage;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK: return Fault::weak_algorithm;
    default: return Fault::certificate_untrusted;
  }
}

crypto::StoreHandle store_of(const std::vector<crypto::Certificate>& roots) {
  crypto::StoreHandle store(X509_STORE_new());
  if (!store) throw std::bad_alloc();
  for (const auto& root : roots)
    if (X509_STORE_add_cert(store.get(), root.parsed.get()) != 1) throw std::bad_alloc();
  return store;
}

void push(STACK_OF(X509) * stack, X509* certificate) {
  if (sk_X509_push(stack, certificate) <= 0) throw std::bad_alloc();
}

std::time_t whole_seconds(base::Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

// What stands in this second. Certificates and lists count in whole seconds, so until the next one the answer stays.
class Standing {
 public:
  struct Question {
    base::Sha256Hash leaf;
    std::vector<base::Sha256Hash> extra;
    Purpose purpose;
    auto operator<=>(const Question&) const = default;  // NOLINT(modernize-use-nullptr)
  };

  [[nodiscard]] bool knows(const Question& question, base::Instant now) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (second != m_second) m_valid.clear();
    m_second = second;
    return m_valid.contains(question);
  }
  void remember(Question question) { m_valid.insert(std::move(question)); }

 private:
  std::chrono::sys_seconds m_second{};
  std::set<Question> m_valid;
};

}  // namespace

struct Trust::State {
  State(std::vector<crypto::Certificate> root_certificates, std::vector<crypto::Certificate> intermediate_certificates,
        const std::vector<RevocationList>& revocation_lists, Revocation revocation,
        const std::vector<StatusResponse>& status_responses, StatusRule status_rule)
      : roots(std::move(root_certificates)),
        intermediates(std::move(intermediate_certificates)),
        store(store_of(roots)),
        lists(revocation_lists, issuers()),
        responses(status_responses, issuers()),
        demand(revocation),
        rule(status_rule) {}

  [[nodiscard]] std::vector<X509*> issuers() const {
    std::vector<X509*> all;
    for (const auto& root : roots) all.push_back(root.parsed.get());
    for (const auto& intermediate : intermediates) all.push_back(intermediate.parsed.get());
    return all;
  }
  // What a chain may be built from, our own first: of two with one name OpenSSL takes the first.
  [[nodiscard]] StackHandle untrusted(const std::vector<crypto::Certificate>& extra) const {
    StackHandle stack(sk_X509_new_null());
    for (const auto& intermediate : intermediates) push(stack.get(), intermediate.parsed.get());
    for (const auto& certificate : extra) push(stack.get(), certificate.parsed.get());
    return stack;
  }

  std::vector<crypto::Certificate> roots;
  std::vector<crypto::Certificate> intermediates;
  crypto::StoreHandle store;
  RevocationLists lists;
  StatusResponses responses;
  Revocation demand;
  StatusRule rule;
  Standing standing;

  // Is `certificate`, which `issuer` signed, revoked at `at`, by word that is fresh at `now`?
  [[nodiscard]] base::Result<void, Problem> judge(X509& certificate, X509& issuer, StatusSource source,
                                                  base::Instant at, base::Instant now) const;
};

namespace {

StatusSource source_for_authorities(StatusSource source) {
  return source == StatusSource::responses ? StatusSource::either : source;
}

Problem stale(std::string why) { return {Fault::revocation_stale, std::move(why)}; }

}  // namespace

base::Result<void, Problem> Trust::State::judge(X509& certificate, X509& issuer, StatusSource source, base::Instant at,
                                                base::Instant now) const {
  const auto list = lists.say(certificate, issuer, at, now, rule.list_age);
  const auto response = responses.say(certificate, issuer, lists, at, now, rule.response_age);
  if (list.revoked || response.revoked) return Problem{Fault::certificate_revoked, "the certificate is revoked"};
  if (demand == Revocation::if_present) return {};
  if (response.unknown) return stale("its issuer's responder does not know a certificate of the chain");
  switch (source) {
    case StatusSource::lists:
      return list.stale ? base::Result<void, Problem>(stale(*list.stale)) : base::Result<void, Problem>();
    case StatusSource::responses:
      return response.stale ? base::Result<void, Problem>(stale(*response.stale)) : base::Result<void, Problem>();
    case StatusSource::either:
      if (!list.stale || !response.stale) return {};
      return stale(*list.stale + "; " + *response.stale);
    case StatusSource::unknown: break;
  }
  return stale("the policy does not say whose word counts");
}

namespace {

// The chain from `leaf` to a root, leaf first, left in `context`.
base::Result<void, Problem> build_chain(X509_STORE_CTX* context, X509_STORE* store, X509* leaf,
                                        STACK_OF(X509) * untrusted, base::Instant at) {
  if (X509_STORE_CTX_init(context, store, leaf, untrusted) != 1) throw std::bad_alloc();
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_time(parameters, whole_seconds(at));
  X509_VERIFY_PARAM_set_auth_level(parameters, auth_level);
  X509_VERIFY_PARAM_set_depth(parameters, most_intermediates);
  const int verified = X509_verify_cert(context);
  ERR_clear_error();
  if (verified == 1) return {};
  const int error = X509_STORE_CTX_get_error(context);
  return Problem{fault_of(error), std::string("the certificate: ") + X509_verify_cert_error_string(error)};
}

// OpenSSL lets certificates of version 1 and old Netscape extensions pass as CAs (X509_check_ca 3 to 5).
bool are_authorities(const STACK_OF(X509) * chain) {
  for (int i = 1; i < sk_X509_num(chain); ++i)
    if (X509_check_ca(sk_X509_value(chain, i)) != 1) return false;
  return true;
}

}  // namespace

Trust::Trust(std::vector<crypto::Certificate> roots, std::vector<crypto::Certificate> intermediates,
             const std::vector<RevocationList>& lists, Revocation revocation,
             const std::vector<StatusResponse>& responses, StatusRule rule)
    : m_state(std::make_unique<State>(std::move(roots), std::move(intermediates), lists, revocation, responses, rule)) {
}
Trust::Trust(Trust&&) noexcept = default;
Trust& Trust::operator=(Trust&&) noexcept = default;
Trust::~Trust() = default;

base::Result<void, Problem> Trust::check(const crypto::Certificate& leaf, const std::vector<crypto::Certificate>& extra,
                                         Purpose purpose, base::Instant at, base::Instant now) const {
  X509* const x509 = leaf.parsed.get();
  if (x509 == nullptr) return Problem{Fault::malformed, "no certificate"};
  const auto untrusted = m_state->untrusted(extra);
  const crypto::StoreContext context(X509_STORE_CTX_new());
  if (!context) throw std::bad_alloc();
  if (auto built = build_chain(context.get(), m_state->store.get(), x509, untrusted.get(), at); !built) return built;
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
  if (!fits(*x509, purpose)) return Problem{Fault::wrong_usage, "the certificate is not for this use"};
  // A leaf that is itself a root is nobody's subordinate.
  if (sk_X509_num(chain) < 2 || !are_authorities(chain))
    return Problem{Fault::wrong_usage, "a certificate in the chain is no authority"};
  for (int i = 0; i + 1 < sk_X509_num(chain); ++i) {
    const auto source = i == 0 ? m_state->rule.source : source_for_authorities(m_state->rule.source);
    auto stands = m_state->judge(*sk_X509_value(chain, i), *sk_X509_value(chain, i + 1), source, at, now);
    if (!stands) return stands;
  }
  return {};
}

base::Result<void, Problem> Trust::check(const crypto::Certificate& leaf, const std::vector<crypto::Certificate>& extra,
                                         Purpose purpose, base::Instant now) const {
  Standing::Question question{leaf.hash, {}, purpose};
  for (const auto& certificate : extra) question.extra.push_back(certificate.hash);
  if (m_state->standing.knows(question, now)) return {};
  auto judged = check(leaf, extra, purpose, now, now);
  if (judged) m_state->standing.remember(std::move(question));
  return judged;
}

}  // namespace antin::evidence
