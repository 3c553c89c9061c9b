#include "daemon/ceremony/probe/key_wrapping.hpp"

#include "core/crypto/signature.hpp"
#include "daemon/ceremony/probe/raw.hpp"

namespace antin::ceremony::probe {
namespace {

struct Vector {
  const char* wrapping_key;
  const char* key;
  const char* wrapped;
};
// RFC 3394 4.6: 256 bits of key data under a 256-bit key.
constexpr Vector rfc3394_vector{"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                                "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
                                "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"};
// RFC 5649 6: 20 octets under a 192-bit key.
constexpr Vector rfc5649_vector{"5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8",
                                "c37b7e6492584340bed12207808941155068f738",
                                "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a"};

base::Bytes hex(const char* text) { return base::from_hex(text).value(); }

base::Result<base::Bytes> wrap_vector(const Subject& subject, CK_MECHANISM_TYPE mechanism, const Vector& vector,
                                      CK_KEY_TYPE type) {
  const auto& session = subject.session();
  CK_OBJECT_HANDLE with = CK_INVALID_HANDLE;
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
  if (const auto value = import_secret(session, {CKK_AES, true, false}, hex(vector.wrapping_key), with);
      value != CKR_OK)
    return hsm::cryptoki_error("C_CreateObject", value);
  const auto imported = import_secret(session, {type, false, true}, hex(vector.key), key);
  auto wrapped = imported == CKR_OK ? wrap(session, mechanism, with, key)
                                    : base::Result<base::Bytes>(hsm::cryptoki_error("C_CreateObject", imported));
  if (imported == CKR_OK) session.functions().C_DestroyObject(session.handle(), key);
  session.functions().C_DestroyObject(session.handle(), with);
  return wrapped;
}

// PKCS#11 2.40 2.14.3 says of CKM_AES_KEY_WRAP_PAD: padded by PKCS#7, then wrapped.
base::Bytes padded_by_pkcs7(base::Bytes key) {
  const auto missing = static_cast<std::uint8_t>(8 - key.size() % 8);
  key.insert(key.end(), missing, missing);
  return key;
}

base::Bytes filled_with_zeros(base::Bytes key) {
  key.resize((key.size() + 7) / 8 * 8);
  return key;
}

bool matches(crypto::KeyWrap form, const Vector& vector, base::ByteView key, base::ByteView wrapped) {
  const auto ours = crypto::wrap_key(form, hex(vector.wrapping_key), key);
  return ours && base::equal(*ours, wrapped);
}

std::string pem_of(const base::Secret& pkcs8) {
  return "-----BEGIN PRIVATE KEY-----\n" + base::to_base64(pkcs8.expose_secret()) + "\n-----END PRIVATE KEY-----\n";
}

}  // namespace

std::string name_of(WrapForm form) {
  switch (form) {
    case WrapForm::rfc3394: return "RFC 3394";
    case WrapForm::rfc5649: return "RFC 5649";
    case WrapForm::rfc5649_zeros: return "RFC 5649 of a key filled up with zeros to a multiple of 8 octets";
    case WrapForm::rfc3394_pkcs7: return "RFC 3394 over PKCS#7 padding";
    case WrapForm::other:
    case WrapForm::unknown: break;
  }
  return "something that is no RFC's";
}

base::Result<WrapForm> form_of(const Subject& subject, CK_MECHANISM_TYPE mechanism) {
  const auto wrapped = wrap_vector(subject, mechanism, rfc3394_vector, CKK_AES);
  if (!wrapped) return wrapped.error();
  if (base::equal(*wrapped, hex(rfc3394_vector.wrapped))) return WrapForm::rfc3394;
  const auto key = hex(rfc3394_vector.key);
  if (matches(crypto::KeyWrap::rfc3394, rfc3394_vector, padded_by_pkcs7(key), *wrapped)) return WrapForm::rfc3394_pkcs7;
  if (!matches(crypto::KeyWrap::rfc5649, rfc3394_vector, key, *wrapped)) return WrapForm::other;
  // Without a length that is no multiple of eight, nobody has seen the padding.
  const auto odd = wrap_vector(subject, mechanism, rfc5649_vector, CKK_GENERIC_SECRET);
  if (!odd) return odd.error();
  if (base::equal(*odd, hex(rfc5649_vector.wrapped))) return WrapForm::rfc5649;
  const auto filled = filled_with_zeros(hex(rfc5649_vector.key));
  return matches(crypto::KeyWrap::rfc5649, rfc5649_vector, filled, *odd) ? WrapForm::rfc5649_zeros : WrapForm::other;
}

std::optional<Wrapping> best_wrapping(const Subject& subject) {
  std::optional<Wrapping> with_zeros, plain;
  for (const CK_MECHANISM_TYPE mechanism :
       {aes_key_wrap_kwp, CK_MECHANISM_TYPE{CKM_AES_KEY_WRAP_PAD}, CK_MECHANISM_TYPE{CKM_AES_KEY_WRAP}}) {
    const auto form = form_of(subject, mechanism);
    if (!form) continue;
    if (*form == WrapForm::rfc5649) return Wrapping{mechanism, crypto::KeyWrap::rfc5649, *form};
    if (*form == WrapForm::rfc5649_zeros) with_zeros = Wrapping{mechanism, crypto::KeyWrap::rfc5649, *form};
    if (*form == WrapForm::rfc3394) plain = Wrapping{mechanism, crypto::KeyWrap::rfc3394, *form};
  }
  return with_zeros ? with_zeros : plain;
}

base::Bytes known_wrapping_key() { return base::Bytes(wrapping_key_size, 0xa7); }

base::Result<CK_OBJECT_HANDLE> import_wrapping_key(Subject& subject, base::ByteView value) {
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  if (const auto result = import_secret(subject.session(), {CKK_AES, true, false}, value, made); result != CKR_OK)
    return hsm::cryptoki_error("C_CreateObject", result);
  subject.destroy_later(made);
  return made;
}

Unwrapped unwrap_private(Subject& subject, const Wrapping& wrapping, CK_OBJECT_HANDLE with, base::ByteView wrapped,
                         crypto::KeyAlgorithm algorithm) {
  hsm::Attributes attributes;
  attributes.number(CKA_CLASS, CKO_PRIVATE_KEY);
  attributes.number(CKA_KEY_TYPE, algorithm == crypto::KeyAlgorithm::rsa ? CKK_RSA : CKK_EC);
  attributes.flag(CKA_TOKEN, false).flag(CKA_PRIVATE, true).flag(CKA_SENSITIVE, true).flag(CKA_EXTRACTABLE, false);
  attributes.flag(CKA_SIGN, true);
  CK_MECHANISM mechanism{wrapping.mechanism, nullptr, 0};
  Unwrapped result;
  result.value = subject.functions().C_UnwrapKey(subject.session().handle(), &mechanism, with, in(wrapped),
                                                 static_cast<CK_ULONG>(wrapped.size()), attributes.data(),
                                                 attributes.size(), &result.key);
  if (result.value == CKR_OK) subject.destroy_later(result.key);
  return result;
}

base::Result<base::Bytes> public_key_inside(const Wrapping& wrapping, base::ByteView wrapping_key,
                                            base::ByteView wrapped) {
  const auto pkcs8 = crypto::unwrap_key(wrapping.form, wrapping_key, wrapped);
  if (!pkcs8) return pkcs8.error();
  const auto key = crypto::PrivateKey::from_pem(base::view(pem_of(*pkcs8)), {});
  if (!key) return base::Error{"what is inside is no PKCS#8 key: " + key.error().text};
  return key->spki();
}

}  // namespace antin::ceremony::probe
