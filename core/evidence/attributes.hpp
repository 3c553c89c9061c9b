// The attributes of a SignerInfo, by the rule that each is there once with one value. Inside this room only.
#pragma once

#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/instant.hpp"
#include "core/crypto/openssl.hpp"

namespace antin::evidence {

// Null unless the signed attribute is there exactly once, with exactly one value.
const ASN1_TYPE* signed_attribute(const CMS_SignerInfo& info, int type);

// As above, and of the ASN.1 type that it must be.
const ASN1_OBJECT* content_type(const CMS_SignerInfo& info);
std::optional<base::ByteView> message_digest(const CMS_SignerInfo& info);
std::optional<base::ByteView> signing_certificate_v2(const CMS_SignerInfo& info);  // DER SigningCertificateV2

std::optional<base::Instant> signing_time(const CMS_SignerInfo& info);
std::optional<base::Bytes> timestamp_token(const CMS_SignerInfo& info);  // unsigned; DER ContentInfo

}  // namespace antin::evidence
