#include "core/evidence/usage.hpp"

#include <openssl/x509v3.h>

namespace antin::evidence {
namespace {

constexpr std::uint32_t signing_usage = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;

// Without the extension every use is allowed, and OpenSSL sets every bit: not good enough for a signature that binds.
bool may_sign(X509& leaf) {
  if ((X509_get_extension_flags(&leaf) & EXFLAG_KUSAGE) == 0) return false;
  return (X509_get_key_usage(&leaf) & signing_usage) != 0;
}

bool stamps_time(X509& leaf) {
  if ((X509_get_extension_flags(&leaf) & EXFLAG_XKUSAGE) == 0) return false;
  return (X509_get_extended_key_usage(&leaf) & XKU_TIMESTAMP) != 0;
}

// RFC 3161 2.3: the extension is there once, critical, with this one value. OpenSSL's bits would hide an unknown
// second.
bool only_stamps_time(X509& leaf) {
  if ((X509_get_key_usage(&leaf) & ~signing_usage) != 0) return false;
  const int index = X509_get_ext_by_NID(&leaf, NID_ext_key_usage, -1);
  if (index < 0 || X509_EXTENSION_get_critical(X509_get_ext(&leaf, index)) == 0) return false;
  const base::Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free> uses(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(&leaf, NID_ext_key_usage, nullptr, nullptr)));
  return uses && sk_ASN1_OBJECT_num(uses.get()) == 1 &&
         OBJ_obj2nid(sk_ASN1_OBJECT_value(uses.get(), 0)) == NID_time_stamp;
}

}  // namespace

bool fits(X509& leaf, Purpose purpose) {
  if (X509_check_ca(&leaf) != 0 || !may_sign(leaf)) return false;
  switch (purpose) {
    case Purpose::person:
    case Purpose::system: return true;
    case Purpose::seal: return !stamps_time(leaf);
    case Purpose::timestamp: return only_stamps_time(leaf);
    case Purpose::unknown: break;
  }
  return false;
}

}  // namespace antin::evidence
