// The object identifiers that seals, tokens and requests are made of, as DER. Private to this room.
#pragma once

#include "core/der/writer.hpp"

namespace antin::forms::objects {

// Encoded once, before main; nothing uses them earlier.
inline const base::Bytes id_data = der::encode_oid("1.2.840.113549.1.7.1");
inline const base::Bytes signed_data = der::encode_oid("1.2.840.113549.1.7.2");
inline const base::Bytes tst_info = der::encode_oid("1.2.840.113549.1.9.16.1.4");

inline const base::Bytes content_type = der::encode_oid("1.2.840.113549.1.9.3");
inline const base::Bytes message_digest = der::encode_oid("1.2.840.113549.1.9.4");
inline const base::Bytes signing_time = der::encode_oid("1.2.840.113549.1.9.5");
inline const base::Bytes signing_certificate_v2 = der::encode_oid("1.2.840.113549.1.9.16.2.47");
inline const base::Bytes signature_time_stamp = der::encode_oid("1.2.840.113549.1.9.16.2.14");

inline const base::Bytes sha256 = der::encode_oid("2.16.840.1.101.3.4.2.1");
inline const base::Bytes sha384 = der::encode_oid("2.16.840.1.101.3.4.2.2");
inline const base::Bytes ecdsa_with_sha256 = der::encode_oid("1.2.840.10045.4.3.2");
inline const base::Bytes ecdsa_with_sha384 = der::encode_oid("1.2.840.10045.4.3.3");
inline const base::Bytes rsassa_pss = der::encode_oid("1.2.840.113549.1.1.10");
inline const base::Bytes country_name = der::encode_oid("2.5.4.6");
inline const base::Bytes organization_name = der::encode_oid("2.5.4.10");
inline const base::Bytes common_name = der::encode_oid("2.5.4.3");
inline const base::Bytes mgf1 = der::encode_oid("1.2.840.113549.1.1.8");

}  // namespace antin::forms::objects
