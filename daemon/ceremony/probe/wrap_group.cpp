// Backups by wrapping: what each mechanism makes, who may be wrapped, and whether a backup opens again, here and
// outside.
#include "core/crypto/signature.hpp"
#include "core/hsm/signing.hpp"
#include "daemon/ceremony/probe/key_wrapping.hpp"
#include "daemon/ceremony/probe/raw.hpp"

namespace antin::ceremony::probe {
namespace {

using crypto::KeyAlgorithm;

template <CK_MECHANISM_TYPE Mechanism, WrapForm Wanted>
Answer makes(Subject& subject) {
  const auto form = form_of(subject, Mechanism);
  if (!form) return no(form.error().text);
  return *form == Wanted ? yes() : differs("it makes " + name_of(*form));
}

Answer makes_rfc5649(Subject& subject) {
  const auto wrapping = best_wrapping(subject);
  if (!wrapping) return no("no mechanism makes RFC 3394 or RFC 5649");
  const auto number = "0x" + base::to_hex(base::Bytes{static_cast<std::uint8_t>(wrapping->mechanism >> 8),
                                                      static_cast<std::uint8_t>(wrapping->mechanism)});
  if (wrapping->made == WrapForm::rfc5649) return yes(number);
  const auto text = number + " makes " + name_of(wrapping->made);
  return wrapping->form == crypto::KeyWrap::rfc5649 ? differs(text) : no(text);
}

// A key that may be taken out, and the wrapped form of it.
struct Backup {
  Wrapping wrapping;
  CK_OBJECT_HANDLE with = CK_INVALID_HANDLE;
  KeyPair pair;
  base::Bytes wrapped;
};

base::Result<Backup> back_up(Subject& subject, KeyAlgorithm algorithm, bool extractable = true) {
  const auto wrapping = best_wrapping(subject);
  if (!wrapping) return base::Error{"no mechanism makes RFC 3394 or RFC 5649"};
  const auto with = import_wrapping_key(subject, known_wrapping_key());
  if (!with) return with.error();
  Wish wish;
  wish.algorithm = algorithm;
  wish.extractable = extractable;
  const auto pair = subject.pair(wish);
  if (!pair) return pair.error();
  auto wrapped = wrap(subject.session(), wrapping->mechanism, *with, pair->private_object);
  if (!wrapped) return wrapped.error();
  return Backup{*wrapping, *with, *pair, std::move(*wrapped)};
}

template <KeyAlgorithm Algorithm>
Answer opens_outside(Subject& subject) {
  const auto backup = back_up(subject, Algorithm);
  if (!backup) return no(backup.error().text);
  const auto inside = public_key_inside(backup->wrapping, known_wrapping_key(), backup->wrapped);
  if (!inside) return no(inside.error().text);
  return *inside == backup->pair.key.spki ? yes() : no("OpenSSL finds another key inside");
}

template <KeyAlgorithm Algorithm>
Answer comes_back(Subject& subject) {
  const auto backup = back_up(subject, Algorithm);
  if (!backup) return not_tried(backup.error().text);
  const auto back = unwrap_private(subject, backup->wrapping, backup->with, backup->wrapped, Algorithm);
  if (back.value != CKR_OK) return refused("C_UnwrapKey", back.value);
  if (flag_of(subject.session(), back.key, CKA_SENSITIVE) != true ||
      flag_of(subject.session(), back.key, CKA_EXTRACTABLE) != false)
    return no("the key that came back is open");
  const auto signature =
      hsm::sign_on(subject.session(), back.key, backup->pair.key, base::DigestAlgorithm::sha256, base::view(sample));
  if (!signature) return no(signature.error().text);
  return crypto::verify_signature(backup->pair.key.spki, crypto::scheme_of(Algorithm), base::DigestAlgorithm::sha256,
                                  base::view(sample), *signature)
             ? yes()
             : no("the key that came back is another");
}

Answer refuses_what_was_altered(Subject& subject) {
  auto backup = back_up(subject, KeyAlgorithm::ecdsa_p256);
  if (!backup) return not_tried(backup.error().text);
  backup->wrapped[backup->wrapped.size() / 2] ^= 1;
  const auto back = unwrap_private(subject, backup->wrapping, backup->with, backup->wrapped, KeyAlgorithm::ecdsa_p256);
  return back.value == CKR_OK ? no("it was unwrapped") : yes(said("C_UnwrapKey", back.value));
}

Answer refuses_another_wrapping_key(Subject& subject) {
  const auto backup = back_up(subject, KeyAlgorithm::ecdsa_p256);
  if (!backup) return not_tried(backup.error().text);
  const auto other = import_wrapping_key(subject, base::Bytes(wrapping_key_size, 0x11));
  if (!other) return not_tried(other.error().text);
  const auto back = unwrap_private(subject, backup->wrapping, *other, backup->wrapped, KeyAlgorithm::ecdsa_p256);
  return back.value == CKR_OK ? no("it was unwrapped") : yes(said("C_UnwrapKey", back.value));
}

Answer keeps_what_is_not_extractable(Subject& subject) {
  if (const auto open = back_up(subject, KeyAlgorithm::ecdsa_p256); !open) return not_tried(open.error().text);
  const auto closed = back_up(subject, KeyAlgorithm::ecdsa_p256, false);
  return closed ? no("it was wrapped") : yes(closed.error().text);
}

Answer keeps_what_wants_a_trusted_key(Subject& subject) {
  const auto wrapping = best_wrapping(subject);
  if (!wrapping) return not_tried("no mechanism makes RFC 3394 or RFC 5649");
  const auto with = import_wrapping_key(subject, known_wrapping_key());
  if (!with) return not_tried(with.error().text);
  Wish wish;
  wish.extractable = wish.wrap_with_trusted = true;
  const auto pair = subject.pair(wish);
  if (!pair) return no(pair.error().text);
  if (flag_of(subject.session(), pair->private_object, CKA_WRAP_WITH_TRUSTED) != true)
    return no("WRAP_WITH_TRUSTED is not kept");
  const auto wrapped = wrap(subject.session(), wrapping->mechanism, *with, pair->private_object);
  return wrapped ? no("a wrapping key that is not trusted wrapped it") : yes(wrapped.error().text);
}

Answer keeps_wrapping_key(Subject& subject) {
  const auto with = import_wrapping_key(subject, known_wrapping_key());
  if (!with) return not_tried(with.error().text);
  base::Bytes value;
  const auto result = read_value(subject.session(), *with, CKA_VALUE, value);
  return result == CKR_OK && !value.empty() ? no("CKA_VALUE was read") : yes(said("C_GetAttributeValue", result));
}

constexpr const char* no_backup = "No wrapped backup: plan the vendor's backup, or none.";

constexpr Check checks[] = {
    {"wrap.2109", "Does CKM_AES_KEY_WRAP (0x2109) make RFC 3394?", Bearing::note,
     "The name does not say what it makes.", makes<CKM_AES_KEY_WRAP, WrapForm::rfc3394>},
    {"wrap.210a", "Does CKM_AES_KEY_WRAP_PAD (0x210A) make RFC 3394 over PKCS#7, as 2.40 says?", Bearing::note,
     "The name does not say what it makes.", makes<CKM_AES_KEY_WRAP_PAD, WrapForm::rfc3394_pkcs7>},
    {"wrap.210b", "Does CKM_AES_KEY_WRAP_KWP (0x210B) make RFC 5649?", Bearing::note,
     "The name does not say what it makes.", makes<aes_key_wrap_kwp, WrapForm::rfc5649>},
    {"wrap.rfc5649", "Does any of them make RFC 5649, by the RFC's vectors?", Bearing::choice,
     "Keys whose length is no multiple of 8 octets come back longer, or cannot be wrapped: read PKCS#8 by its own "
     "length "
     "and rehearse the restore, or plan no wrapped backup.",
     makes_rfc5649},
    {"wrap.p256", "Does OpenSSL open a wrapped P-256 key?", Bearing::choice, no_backup,
     opens_outside<KeyAlgorithm::ecdsa_p256>},
    {"wrap.rsa-3072", "And a wrapped RSA-3072 key?", Bearing::choice,
     "No wrapped backup of RSA keys: plan the vendor's backup, or none.", opens_outside<KeyAlgorithm::rsa>},
    {"wrap.ed25519", "And a wrapped Ed25519 key?", Bearing::note, "Log keys are never backed up.",
     opens_outside<KeyAlgorithm::ed25519>},
    {"restore.p256", "Does a wrapped P-256 key come back closed, and sign?", Bearing::choice, no_backup,
     comes_back<KeyAlgorithm::ecdsa_p256>},
    {"restore.rsa-3072", "And a wrapped RSA-3072 key?", Bearing::choice,
     "No wrapped backup of RSA keys: plan the vendor's backup, or none.", comes_back<KeyAlgorithm::rsa>},
    {"restore.altered", "Is a wrapped key refused when one bit of it was altered?", Bearing::choice, no_backup,
     refuses_what_was_altered},
    {"restore.other-key", "Is it refused under another wrapping key?", Bearing::choice, no_backup,
     refuses_another_wrapping_key},
    {"wrap.not-extractable", "Is a key that is not extractable not wrapped?", Bearing::essential,
     "Whoever has the PIN can take the keys away.", keeps_what_is_not_extractable},
    {"wrap.with-trusted", "Is a WRAP_WITH_TRUSTED key not wrapped by an untrusted one?", Bearing::choice,
     "Between its making and its closing, an extractable key can be taken by whoever has the PIN.",
     keeps_what_wants_a_trusted_key},
    {"wrap.key-hidden", "Is the value of the wrapping key refused?", Bearing::choice,
     "The wrapping key can be read while it is in the HSM.", keeps_wrapping_key},
};

}  // namespace

const Group wrap_group{.name = "wrap", .title = "Backups by wrapping", .opening = Opening::user, .checks = checks};

}  // namespace antin::ceremony::probe
