// What a key may be used for, and who may say so.
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

using crypto::KeyAlgorithm;

Answer reads_only_sign(Subject& subject) {
  const auto pair = subject.any_key();
  if (!pair) return not_tried(pair.error().text);
  constexpr struct {
    CK_ATTRIBUTE_TYPE type;
    const char* name;
  } unwanted[] = {{CKA_DECRYPT, "CKA_DECRYPT"},
                  {CKA_UNWRAP, "CKA_UNWRAP"},
                  {CKA_DERIVE, "CKA_DERIVE"},
                  {CKA_SIGN_RECOVER, "CKA_SIGN_RECOVER"}};
  std::string on;
  for (const auto& usage : unwanted) {
    if (flag_of(subject.session(), pair->private_object, usage.type) == true)
      on += (on.empty() ? "" : ", ") + std::string(usage.name);
  }
  if (flag_of(subject.session(), pair->private_object, CKA_SIGN) != true) return no("CKA_SIGN does not read as true");
  return on.empty() ? yes() : differs(on + " on");
}

Answer refuses_to_sign(Subject& subject) {
  Wish wish;
  wish.algorithm = subject.any_kind();
  wish.may_sign = false;
  const auto pair = subject.pair(wish);
  if (!pair) return not_tried(pair.error().text);
  if (flag_of(subject.session(), pair->private_object, CKA_SIGN) == true) return no("CKA_SIGN came on by itself");
  const auto value = sign_sample(subject.session(), mechanism_of(wish.algorithm), pair->private_object);
  if (value == CKR_OK) return no("it signs");
  return value == CKR_KEY_FUNCTION_NOT_PERMITTED ? yes() : yes(said("C_SignInit", value));
}

base::Result<KeyPair> restricted(Subject& subject, KeyAlgorithm algorithm, CK_MECHANISM_TYPE allowed) {
  Wish wish;
  wish.algorithm = algorithm;
  wish.allowed = {allowed};
  return subject.pair(wish);
}

Answer keeps_allowed_mechanisms(Subject& subject) {
  const auto wanted = mechanism_of(subject.any_kind());
  const auto pair = restricted(subject, subject.any_kind(), wanted);
  if (!pair) return no(pair.error().text);
  const auto list = subject.session().attribute(pair->private_object, CKA_ALLOWED_MECHANISMS);
  if (!list) return no(list.error().text);
  const base::ByteView octets{reinterpret_cast<const std::uint8_t*>(&wanted), sizeof wanted};
  if (!base::equal(*list, octets)) return no("it reads back another list");
  const auto value = sign_sample(subject.session(), wanted, pair->private_object);
  return value == CKR_OK ? yes() : no("the mechanism that is allowed is refused: " + said("signing", value));
}

// A key that may do something else alone.
Answer enforces_allowed_mechanisms(Subject& subject) {
  const auto kind = subject.any_kind();
  const auto pair = restricted(subject, kind, other_mechanism_of(kind));
  if (!pair) return not_tried(pair.error().text);
  const auto value = begin_signing(subject.session(), mechanism_of(kind), pair->private_object);
  if (value == CKR_OK) {
    end_signing(subject.session(), base::Bytes(32));
    return no("a key for another mechanism alone signs all the same");
  }
  return value == CKR_MECHANISM_INVALID ? yes() : differs(said("C_SignInit", value));
}

Answer keeps_pss_to_pss(Subject& subject) {
  const auto pair = restricted(subject, KeyAlgorithm::rsa, CKM_RSA_PKCS_PSS);
  if (!pair) return not_tried(pair.error().text);
  if (const auto value = sign_sample(subject.session(), CKM_RSA_PKCS_PSS, pair->private_object); value != CKR_OK)
    return no(said("signing by PSS", value));
  const auto value = sign_sample(subject.session(), CKM_RSA_PKCS, pair->private_object);
  return value == CKR_OK ? no("a key for PSS alone signs by PKCS#1 v1.5") : yes();
}

Answer keeps_trusted_from_the_user(Subject& subject) {
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
  if (const auto value = import_secret(subject.session(), {CKK_AES, true, false}, base::Bytes(32, 0x5a), key);
      value != CKR_OK)
    return not_tried(said("C_CreateObject", value));
  const auto value = set_flag(subject.session(), key, CKA_TRUSTED, true);
  const auto now = flag_of(subject.session(), key, CKA_TRUSTED);
  subject.functions().C_DestroyObject(subject.session().handle(), key);
  if (now == true) return no("the user marked a wrapping key as trusted (" + said("C_SetAttributeValue", value) + ")");
  return yes();
}

// The same, asked for when the key is made.
Answer keeps_trusted_from_creation(Subject& subject) {
  hsm::Attributes attributes;
  attributes.number(CKA_CLASS, CKO_SECRET_KEY).number(CKA_KEY_TYPE, CKK_AES).flag(CKA_TOKEN, false);
  attributes.flag(CKA_WRAP, true).flag(CKA_TRUSTED, true).bytes(CKA_VALUE, base::Bytes(32, 0x5a));
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
  const auto value =
      subject.functions().C_CreateObject(subject.session().handle(), attributes.data(), attributes.size(), &key);
  if (value != CKR_OK) return yes(said("C_CreateObject", value));
  const bool trusted = flag_of(subject.session(), key, CKA_TRUSTED) == true;
  subject.functions().C_DestroyObject(subject.session().handle(), key);
  return trusted ? no("the user made a trusted wrapping key") : differs("CKA_TRUSTED is ignored");
}

constexpr Check checks[] = {
    {"usage.only-sign", "Has a key no use but signing?", Bearing::choice,
     "Uses that nobody asked for are on: a transcript must name them.", reads_only_sign},
    {"usage.enforced", "Does a key without CKA_SIGN refuse to sign?", Bearing::essential,
     "Attributes are decoration here: any key does anything.", refuses_to_sign},
    {"usage.mechanisms-kept", "Is ALLOWED_MECHANISMS kept?", Bearing::choice,
     "A key cannot be bound to its mechanism: only antin-signer keeps it to one.", keeps_allowed_mechanisms},
    {"usage.mechanisms-enforced", "Is it enforced?", Bearing::choice,
     "A key cannot be bound to its mechanism: only antin-signer keeps it to one.", enforces_allowed_mechanisms},
    {"usage.pss-only", "Does an RSA key for PSS alone refuse PKCS#1 v1.5?", Bearing::choice,
     "An RSA key cannot be bound to PSS: only antin-signer keeps it from PKCS#1 v1.5.", keeps_pss_to_pss},
    {"usage.trusted-refused", "Can the user not mark a wrapping key as TRUSTED?", Bearing::choice,
     "WRAP_WITH_TRUSTED protects nothing: no wrapped backup under it.", keeps_trusted_from_the_user},
    {"usage.trusted-not-made", "Nor make one?", Bearing::choice,
     "WRAP_WITH_TRUSTED protects nothing: no wrapped backup under it.", keeps_trusted_from_creation},
};

}  // namespace

const Group usage_group{
    .name = "usage", .title = "What a key may be used for", .opening = Opening::user, .checks = checks};

}  // namespace antin::ceremony::probe
