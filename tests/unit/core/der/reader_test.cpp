// The reader takes one encoding of each value and refuses all others.
#include "core/der/reader.hpp"

#include <gtest/gtest.h>

#include "core/der/writer.hpp"

namespace antin::der {
namespace {

using base::Bytes;

Bytes hex(std::string_view text) { return *base::from_hex(text); }

// Reads one value by `read` from hexadecimal octets; nothing also when octets are left over.
template <class Read>
auto only(std::string_view text, Read read) {
  const auto octets = hex(text);
  Reader reader(octets);
  auto value = (reader.*read)();
  if (!reader.done()) value.reset();
  return value;
}

std::optional<Element> next(Reader& reader) { return reader.next(); }

TEST(DerReader, elements_come_one_by_one_with_their_whole) {
  const auto octets = hex("020105040201023000");
  Reader reader(octets);
  const auto integer_element = reader.next();
  ASSERT_TRUE(integer_element);
  EXPECT_EQ(integer_element->tag, integer);
  EXPECT_EQ(base::to_hex(integer_element->content), "05");
  EXPECT_EQ(base::to_hex(integer_element->whole), "020105");
  EXPECT_TRUE(reader.at(octet_string));
  EXPECT_FALSE(reader.at(sequence));
  EXPECT_EQ(base::to_hex(reader.next(octet_string)->content), "0102");
  auto inner = reader.enter(sequence);
  ASSERT_TRUE(inner);
  EXPECT_TRUE(inner->done());
  EXPECT_TRUE(reader.done());
  EXPECT_FALSE(reader.at(sequence));
}

TEST(DerReader, a_reader_that_failed_stays_failed) {
  const auto octets = hex("020105");
  Reader reader(octets);
  EXPECT_FALSE(reader.next(octet_string));
  EXPECT_FALSE(reader.at(integer));
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.small_integer());
  EXPECT_FALSE(reader.done());
}

TEST(DerReader, a_value_that_does_not_fit_fails_the_reader_too) {
  const auto octets =
      hex("0209010000000000000000"
          "0500");
  Reader reader(octets);
  EXPECT_FALSE(reader.small_integer());
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.done());
}

TEST(DerReader, long_lengths_are_read) {
  for (const std::size_t length : {0U, 127U, 128U, 255U, 256U, 65535U, 65536U}) {
    const auto octets = encode(octet_string, Bytes(length, 0xaa));
    Reader reader(octets);
    const auto element = reader.next(octet_string);
    ASSERT_TRUE(element) << length;
    EXPECT_EQ(element->content.size(), length);
    EXPECT_TRUE(reader.done());
  }
}

TEST(DerReader, lengths_in_another_form_are_refused) {
  const std::string_view refused[] = {
      "",                      // nothing
      "04",                    // no length
      "0401",                  // content missing
      "040301",                // content cut
      "0480",                  // indefinite
      "0480aa0000",            // indefinite, ended
      "048101aa",              // 81 where a short form does
      "04817f",                // the same, largest
      "04820001aa",            // leading zero
      "0481",                  // length cut
      "048201",                // length cut
      "0484ffffffff",          // 4 GiB that are not there
      "04850000000001aa",      // five octets of length
      "0488ffffffffffffffff",  // would wrap
      "04ff",                  // reserved
      "1f0100",                // high tag number
      "bf8101020000",          // the same, constructed
  };
  for (const auto text : refused) {
    const auto octets = hex(text);
    Reader reader(octets);
    EXPECT_FALSE(next(reader)) << text;
    EXPECT_FALSE(reader.done()) << text;
  }
}

TEST(DerReader, integers_come_back) {
  for (const std::uint64_t value : {0ULL, 1ULL, 127ULL, 128ULL, 255ULL, 256ULL, 0x7fffffffffffffffULL,
                                    0x8000000000000000ULL, 0xffffffffffffffffULL}) {
    const auto octets = encode_integer(value);
    Reader reader(octets);
    EXPECT_EQ(reader.small_integer(), value);
    EXPECT_TRUE(reader.done());
  }
  EXPECT_EQ(only("02050080000000", &Reader::unsigned_integer), hex("80000000"));
  EXPECT_EQ(only("020100", &Reader::unsigned_integer), hex("00"));
}

