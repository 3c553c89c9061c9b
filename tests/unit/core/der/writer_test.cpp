// The writer against OpenSSL's own encodings.
#include "core/der/writer.hpp"

#include <gtest/gtest.h>
#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/objects.h>

#include <limits>
#include <memory>
#include <stdexcept>

namespace antin::der {
namespace {

using base::Bytes;
using base::to_hex;

base::Instant at(std::string_view text) { return *base::parse_instant(text); }

template <class T, class Encode>
std::string hex_of(const T* object, Encode encode) {
  unsigned char* raw = nullptr;
  const int length = encode(object, &raw);
  std::string hex = to_hex({raw, static_cast<std::size_t>(length)});
  OPENSSL_free(raw);
  return hex;
}

std::string openssl_integer(std::uint64_t value) {
  const std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> integer(ASN1_INTEGER_new(), ASN1_INTEGER_free);
  ASN1_INTEGER_set_uint64(integer.get(), value);
  return hex_of(integer.get(), i2d_ASN1_INTEGER);
}

std::string openssl_oid(const char* dotted) {
  const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> object(OBJ_txt2obj(dotted, 1), ASN1_OBJECT_free);
  return hex_of(object.get(), i2d_ASN1_OBJECT);
}

TEST(DerWriter, integers_are_as_openssl_encodes_them) {
  for (const std::uint64_t value : {0ULL, 1ULL, 127ULL, 128ULL, 255ULL, 256ULL, 0x7fffULL, 0x8000ULL, 0xffffffffULL,
                                    0x7fffffffffffffffULL, 0x8000000000000000ULL, 0xffffffffffffffffULL})
    EXPECT_EQ(to_hex(encode_integer(value)), openssl_integer(value)) << value;
}

TEST(DerWriter, large_integers_lose_leading_zeros_and_gain_a_sign_octet) {
  EXPECT_EQ(to_hex(encode_unsigned(Bytes{0, 0, 0x80, 1})), "0203008001");
  EXPECT_EQ(to_hex(encode_unsigned(Bytes{0x7f, 1})), "02027f01");
  EXPECT_EQ(to_hex(encode_unsigned(Bytes{0, 0})), "020100");
  EXPECT_EQ(to_hex(encode_unsigned({})), "020100");
}

TEST(DerWriter, object_identifiers_are_as_openssl_encodes_them) {
  for (const auto* dotted : {"1.2.840.113549.1.9.16.2.47", "2.16.840.1.101.3.4.2.1", "2.999.1.1", "0.0", "1.39.127.128",
                             "2.5.29.37.0", "2.4294967295.16383.16384", "1.3.18446744073709551615"})
    EXPECT_EQ(to_hex(encode_oid(dotted)), openssl_oid(dotted)) << dotted;
}

TEST(DerWriter, what_is_no_object_identifier_throws) {
  for (const auto* text : {"", "1", "1.", ".1", "1..2", "1.2.", "3.1", "0.40", "1.40", "01.2", "1.02", "1.-2", "1.+2",
                           "1. 2", "1.2.x", "1.3.18446744073709551616", "2.18446744073709551615", "a.b"})
    EXPECT_THROW(encode_oid(text), std::invalid_argument) << text;
}

TEST(DerWriter, lengths_take_the_fewest_octets) {
  const auto header = [](std::size_t length, std::size_t octets) {
    const auto whole = encode(octet_string, Bytes(length, 0xaa));
    EXPECT_EQ(whole.size(), length + octets);
    return to_hex(base::ByteView(whole).first(octets));
  };
  EXPECT_EQ(header(0, 2), "0400");
  EXPECT_EQ(header(127, 2), "047f");
  EXPECT_EQ(header(128, 3), "048180");
  EXPECT_EQ(header(255, 3), "0481ff");
  EXPECT_EQ(header(256, 4), "04820100");
  EXPECT_EQ(header(65535, 4), "0482ffff");
  EXPECT_EQ(header(65536, 5), "0483010000");
}

TEST(DerWriter, several_contents_are_one_content) {
  const Bytes left{1, 2};
  const Bytes right{3};
  EXPECT_EQ(to_hex(encode(sequence, {left, {}, right})), "3003010203");
}

TEST(DerWriter, a_set_is_sorted_by_its_encodings) {
  const auto set = encode_set_of({encode_integer(300), encode(octet_string, Bytes{1}), encode_integer(5)});
  EXPECT_EQ(to_hex(set),
            "310a"
            "020105"
            "0202012c"
            "040101");
  EXPECT_EQ(to_hex(encode_set_of({})), "3100");
}

TEST(DerWriter, cms_times_change_their_form_with_the_year_2050) {
  EXPECT_EQ(to_hex(encode_cms_time(at("1970-01-01T00:00:00Z"))), "170d" + to_hex(base::view("700101000000Z")));
  EXPECT_EQ(to_hex(encode_cms_time(at("2026-05-28T02:11:09.999Z"))), "170d" + to_hex(base::view("260528021109Z")));
  EXPECT_EQ(to_hex(encode_cms_time(at("2049-12-31T23:59:59.999Z"))), "170d" + to_hex(base::view("491231235959Z")));
  EXPECT_EQ(to_hex(encode_cms_time(at("2050-01-01T00:00:00Z"))), "180f" + to_hex(base::view("20500101000000Z")));
}

TEST(DerWriter, a_fraction_has_no_trailing_zero) {
  const auto text = [](std::string_view instant) {
    const auto whole = encode_generalized_time(at(instant));
    return std::string(base::text(base::ByteView(whole).subspan(2)));
  };
  EXPECT_EQ(text("2026-05-28T02:11:09Z"), "20260528021109Z");
  EXPECT_EQ(text("2026-05-28T02:11:09.400Z"), "20260528021109.4Z");
  EXPECT_EQ(text("2026-05-28T02:11:09.410Z"), "20260528021109.41Z");
  EXPECT_EQ(text("2026-05-28T02:11:09.001Z"), "20260528021109.001Z");
}

TEST(DerWriter, times_that_the_forms_do_not_hold_throw) {
  const auto before = at("1970-01-01T00:00:00Z") - std::chrono::milliseconds(1);
  const auto after = at("9999-12-31T23:59:59.999Z") + std::chrono::milliseconds(1);
  for (const auto instant : {before, after}) {
    EXPECT_THROW(encode_cms_time(instant), std::invalid_argument);
    EXPECT_THROW(encode_generalized_time(instant), std::invalid_argument);
  }
}

}  // namespace
}  // namespace antin::der
