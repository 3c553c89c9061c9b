// What the module does after errors: antin-signer discards a session that failed, and must be able to go on.
#include "core/crypto/sha2.hpp"
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

using crypto::KeyAlgorithm;

// Each question has a session of its own: what one leaves in it is not the next one's.
struct Fresh {
  base::Result<KeyPair> pair;
  base::Result<hsm::Session> session;
  explicit Fresh(Subject& subject)
      : pair(subject.any_key()),
        session(hsm::Session::open(subject.cryptoki(), subject.slot(), hsm::SessionKind::read_only)) {}
  [[nodiscard]] std::optional<Answer> trouble() const {
    if (!pair) return not_tried(pair.error().text);
    if (!session) return not_tried(session.error().text);
    return std::nullopt;
  }
  [[nodiscard]] CK_OBJECT_HANDLE key() const { return pair->private_object; }
  [[nodiscard]] CK_MECHANISM_TYPE mechanism() const { return mechanism_of(pair->key.algorithm); }
};

Answer expected(const char* function, CK_RV value, std::initializer_list<CK_RV> wanted) {
  if (value == CKR_OK) return no(std::string(function) + " says CKR_OK");
  for (const auto one : wanted) {
    if (value == one) return yes();
  }
  return differs(said(function, value));
}

CK_RV sign_into(const hsm::Session& session, base::Bytes* signature, CK_ULONG& size) {
  const auto hash = crypto::sha256(base::view(sample));
  return session.functions().C_Sign(session.handle(), in(hash), hash.size(),
                                    signature == nullptr ? nullptr : signature->data(), &size);
}

Answer says_the_size(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  if (const auto value = begin_signing(*fresh.session, fresh.mechanism(), fresh.key()); value != CKR_OK)
    return not_tried(said("C_SignInit", value));
  CK_ULONG size = 0;
  if (const auto value = sign_into(*fresh.session, nullptr, size); value != CKR_OK) return refused("C_Sign", value);
  base::Bytes signature(1024);
  const auto told = size;
  size = signature.size();
  if (const auto value = sign_into(*fresh.session, &signature, size); value != CKR_OK)
    return no("the question for the size ended the signature: " + said("C_Sign", value));
  return told >= size ? yes() : no("it said " + std::to_string(told) + " octets and gave " + std::to_string(size));
}

Answer survives_a_small_buffer(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  if (const auto value = begin_signing(*fresh.session, fresh.mechanism(), fresh.key()); value != CKR_OK)
    return not_tried(said("C_SignInit", value));
  base::Bytes small(1024, 0xcc);
  CK_ULONG size = 8;
  const auto first = sign_into(*fresh.session, &small, size);
  for (std::size_t i = 8; i < small.size(); ++i) {
    if (small[i] != 0xcc) return no("it wrote past the end of a buffer of 8 octets");
  }
  if (first != CKR_BUFFER_TOO_SMALL) return expected("C_Sign", first, {});
  base::Bytes signature(1024);
  size = signature.size();
  const auto second = sign_into(*fresh.session, &signature, size);
  return second == CKR_OK ? yes() : differs("the signature cannot be had afterwards: " + said("C_Sign", second));
}

Answer refuses_a_bad_key_handle(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  constexpr CK_OBJECT_HANDLE nobodys = 0x7fffff01;
  return expected("C_SignInit", begin_signing(*fresh.session, fresh.mechanism(), nobodys),
                  {CKR_KEY_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID});
}

Answer refuses_a_bad_session(Subject& subject) {
  CK_SESSION_INFO info{};
  constexpr CK_SESSION_HANDLE nobodys = 0x7fffff01;
  return expected("C_GetSessionInfo", subject.functions().C_GetSessionInfo(nobodys, &info),
                  {CKR_SESSION_HANDLE_INVALID});
}

Answer refuses_a_closed_session(Subject& subject) {
  CK_SESSION_HANDLE closed = CK_INVALID_HANDLE;
  {
    const auto session = hsm::Session::open(subject.cryptoki(), subject.slot(), hsm::SessionKind::read_only);
    if (!session) return not_tried(session.error().text);
    closed = session->handle();
  }
  CK_SESSION_INFO info{};
  return expected("C_GetSessionInfo", subject.functions().C_GetSessionInfo(closed, &info),
                  {CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED});
}

Answer refuses_an_unknown_mechanism(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  constexpr CK_MECHANISM_TYPE nobodys = CKM_VENDOR_DEFINED | 0x7ffff001;
  return expected("C_SignInit", begin_signing(*fresh.session, nobodys, fresh.key()), {CKR_MECHANISM_INVALID});
}

