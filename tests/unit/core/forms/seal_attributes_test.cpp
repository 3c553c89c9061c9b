// The parser of what a seal key is asked to sign: it takes what encode makes, and nothing else.
#include "core/forms/seal_attributes.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "core/der/writer.hpp"

namespace antin::forms {
namespace {

using base::DigestAlgorithm;

SealAttributes sample(DigestAlgorithm hash = DigestAlgorithm::sha256) {
  return {crypto::digest(hash, base::view("document")), *base::parse_instant("2026-05-28T02:11:09Z"),
          crypto::sha256(base::view("certificate"))};
}

base::Bytes oid(std::string_view dotted) { return der::encode_oid(dotted); }
base::Bytes sequence(std::initializer_list<base::ByteView> contents) { return der::encode(der::sequence, contents); }
base::Bytes octets(base::ByteView content) { return der::encode(der::octet_string, content); }
base::Bytes attribute(std::string_view type, base::ByteView value) {
  return sequence({oid(type), der::encode(der::set, value)});
}

// The attributes of sample(), one by one, to be put together wrongly.
const base::Bytes content_type = attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.7.1"));
const base::Bytes message_digest = attribute("1.2.840.113549.1.9.4", octets(sample().document.value));
const base::Bytes signing_time = attribute("1.2.840.113549.1.9.5", der::encode_cms_time(sample().signing_time));
const base::Bytes certificate =
    attribute("1.2.840.113549.1.9.16.2.47", sequence({sequence({sequence({octets(sample().certificate)})})}));

bool is_refused(const std::vector<base::Bytes>& attributes) {
  return !parse_seal_attributes(der::encode_set_of(attributes));
}

TEST(SealAttributes, what_is_encoded_is_parsed) {
  for (const auto hash : {DigestAlgorithm::sha256, DigestAlgorithm::sha384}) {
    const auto parsed = parse_seal_attributes(encode(sample(hash)));
    ASSERT_TRUE(parsed) << parsed.error().text;
    EXPECT_EQ(*parsed, sample(hash));
  }
}

TEST(SealAttributes, the_sample_is_put_together_from_its_parts) {
  EXPECT_EQ(der::encode_set_of({content_type, message_digest, signing_time, certificate}), encode(sample()));
}

TEST(SealAttributes, a_time_is_cut_to_whole_seconds) {
  auto attributes = sample();
  attributes.signing_time += std::chrono::milliseconds(999);
  EXPECT_EQ(encode(attributes), encode(sample()));
}

TEST(SealAttributes, years_after_2049_come_back_too) {
  auto attributes = sample();
  attributes.signing_time = *base::parse_instant("2050-01-01T00:00:00Z");
  const auto parsed = parse_seal_attributes(encode(attributes));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, attributes);
}

TEST(SealAttributes, a_missing_attribute_is_refused) {
  EXPECT_TRUE(is_refused({message_digest, signing_time, certificate}));
  EXPECT_TRUE(is_refused({content_type, signing_time, certificate}));
  EXPECT_TRUE(is_refused({content_type, message_digest, certificate}));
  EXPECT_TRUE(is_refused({content_type, message_digest, signing_time}));
  EXPECT_TRUE(is_refused({}));
}

TEST(SealAttributes, one_attribute_more_is_refused) {
  const auto other = attribute("1.2.840.113549.1.9.15", sequence({}));
  EXPECT_TRUE(is_refused({content_type, message_digest, signing_time, certificate, other}));
  EXPECT_TRUE(is_refused({content_type, message_digest, signing_time, certificate, signing_time}));
}

TEST(SealAttributes, another_content_type_is_refused) {
  const auto token = attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.9.16.1.4"));
  EXPECT_TRUE(is_refused({token, message_digest, signing_time, certificate}));
}

TEST(SealAttributes, a_digest_of_another_length_is_refused) {
  for (const std::size_t length : {0U, 20U, 31U, 33U, 64U}) {
    const auto digest = attribute("1.2.840.113549.1.9.4", octets(base::Bytes(length, 7)));
    EXPECT_TRUE(is_refused({content_type, digest, signing_time, certificate})) << length;
  }
}

TEST(SealAttributes, two_values_in_one_attribute_are_refused) {
  const auto value = octets(sample().document.value);
  const auto two = sequence({oid("1.2.840.113549.1.9.4"), der::encode(der::set, {value, value})});
  EXPECT_TRUE(is_refused({content_type, two, signing_time, certificate}));
}

TEST(SealAttributes, a_second_certificate_or_an_issuer_serial_is_refused) {
  const auto one = sequence({octets(sample().certificate)});
  const auto two = attribute("1.2.840.113549.1.9.16.2.47", sequence({sequence({one, one})}));
  EXPECT_TRUE(is_refused({content_type, message_digest, signing_time, two}));
  const auto with_issuer = sequence({octets(sample().certificate), sequence({})});
  const auto more = attribute("1.2.840.113549.1.9.16.2.47", sequence({sequence({with_issuer})}));
  EXPECT_TRUE(is_refused({content_type, message_digest, signing_time, more}));
}

TEST(SealAttributes, the_default_hash_of_ess_spelled_out_is_refused) {
  const auto spelled_out = sequence({sequence({oid("2.16.840.1.101.3.4.2.1")}), octets(sample().certificate)});
  const auto ess = attribute("1.2.840.113549.1.9.16.2.47", sequence({sequence({spelled_out})}));
  EXPECT_TRUE(is_refused({content_type, message_digest, signing_time, ess}));
}

TEST(SealAttributes, a_time_in_the_wrong_form_is_refused) {
  for (const auto* text : {"20260528021109Z", "20260528021109.5Z"}) {
    const auto time = attribute("1.2.840.113549.1.9.5", der::encode(der::generalized_time, base::view(text)));
    EXPECT_TRUE(is_refused({content_type, message_digest, time, certificate})) << text;
  }
}

TEST(SealAttributes, an_unsorted_set_is_refused) {
  const auto unsorted = der::encode(der::set, {certificate, content_type, message_digest, signing_time});
  EXPECT_FALSE(parse_seal_attributes(unsorted));
}

TEST(SealAttributes, octets_after_or_missing_and_another_tag_are_refused) {
  const auto good = encode(sample());
  auto longer = good;
  longer.push_back(0);
  EXPECT_FALSE(parse_seal_attributes(longer));
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(parse_seal_attributes(base::ByteView(good).first(length)));
  auto retagged = good;
  retagged.front() = der::context_constructed(0);
  EXPECT_FALSE(parse_seal_attributes(retagged));
}

// Every accepted octet string is the encoding of what it was read as: a changed bit is refused, or says another thing.
TEST(SealAttributes, no_changed_bit_reads_as_the_same) {
  const auto good = encode(sample());
  for (std::size_t at = 0; at < good.size() * 8; ++at) {
    auto changed = good;
    changed[at / 8] ^= static_cast<std::uint8_t>(1U << at % 8);
    const auto parsed = parse_seal_attributes(changed);
    EXPECT_FALSE(parsed && *parsed == sample()) << at;
  }
}

TEST(SealAttributes, encoding_without_a_whole_digest_throws) {
  auto attributes = sample();
  attributes.document.value.pop_back();
  EXPECT_THROW(encode(attributes), std::invalid_argument);
  EXPECT_THROW(encode(SealAttributes{}), std::invalid_argument);
}

}  // namespace
}  // namespace antin::forms