TEST(DerReader, integers_negative_padded_or_empty_are_refused) {
  for (const auto* text : {"0200", "0201ff", "020180", "0202007f", "02020000", "0203000001", "0202ff80", "030105"}) {
    EXPECT_FALSE(only(text, &Reader::small_integer)) << text;
    EXPECT_FALSE(only(text, &Reader::unsigned_integer)) << text;
  }
}

TEST(DerReader, object_identifiers_come_back) {
  for (const auto* dotted : {"1.2.840.113549.1.9.16.2.47", "2.999.1.1", "0.0", "0.39", "1.0", "1.39.127.128", "2.0",
                             "2.40", "1.3.18446744073709551615", "2.18446744073709551535"}) {
    const auto octets = encode_oid(dotted);
    Reader reader(octets);
    EXPECT_EQ(reader.oid(), dotted);
    EXPECT_TRUE(reader.done());
  }
}

TEST(DerReader, object_identifiers_in_another_form_are_refused) {
  for (const auto* text : {"0600", "060180", "06022a80", "06032a8001", "06028001", "060b2a82808080808080808000",
                           "060c2a8180808080808080808000", "04012a"})
    EXPECT_FALSE(only(text, &Reader::oid)) << text;
}

std::string time(std::uint8_t tag, std::string_view text) { return base::to_hex(encode(tag, base::view(text))); }

TEST(DerReader, cms_times_come_back) {
  for (const auto* text : {"1970-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2000-02-29T00:00:00Z",
                           "2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    const auto octets = encode_cms_time(*base::parse_instant(text));
    EXPECT_EQ(only(base::to_hex(octets), &Reader::cms_time), base::parse_instant(text)) << text;
  }
}

TEST(DerReader, cms_times_in_another_form_are_refused) {
  for (const auto* text :
       {"2605280211Z", "260528021109", "260528021109+0000", "26052802110Z", "260528021109.5Z", "260230000000Z",
        "261301000000Z", "260528240000Z", "260528006000Z", "26 528021109Z", "690101000000Z", "-60528021109Z", ""})
    EXPECT_FALSE(only(time(utc_time, text), &Reader::cms_time)) << text;
  for (const auto* text :
       {"20260528021109Z", "20491231235959Z", "20500101000000.5Z", "20500101000000", "205001010000Z"})
    EXPECT_FALSE(only(time(generalized_time, text), &Reader::cms_time)) << text;
  EXPECT_FALSE(only(time(octet_string, "260528021109Z"), &Reader::cms_time));
}

TEST(DerReader, generalized_times_come_back) {
  for (const auto* text : {"2026-05-28T02:11:09Z", "2026-05-28T02:11:09.400Z", "2026-05-28T02:11:09.410Z",
                           "2026-05-28T02:11:09.001Z", "1970-01-01T00:00:00Z"}) {
    const auto octets = encode_generalized_time(*base::parse_instant(text));
    EXPECT_EQ(only(base::to_hex(octets), &Reader::generalized_time), base::parse_instant(text)) << text;
  }
}

TEST(DerReader, generalized_times_in_another_form_are_refused) {
  for (const auto* text : {"20260528021109", "20260528021109.Z", "20260528021109.0Z", "20260528021109.40Z",
                           "20260528021109,4Z", "20260528021109.4001Z", "20260528021109.-1Z", "20260528021109.4",
                           "20260528021109+0700", "202605280211Z", "20260528021160Z", "19691231235959Z", "Z", ""})
    EXPECT_FALSE(only(time(generalized_time, text), &Reader::generalized_time)) << text;
  EXPECT_FALSE(only(time(utc_time, "260528021109Z"), &Reader::generalized_time));
}

}  // namespace
}  // namespace antin::der