Answer refuses_a_mechanism_of_others(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  if (fresh.pair->key.algorithm != KeyAlgorithm::ecdsa_p256) return not_tried("there are no P-256 keys");
  return expected("C_SignInit", begin_signing(*fresh.session, CKM_RSA_PKCS_PSS, fresh.key()),
                  {CKR_KEY_TYPE_INCONSISTENT, CKR_MECHANISM_INVALID, CKR_KEY_HANDLE_INVALID});
}

Answer refuses_to_sign_unasked(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  return expected("C_Sign", end_signing(*fresh.session, base::Bytes(32)), {CKR_OPERATION_NOT_INITIALIZED});
}

Answer says_that_one_is_active(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  if (const auto value = begin_signing(*fresh.session, fresh.mechanism(), fresh.key()); value != CKR_OK)
    return not_tried(said("C_SignInit", value));
  const auto value = begin_signing(*fresh.session, fresh.mechanism(), fresh.key());
  return value == CKR_OPERATION_ACTIVE ? yes() : differs(said("C_SignInit", value));
}

// 5 octets are no SHA-256 hash, which PSS must refuse; where there is no RSA, an empty ECDSA input.
CK_RV fail_to_sign(Subject& subject, const Fresh& fresh, bool& failed_as_meant) {
  const auto rsa = subject.key(KeyAlgorithm::rsa);
  const auto mechanism = rsa ? CKM_RSA_PKCS_PSS : CKM_ECDSA;
  if (const auto value = begin_signing(*fresh.session, mechanism, rsa ? rsa->private_object : fresh.key());
      value != CKR_OK)
    return value;
  failed_as_meant = end_signing(*fresh.session, base::Bytes(rsa ? 5 : 0)) != CKR_OK;
  return CKR_OK;
}

Answer goes_on_in_the_same_session(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  bool failed = false;
  if (const auto value = fail_to_sign(subject, fresh, failed); value != CKR_OK)
    return not_tried(said("C_SignInit", value));
  if (!failed) return not_tried("no C_Sign could be made to fail");
  const auto value = sign_sample(*fresh.session, fresh.mechanism(), fresh.key());
  return value == CKR_OK ? yes() : differs(said("signing", value));
}

Answer goes_on_in_another_session(Subject& subject) {
  const Fresh fresh(subject);
  if (const auto trouble = fresh.trouble()) return *trouble;
  bool failed = false;
  if (const auto value = fail_to_sign(subject, fresh, failed); value != CKR_OK)
    return not_tried(said("C_SignInit", value));
  const Fresh another(subject);
  if (const auto trouble = another.trouble()) return *trouble;
  const auto value = sign_sample(*another.session, another.mechanism(), another.key());
  return value == CKR_OK ? yes() : no(said("signing", value));
}

constexpr Check checks[] = {
    {"error.size", "Does C_Sign without a buffer say the size, and go on?", Bearing::note,
     "Antin always gives a buffer.", says_the_size},
    {"error.small-buffer", "Does a buffer that is too small do no harm?", Bearing::note,
     "Antin's buffer fits every signature.", survives_a_small_buffer},
    {"error.key-handle", "Is a key handle that does not exist refused?", Bearing::essential,
     "A stale handle would sign with some other key, or end the process.", refuses_a_bad_key_handle},
    {"error.session-handle", "Is a session that does not exist refused?", Bearing::essential,
     "antin-signer could not see that its session is gone.", refuses_a_bad_session},
    {"error.closed-session", "Is a closed session refused?", Bearing::essential,
     "antin-signer could not see that its session is gone.", refuses_a_closed_session},
    {"error.mechanism", "Is a mechanism that does not exist refused?", Bearing::note,
     "A mistake of a program would not be seen.", refuses_an_unknown_mechanism},
    {"error.other-mechanism", "Is PSS with a P-256 key refused?", Bearing::note,
     "A mistake of a program would not be seen.", refuses_a_mechanism_of_others},
    {"error.no-init", "Is C_Sign without C_SignInit refused?", Bearing::note,
     "A mistake of a program would not be seen.", refuses_to_sign_unasked},
    {"error.active", "Is a second C_SignInit refused while one is active?", Bearing::note,
     "A mistake of a program would not be seen.", says_that_one_is_active},
    {"error.same-session", "Does a session sign again after a C_Sign that failed?", Bearing::note,
     "antin-signer discards the session after any error.", goes_on_in_the_same_session},
    {"error.new-session", "Does a new session sign after that?", Bearing::essential,
     "One error stops the signer until it is started anew.", goes_on_in_another_session},
};

}  // namespace

const Group error_group{.name = "error", .title = "After errors", .opening = Opening::user, .checks = checks};

}  // namespace antin::ceremony::probe
