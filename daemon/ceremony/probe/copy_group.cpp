// Copies of keys as session objects: antin-signer signs with them where they are as closed as the key.
#include "core/crypto/signature.hpp"
#include "core/hsm/session_copy.hpp"
#include "core/hsm/signing.hpp"
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

using crypto::KeyAlgorithm;

base::Result<CK_OBJECT_HANDLE> copy_with(const Subject& subject, CK_OBJECT_HANDLE original,
                                         CK_ATTRIBUTE_TYPE type = CKA_TOKEN, bool value = false) {
  hsm::Attributes change;
  change.flag(CKA_TOKEN, false);
  if (type != CKA_TOKEN) change.flag(type, value);
  CK_OBJECT_HANDLE copy = CK_INVALID_HANDLE;
  const auto result =
      subject.functions().C_CopyObject(subject.session().handle(), original, change.data(), change.size(), &copy);
  if (result != CKR_OK) return hsm::cryptoki_error("C_CopyObject", result);
  return copy;
}

template <KeyAlgorithm Algorithm>
Answer copies(Subject& subject) {
  const auto pair = subject.key(Algorithm);
  if (!pair) return not_tried(pair.error().text);
  const auto any = copy_with(subject, pair->private_object);
  if (!any) return no(any.error().text);
  subject.functions().C_DestroyObject(subject.session().handle(), *any);
  const auto copy = hsm::closed_copy(subject.session(), pair->private_object);
  if (!copy) return no("the copy is not sensitive, private, off the token and not extractable");
  const auto signature =
      hsm::sign_on(subject.session(), *copy, pair->key, base::DigestAlgorithm::sha256, base::view(sample));
  subject.functions().C_DestroyObject(subject.session().handle(), *copy);
  if (!signature) return no(signature.error().text);
  return crypto::verify_signature(pair->key.spki, crypto::scheme_of(Algorithm), base::DigestAlgorithm::sha256,
                                  base::view(sample), *signature)
             ? yes()
             : no("its signature is not the key's");
}

template <CK_ATTRIBUTE_TYPE Type, bool Value>
Answer copy_is_not_opened(Subject& subject) {
  const auto pair = subject.any_key();
  if (!pair) return not_tried(pair.error().text);
  const auto copy = copy_with(subject, pair->private_object, Type, Value);
  if (!copy) return yes(copy.error().text);
  const auto now = flag_of(subject.session(), *copy, Type);
  subject.functions().C_DestroyObject(subject.session().handle(), *copy);
  if (now == Value) return no("a copy was made with it changed");
  return differs("a copy is made, with it unchanged");
}

Answer keeps_what_is_not_copyable(Subject& subject) {
  Wish wish;
  wish.algorithm = subject.any_kind();
  wish.copyable = false;
  const auto pair = subject.pair(wish);
  if (!pair) return not_tried(pair.error().text);
  const auto copy = copy_with(subject, pair->private_object);
  if (!copy) return yes(copy.error().text);
  subject.functions().C_DestroyObject(subject.session().handle(), *copy);
  return no("it was copied");
}

Answer copy_goes_with_its_session(Subject& subject) {
  const auto pair = subject.any_key();
  if (!pair) return not_tried(pair.error().text);
  std::optional<CK_OBJECT_HANDLE> copy;
  {
    const auto other = hsm::Session::open(subject.cryptoki(), subject.slot(), hsm::SessionKind::read_only);
    if (!other) return not_tried(other.error().text);
    copy = hsm::closed_copy(*other, pair->private_object);
    if (!copy) return not_tried("no copy is made");
  }
  const auto value = sign_sample(subject.session(), mechanism_of(pair->key.algorithm), *copy);
  return value == CKR_OK ? differs("it outlives the session that made it") : yes();
}

constexpr const char* slower = "antin-signer signs with the key itself: the same, only slower on some HSMs.";

constexpr Check checks[] = {
    {"copy.p256", "Is a session copy of P-256 as closed as the key, and does it sign?", Bearing::note, slower,
     copies<KeyAlgorithm::ecdsa_p256>},
    {"copy.rsa-3072", "And one of RSA-3072?", Bearing::note, slower, copies<KeyAlgorithm::rsa>},
    {"copy.ed25519", "And one of Ed25519?", Bearing::note, slower, copies<KeyAlgorithm::ed25519>},
    {"copy.not-extractable", "Is no copy made extractable?", Bearing::essential,
     "Whoever has the PIN can take the keys away.", copy_is_not_opened<CKA_EXTRACTABLE, true>},
    {"copy.sensitive", "Is no copy made that is not sensitive?", Bearing::essential,
     "Whoever has the PIN can read the keys.", copy_is_not_opened<CKA_SENSITIVE, false>},
    {"copy.copyable", "Is a key that is not COPYABLE not copied?", Bearing::note, "Antin's keys are copyable.",
     keeps_what_is_not_copyable},
    {"copy.session", "Does a copy go with the session that made it?", Bearing::note,
     "A new session of antin-signer makes new copies: they pile up until it ends.", copy_goes_with_its_session},
};

}  // namespace

const Group copy_group{.name = "copy", .title = "Copies for a session", .opening = Opening::user, .checks = checks};

}  // namespace antin::ceremony::probe
