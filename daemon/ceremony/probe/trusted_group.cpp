// Trusted wrapping keys: only the security officer makes them, and where they may lie.
#include "daemon/ceremony/probe/key_wrapping.hpp"
#include "daemon/ceremony/probe/raw.hpp"

namespace antin::ceremony::probe {
namespace {

// With the officer logged in. CKA_PRIVATE is false: the officer can make no private objects.
CK_RV make_trusted(const Subject& subject, bool on_token, CK_OBJECT_HANDLE& made) {
  hsm::Attributes attributes;
  attributes.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES).flag(CKA_TOKEN, on_token);
  attributes.flag(CKA_PRIVATE, false).flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, false);
  attributes.flag(CKA_WRAP, true).flag(CKA_UNWRAP, true).flag(CKA_TRUSTED, true);
  attributes.bytes(CKA_LABEL, base::view(subject.label("trusted"))).bytes(CKA_VALUE, known_wrapping_key());
  return subject.functions().C_CreateObject(subject.session().handle(), attributes.data(), attributes.size(), &made);
}

// Officer in, key made, officer out, user in: what a ceremony does. In one session, which the key lives in.
base::Result<CK_OBJECT_HANDLE> trusted_in_user_session(Subject& subject) {
  subject.log_out();
  if (const auto in = subject.log_in(CKU_SO); !in) return in.error();
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  const auto value = make_trusted(subject, false, made);
  subject.log_out();
  const auto user = subject.log_in(CKU_USER);
  if (value != CKR_OK) return hsm::cryptoki_error("C_CreateObject", value);
  if (!user) return user.error();
  return made;
}

Answer no_officer() { return not_tried("no PIN of the security officer was given"); }

Answer outlives_the_officer(Subject& subject) {
  if (subject.aim().officer_pin.empty()) return no_officer();
  const auto key = trusted_in_user_session(subject);
  if (!key) return no(key.error().text);
  const auto trusted = flag_of(subject.session(), *key, CKA_TRUSTED);
  if (!trusted) return no("it is gone once the officer has logged out");
  return *trusted ? yes() : no("it is there, but not trusted");
}

Answer wraps_what_wants_it(Subject& subject) {
  if (subject.aim().officer_pin.empty()) return no_officer();
  const auto with = trusted_in_user_session(subject);
  if (!with) return not_tried(with.error().text);
  const auto wrapping = best_wrapping(subject);
  if (!wrapping) return not_tried("no mechanism makes RFC 3394 or RFC 5649");
  Wish wish;
  wish.extractable = wish.wrap_with_trusted = true;
  const auto pair = subject.pair(wish);
  if (!pair) return not_tried(pair.error().text);
  const auto wrapped = wrap(subject.session(), wrapping->mechanism, *with, pair->private_object);
  if (!wrapped) return no(wrapped.error().text);
  const auto inside = public_key_inside(*wrapping, known_wrapping_key(), *wrapped);
  if (!inside) return no(inside.error().text);
  return *inside == pair->key.spki ? yes() : no("OpenSSL finds another key inside");
}

// Nobody is logged in: a wrapped secret, unwrapped as one that anybody reads.
Answer unwrap_readable(const Subject& subject, const Wrapping& wrapping, CK_OBJECT_HANDLE with) {
  const base::Bytes secret(32, 0xe5);
  const auto wrapped = crypto::wrap_key(wrapping.form, known_wrapping_key(), secret);
  if (!wrapped) return not_tried(wrapped.error().text);
  hsm::Attributes attributes;
  attributes.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES).flag(CKA_TOKEN, false);
  attributes.flag(CKA_PRIVATE, false).flag(CKA_SENSITIVE, false).flag(CKA_EXTRACTABLE, true);
  CK_MECHANISM mechanism{wrapping.mechanism, nullptr, 0};
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
  const auto value = subject.functions().C_UnwrapKey(subject.session().handle(), &mechanism, with, in(*wrapped),
                                                     static_cast<CK_ULONG>(wrapped->size()), attributes.data(),
                                                     attributes.size(), &key);
  if (value != CKR_OK) return yes(said("C_UnwrapKey", value));
  base::Bytes read;
  read_value(subject.session(), key, CKA_VALUE, read);
  return read == secret ? no("nobody was logged in, and the wrapped key was read")
                        : differs("nobody was logged in, and the key was unwrapped, though not readable");
}

Answer guards_a_key_on_the_token(Subject& subject) {
  if (subject.aim().officer_pin.empty()) return no_officer();
  const auto wrapping = best_wrapping(subject);
  if (!wrapping) return not_tried("no mechanism makes RFC 3394 or RFC 5649");
  subject.log_out();
  if (const auto in = subject.log_in(CKU_SO); !in) return not_tried(in.error().text);
  CK_OBJECT_HANDLE with = CK_INVALID_HANDLE;
  const auto made = make_trusted(subject, true, with);
  subject.log_out();
  auto answer = made == CKR_OK ? unwrap_readable(subject, *wrapping, with) : yes(said("C_CreateObject", made));
  const auto user = subject.log_in(CKU_USER);
  if (made == CKR_OK) subject.functions().C_DestroyObject(subject.session().handle(), with);
  return user ? answer : no(user.error().text);
}

constexpr Check checks[] = {
    {"trusted.outlives-officer", "Does the officer's trusted session key live on for the user?", Bearing::choice,
     "No backup under WRAP_WITH_TRUSTED: the wrapping key would have to lie on the token.", outlives_the_officer},
    {"trusted.wraps", "Does it wrap a WRAP_WITH_TRUSTED key, and OpenSSL open that?", Bearing::choice,
     "No backup under WRAP_WITH_TRUSTED.", wraps_what_wants_it},
    {"trusted.on-token", "Is a trusted key on the token useless to who is not logged in?", Bearing::choice,
     "A wrapping key must never be stored on this token: whoever has a backup reads it without a PIN. The ceremony "
     "makes it for a session alone.",
     guards_a_key_on_the_token},
};

}  // namespace

const Group trusted_group{.name = "trusted",
                          .title = "Trusted wrapping keys",
                          .opening = Opening::user,
                          .tries_pins = true,
                          .checks = checks};

}  // namespace antin::ceremony::probe
