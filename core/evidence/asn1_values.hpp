// Small ASN.1 values that OpenSSL parsed, as plain values, and plain bytes as OpenSSL objects. Inside this room only.
#pragma once

#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/instant.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/openssl.hpp"

namespace antin::evidence {

// Parses exactly one DER or BER value; null when it does not parse or octets are left over.
template <auto Parse>
auto parse_whole(base::ByteView bytes) {
  const unsigned char* cursor = bytes.data();
  auto* object = Parse(nullptr, &cursor, static_cast<long>(bytes.size()));
  return std::pair{object, object != nullptr && cursor == bytes.data() + bytes.size()};
}

inline base::ByteView octets(const ASN1_STRING* string) {
  return {ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

template <auto Encode, class T>
base::Bytes encoded(const T* object) {
  const int size = Encode(object, nullptr);
  if (size <= 0) return {};
  base::Bytes out(static_cast<std::size_t>(size));
  unsigned char* cursor = out.data();
  if (Encode(object, &cursor) != size) return {};
  return out;
}

// UTCTime or GeneralizedTime; a fraction of a second is kept to the millisecond, which ASN1_TIME_to_tm would drop.
std::optional<base::Instant> instant_of(const ASN1_TIME* time);

// RFC 3161 2.4.2: GeneralizedTime that ends in Z, its fraction not empty and without trailing zeros.
std::optional<base::Instant> strict_generalized_time(const ASN1_GENERALIZEDTIME* time);

base::Bytes hashed(int digest, base::ByteView bytes);  // by NID; throws when it is no digest: a bug

std::string dotted(const ASN1_OBJECT* oid);

// Big endian magnitude without leading zeros (zero: one octet); nullopt when negative.
std::optional<base::Bytes> magnitude(const ASN1_INTEGER* integer);

}  // namespace antin::evidence
