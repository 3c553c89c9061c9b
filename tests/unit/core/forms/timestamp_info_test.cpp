// The parsers of what a time key is asked to sign: they take what encode makes, and nothing else.
#include "core/forms/timestamp_info.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "core/der/writer.hpp"

namespace antin::forms {
namespace {

using base::DigestAlgorithm;

base::Bytes sequence(std::initializer_list<base::ByteView> contents) { return der::encode(der::sequence, contents); }

TimestampInfo sample() {
  return {"2.999.1.1",
          base::sha256_digest(crypto::sha256(base::view("stamped"))),
          {0x01, 0xfe, 0x00},
          *base::parse_instant("2026-05-28T02:11:09.410Z"),
          1000,
          base::Bytes{0xff, 0x02}};
}

// The fields of sample() as DER, to be put together wrongly.
struct Fields {
  base::Bytes version = der::encode_integer(1);
  base::Bytes policy = der::encode_oid("2.999.1.1");
  base::Bytes imprint = sequence(
      {sequence({der::encode_oid("2.16.840.1.101.3.4.2.1")}), der::encode(der::octet_string, sample().imprint.value)});
  base::Bytes serial = der::encode_unsigned(sample().serial);
  base::Bytes gen_time = der::encode(der::generalized_time, base::view("20260528021109.41Z"));
  base::Bytes accuracy = sequence({der::encode_integer(1)});
  base::Bytes rest = der::encode_unsigned(*sample().nonce);

