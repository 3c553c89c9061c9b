#include "client/lib/record_id.hpp"

#include <gtest/gtest.h>

#include "core/base/identifier.hpp"
#include "tests/support/scratch.hpp"

namespace antin::client {
namespace {

base::Secret secret(std::string_view text) { return base::Secret(base::view(text)); }

// 32 octets 00 01 … 1f.
constexpr std::string_view key_file = "3:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

RecordKey sample_key() { return std::move(RecordKey::parse(secret(key_file))).value(); }

// RFC 4648's base32 differs from Crockford's in its digits alone.
std::string by_openssl(const std::string& message) {
  const Scratch scratch;
  scratch.must_run(
      "printf '" + message +
      "' | openssl dgst -sha256 -mac HMAC "
      "-macopt hexkey:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f -binary | head -c 20 | "
      "base32 -w0 | tr 'A-Z2-7' '0-9a-hjkmnp-tv-z' > id");
  return scratch.text("id");
}

TEST(RecordId, openssl_makes_the_same) {
  const auto id = sample_key().record_id("079312000123");
  ASSERT_TRUE(id.ok());
  EXPECT_EQ(*id, "3." + by_openssl("079312000123"));
  EXPECT_EQ(id->size(), 34U);
  EXPECT_TRUE(base::is_identifier(*id));
  const auto of_a_year = sample_key().record_id("079312000123", "2026-2027");
  ASSERT_TRUE(of_a_year.ok());
  EXPECT_EQ(*of_a_year, "3." + by_openssl("079312000123\\n2026-2027"));
}

TEST(RecordId, never_changes_between_versions_of_the_program) {
  EXPECT_EQ(*sample_key().record_id("079312000123"), "3.j76515b1t40rnht04h7rys1xef8ga9ks");
}

TEST(RecordId, another_key_person_or_series_gives_another_id) {
  const auto id = *sample_key().record_id("079312000123");
  EXPECT_NE(id, *sample_key().record_id("079312000124"));
  EXPECT_NE(id, *sample_key().record_id("079312000123", "2026-2027"));
  EXPECT_NE(id.substr(2), (*RecordKey::make(3).record_id("079312000123")).substr(2));
}

TEST(RecordId, a_new_key_comes_back_from_its_file) {
  const auto key = RecordKey::make(12);
  const auto again = RecordKey::parse(key.print());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->version(), 12U);
  EXPECT_EQ(*again->record_id("x"), *key.record_id("x"));
}

TEST(RecordId, texts_that_could_be_mistaken_are_refused) {
  const auto key = sample_key();
  for (const std::string id : {"", " 1", "1 ", "1\n2", "1\t", "1\x7f"}) EXPECT_FALSE(key.record_id(id).ok()) << id;
  EXPECT_FALSE(key.record_id(std::string(129, '1')).ok());
  for (const std::string series : {" ", "a\nb", "a "}) EXPECT_FALSE(key.record_id("1", series).ok()) << series;
}

TEST(RecordId, a_key_without_a_version_is_the_first) {
  const auto key = RecordKey::parse(secret(key_file.substr(2)));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->version(), 1U);
}

TEST(RecordId, a_key_file_that_is_not_exact_is_refused) {
  const std::string hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  const std::string refused[] = {"",
                                 "\n",
                                 "3:\n",
                                 "3:" + hex,
                                 "0:" + hex + "\n",
                                 "03:" + hex + "\n",
                                 ":" + hex + "\n",
                                 "-1:" + hex + "\n",
                                 "99999999999:" + hex + "\n",
                                 "3: " + hex + "\n",
                                 "3 " + hex + "\n",
                                 "3:" + hex + "\n\n",
                                 "3:" + hex.substr(2) + "\n",
                                 "3:" + hex + "00\n",
                                 "3:" + hex.substr(2) + "AA\n"};
  for (const auto& text : refused) EXPECT_FALSE(RecordKey::parse(secret(text)).ok()) << text;
}

}  // namespace
}  // namespace antin::client
