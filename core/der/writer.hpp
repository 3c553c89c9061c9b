// Writes DER (X.690): small pieces are encoded and concatenated; a constructed value takes its encoded contents.
#pragma once

#include <initializer_list>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/instant.hpp"

namespace antin::der {

// Tag octets used here. Low tag numbers only.
enum Tag : std::uint8_t {
  boolean = 0x01,
  integer = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  null = 0x05,
  object_identifier = 0x06,
  utf8_string = 0x0c,
  printable_string = 0x13,
  utc_time = 0x17,
  generalized_time = 0x18,
  sequence = 0x30,
  set = 0x31,
};
constexpr std::uint8_t context(unsigned number) { return static_cast<std::uint8_t>(0x80 | number); }
constexpr std::uint8_t context_constructed(unsigned number) { return static_cast<std::uint8_t>(0xa0 | number); }

base::Bytes encode(std::uint8_t tag, base::ByteView content);
base::Bytes encode(std::uint8_t tag, std::initializer_list<base::ByteView> contents);  // of their concatenation
base::Bytes encode_integer(std::uint64_t value);
base::Bytes encode_unsigned(base::ByteView big_endian);        // leading zeros dropped, sign octet added
base::Bytes encode_set_of(std::vector<base::Bytes> elements);  // sorted as DER asks (X.690 11.6)
base::Bytes encode_oid(std::string_view dotted);  // throws std::invalid_argument: OIDs come from code or checked policy
// RFC 5652 11.3: UTCTime through 2049, GeneralizedTime after; whole seconds.
base::Bytes encode_cms_time(base::Instant at);
// RFC 3161 2.4.2: Z, fraction without trailing zeros, none when zero.
base::Bytes encode_generalized_time(base::Instant at);

}  // namespace antin::der
