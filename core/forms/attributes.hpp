// Signed attributes one by one, as seals and tokens share them (RFC 5652 5.3, RFC 5035). Private to this room.
#pragma once

#include <optional>

#include "core/base/digest.hpp"
#include "core/der/reader.hpp"

namespace antin::forms {

base::Bytes attribute(const base::Bytes& type, base::ByteView value);  // SEQUENCE { type, SET OF the one value }
base::Bytes signing_certificate_attribute(const base::Sha256Hash& certificate);

// These look for one attribute in a DER SET OF Attribute and take its value. They do not judge the rest: their callers
// encode again what was found and compare, so that nothing that they passed over can stay.
std::optional<der::Reader> find_attribute(base::ByteView attributes, const base::Bytes& type);
std::optional<base::ByteView> find_message_digest(base::ByteView attributes);
std::optional<base::Sha256Hash> find_signing_certificate(base::ByteView attributes);

std::optional<base::Sha256Hash> sha256_of(base::ByteView octets);  // nothing unless there are 32

}  // namespace antin::forms