  [[nodiscard]] base::Bytes together() const {
    return sequence({version, policy, imprint, serial, gen_time, accuracy, rest});
  }
  [[nodiscard]] bool is_refused() const { return !parse_timestamp_info(together()); }
};

TEST(TimestampInfo, the_fields_stand_in_their_order) { EXPECT_EQ(Fields().together(), encode(sample())); }

TEST(TimestampInfo, what_is_encoded_is_parsed) {
  auto info = sample();
  EXPECT_EQ(parse_timestamp_info(encode(info)).value(), info);
  info.nonce.reset();
  info.imprint = crypto::digest(DigestAlgorithm::sha384, base::view("stamped"));
  EXPECT_EQ(parse_timestamp_info(encode(info)).value(), info);
  info.serial = base::Bytes(20, 0x7f);
  info.nonce = base::Bytes(32, 0x80);
  EXPECT_EQ(parse_timestamp_info(encode(info)).value(), info);
}

TEST(TimestampInfo, every_accuracy_up_to_a_second_comes_back) {
  auto info = sample();
  for (info.accuracy_ms = 1; info.accuracy_ms <= 1000; ++info.accuracy_ms)
    EXPECT_EQ(parse_timestamp_info(encode(info)).value(), info);
}

TEST(TimestampInfo, what_is_out_of_bounds_is_not_encoded) {
  const auto refused = [](auto change) {
    auto info = sample();
    change(info);
    EXPECT_THROW(encode(info), std::invalid_argument);
  };
  refused([](auto& info) { info.policy = "not a policy"; });
  refused([](auto& info) { info.imprint.value.pop_back(); });
  refused([](auto& info) { info.imprint.algorithm = DigestAlgorithm::unknown; });
  refused([](auto& info) { info.serial.clear(); });
  refused([](auto& info) { info.serial = base::Bytes(21, 1); });
  refused([](auto& info) { info.serial = {0x00, 0x01}; });
  refused([](auto& info) { info.serial = {0x80, 0x01}; });
  refused([](auto& info) { info.accuracy_ms = 0; });
  refused([](auto& info) { info.accuracy_ms = 1001; });
  refused([](auto& info) { info.nonce = base::Bytes(); });
  refused([](auto& info) { info.nonce = base::Bytes(33, 1); });
}

TEST(TimestampInfo, another_version_is_refused) {
  Fields fields;
  fields.version = der::encode_integer(2);
  EXPECT_TRUE(fields.is_refused());
}

TEST(TimestampInfo, another_hash_or_length_is_refused) {
  Fields fields;
  const auto sha512 = sequence({der::encode_oid("2.16.840.1.101.3.4.2.3")});
  fields.imprint = sequence({sha512, der::encode(der::octet_string, base::Bytes(64, 1))});
  EXPECT_TRUE(fields.is_refused());
  const auto sha256 = sequence({der::encode_oid("2.16.840.1.101.3.4.2.1")});
  fields.imprint = sequence({sha256, der::encode(der::octet_string, base::Bytes(31, 1))});
  EXPECT_TRUE(fields.is_refused());
}

TEST(TimestampInfo, a_serial_that_is_zero_negative_or_long_is_refused) {
  Fields fields;
  for (const auto& content : {base::Bytes{0x00}, base::Bytes{0xff}, base::Bytes(21, 1), base::Bytes{0x00, 0x80}}) {
    fields.serial = der::encode(der::integer, content);
    EXPECT_TRUE(fields.is_refused());
  }
}

TEST(TimestampInfo, a_time_in_another_form_is_refused) {
  Fields fields;
  for (const auto* text : {"20260528021109.410Z", "20260528021109.Z", "20260528021109", "20260528021109.4101Z",
                           "20260528021109+0700", "202605280211Z", "20260230021109Z"}) {
    fields.gen_time = der::encode(der::generalized_time, base::view(text));
    EXPECT_TRUE(fields.is_refused()) << text;
  }
}

TEST(TimestampInfo, an_accuracy_missing_or_in_another_form_is_refused) {
  Fields fields;
  const std::uint8_t millis_tag = der::context(0);
  const base::Bytes one{0x01};
  for (const auto& accuracy :
       {base::Bytes(), sequence({}), sequence({der::encode_integer(2)}), sequence({der::encode_integer(0)}),
        sequence({der::encode_integer(1), der::encode(millis_tag, one)}),
        sequence({der::encode(millis_tag, base::Bytes{0x03, 0xe8})}),
        sequence({der::encode(millis_tag, base::Bytes())}),
        sequence({der::encode(millis_tag, base::Bytes{0x00, 0x01})}), sequence({der::encode(der::context(1), one)})}) {
    fields.accuracy = accuracy;
    EXPECT_TRUE(fields.is_refused()) << base::to_hex(accuracy);
  }
}

TEST(TimestampInfo, ordering_extensions_and_a_name_are_refused) {
  Fields fields;
  const auto nonce = fields.rest;
  const std::uint8_t truth[] = {0xff};
  fields.rest = der::encode(der::boolean, truth);
  EXPECT_TRUE(fields.is_refused());
  for (const unsigned number : {0U, 1U}) {
    fields.rest = nonce;
    base::append(fields.rest, der::encode(der::context_constructed(number), sequence({})));
    EXPECT_TRUE(fields.is_refused());
  }
}

TEST(TimestampInfo, a_nonce_that_is_negative_or_long_is_refused) {
  Fields fields;
  fields.rest = der::encode(der::integer, base::Bytes{0xff});
  EXPECT_TRUE(fields.is_refused());
  fields.rest = der::encode(der::integer, base::Bytes(33, 1));
  EXPECT_TRUE(fields.is_refused());
}

TEST(TimestampInfo, octets_after_or_missing_are_refused) {
  const auto good = encode(sample());
  auto longer = good;
  longer.push_back(0);
  EXPECT_FALSE(parse_timestamp_info(longer));
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(parse_timestamp_info(base::ByteView(good).first(length)));
}

TEST(TimestampInfo, no_changed_bit_reads_as_the_same) {
  const auto good = encode(sample());
  for (std::size_t at = 0; at < good.size() * 8; ++at) {
    auto changed = good;
    changed[at / 8] ^= static_cast<std::uint8_t>(1U << at % 8);
    const auto parsed = parse_timestamp_info(changed);
    EXPECT_FALSE(parsed && *parsed == sample()) << at;
  }
}

class TokenAttributesParser : public ::testing::Test {
 protected:
  static base::Bytes attribute(std::string_view type, base::ByteView value) {
    return sequence({der::encode_oid(type), der::encode(der::set, value)});
  }
  TokenAttributes sample{crypto::sha256(base::view("info")), crypto::sha256(base::view("certificate"))};
  base::Bytes type = attribute("1.2.840.113549.1.9.3", der::encode_oid("1.2.840.113549.1.9.16.1.4"));
  base::Bytes digest = attribute("1.2.840.113549.1.9.4", der::encode(der::octet_string, sample.info));
  base::Bytes certificate =
      attribute("1.2.840.113549.1.9.16.2.47",
                sequence({sequence({sequence({der::encode(der::octet_string, sample.certificate)})})}));
};

TEST_F(TokenAttributesParser, what_is_encoded_is_parsed) {
  EXPECT_EQ(encode(sample), der::encode_set_of({type, digest, certificate}));
  EXPECT_EQ(parse_token_attributes(encode(sample)).value(), sample);
}

TEST_F(TokenAttributesParser, a_seals_content_type_is_refused) {
  const auto data = attribute("1.2.840.113549.1.9.3", der::encode_oid("1.2.840.113549.1.7.1"));
  EXPECT_FALSE(parse_token_attributes(der::encode_set_of({data, digest, certificate})));
}

TEST_F(TokenAttributesParser, one_attribute_more_or_less_is_refused) {
  const auto time = attribute("1.2.840.113549.1.9.5", der::encode_cms_time(base::Instant{}));
  EXPECT_FALSE(parse_token_attributes(der::encode_set_of({type, digest, certificate, time})));
  EXPECT_FALSE(parse_token_attributes(der::encode_set_of({digest, certificate})));
  EXPECT_FALSE(parse_token_attributes(der::encode_set_of({type, certificate})));
  EXPECT_FALSE(parse_token_attributes(der::encode_set_of({type, digest})));
  EXPECT_FALSE(parse_token_attributes({}));
}

TEST_F(TokenAttributesParser, a_digest_of_another_length_is_refused) {
  const auto sha384 = attribute("1.2.840.113549.1.9.4", der::encode(der::octet_string, base::Bytes(48, 1)));
  EXPECT_FALSE(parse_token_attributes(der::encode_set_of({type, sha384, certificate})));
}

TEST_F(TokenAttributesParser, octets_after_it_and_another_order_are_refused) {
  auto longer = encode(sample);
  longer.push_back(0);
  EXPECT_FALSE(parse_token_attributes(longer));
  EXPECT_FALSE(parse_token_attributes(der::encode(der::set, {certificate, digest, type})));
}

}  // namespace
}  // namespace antin::forms
