// AES key wrap on the module: which mechanism number makes which form, by the RFCs' own vectors, and wrapping and
// unwrapping of the probe's keys.
#pragma once

#include <optional>

#include "core/crypto/key_wrap.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {

constexpr CK_MECHANISM_TYPE aes_key_wrap_kwp = 0x210b;  // PKCS#11 3.0; p11-kit's header is of 2.40

// rfc5649_zeros: the key is filled up with zero octets to a multiple of eight first, and comes back with them (SoftHSM
// 2.6.1). A PKCS#8 key says its own length, so it bears that.
enum class WrapForm { unknown, rfc3394, rfc5649, rfc5649_zeros, rfc3394_pkcs7, other };
std::string name_of(WrapForm form);

// What a mechanism makes of RFC 3394's vector 4.6, and of RFC 5649's where the length matters.
base::Result<WrapForm> form_of(const Subject& subject, CK_MECHANISM_TYPE mechanism);

struct Wrapping {
  CK_MECHANISM_TYPE mechanism = 0;
  crypto::KeyWrap form = crypto::KeyWrap::unknown;  // what opens it
  WrapForm made = WrapForm::unknown;
};
// One that makes RFC 5649, which takes keys of any length; else RFC 5649 with zeros, else RFC 3394, else none.
std::optional<Wrapping> best_wrapping(const Subject& subject);

// A wrapping key with a known value, for this session alone.
constexpr std::size_t wrapping_key_size = 32;
base::Bytes known_wrapping_key();
base::Result<CK_OBJECT_HANDLE> import_wrapping_key(Subject& subject, base::ByteView value);

// As a session object, closed and for signing; `value` is what the module returned.
struct Unwrapped {
  CK_RV value = CKR_OK;
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
};
Unwrapped unwrap_private(Subject& subject, const Wrapping& wrapping, CK_OBJECT_HANDLE with, base::ByteView wrapped,
                         crypto::KeyAlgorithm algorithm);

// DER SubjectPublicKeyInfo of the PKCS#8 key that a wrapped key turns out to be, opened by OpenSSL.
base::Result<base::Bytes> public_key_inside(const Wrapping& wrapping, base::ByteView wrapping_key,
                                            base::ByteView wrapped);

}  // namespace antin::ceremony::probe
