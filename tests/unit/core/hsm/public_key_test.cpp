#include "core/hsm/public_key.hpp"

#include <gtest/gtest.h>

#include <string>

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;

base::Bytes hex(const std::string& text) { return base::from_hex(text).value(); }

const std::string p256_oid = "06082a8648ce3d030107";
const std::string p384_oid = "06052b81040022";
const std::string ed25519_oid = "06032b6570";
// Made with `openssl ecparam -genkey`, `openssl genpkey -algorithm ed25519` and read with `openssl pkey -pubout`.
const std::string p256_point =
    "0446f9f5a0504ce61720584f359426e2aff914f25982edcda965a3145fcd196e9d870e42cebcbc7a56b6bd46d69b3924e2caeebb570f46839d"
    "4af946b850b2ad74";
const std::string ed25519_key = "4f023f32bc9a620fef97c1522b2705eef491d03f4599462e8b4343cabee24532";
const std::string p256_spki = "3059301306072a8648ce3d020106082a8648ce3d030107034200" + p256_point;
const std::string ed25519_spki = "302a300506032b6570032100" + ed25519_key;

TEST(PublicKey, a_p256_point_is_taken_as_an_octet_string_and_bare) {
  for (const auto& point : {"0441" + p256_point, p256_point}) {
    const auto key = elliptic_public_key(hex(p256_oid), hex(point));
    ASSERT_TRUE(key) << key.error().text;
    EXPECT_EQ(key->algorithm, KeyAlgorithm::ecdsa_p256);
    EXPECT_EQ(base::to_hex(key->spki), p256_spki);
  }
}

TEST(PublicKey, an_ed25519_key_is_taken_as_an_octet_string_a_bit_string_and_bare) {
  for (const auto& point : {"0420" + ed25519_key, "032100" + ed25519_key, ed25519_key}) {
    const auto key = elliptic_public_key(hex(ed25519_oid), hex(point));
    ASSERT_TRUE(key) << key.error().text;
    EXPECT_EQ(key->algorithm, KeyAlgorithm::ed25519);
    EXPECT_EQ(base::to_hex(key->spki), ed25519_spki);
  }
}

TEST(PublicKey, ed25519_is_known_by_the_name_that_pkcs11_tool_writes) {
  const auto name = "130c" + base::to_hex(base::view("edwards25519"));
  EXPECT_TRUE(elliptic_public_key(hex(name), hex(ed25519_key)));
}

TEST(PublicKey, a_point_that_is_not_on_its_curve_is_refused) {
  auto point = hex("0441" + p256_point);
  point.back() ^= 1;
  EXPECT_FALSE(elliptic_public_key(hex(p256_oid), point));
}

TEST(PublicKey, a_compressed_point_is_refused) {
  EXPECT_FALSE(elliptic_public_key(hex(p256_oid), hex("0421"
                                                      "02" +
                                                      p256_point.substr(2, 64))));
}

TEST(PublicKey, a_point_of_the_wrong_length_is_refused) {
  EXPECT_FALSE(elliptic_public_key(hex(p256_oid), {}));
  EXPECT_FALSE(elliptic_public_key(hex(p256_oid), hex("0441" + p256_point + "00")));
  EXPECT_FALSE(elliptic_public_key(hex(p384_oid), hex("0441" + p256_point)));
  EXPECT_FALSE(elliptic_public_key(hex(ed25519_oid), hex("0420" + ed25519_key + "00")));
  EXPECT_FALSE(elliptic_public_key(hex(ed25519_oid), hex("032101" + ed25519_key))) << "unused bits";
}

TEST(PublicKey, a_curve_that_is_none_of_ours_is_refused) {
  EXPECT_FALSE(elliptic_public_key(hex("06052b8104000a"), hex("0441" + p256_point)));
  EXPECT_FALSE(elliptic_public_key({}, hex("0441" + p256_point)));
}

TEST(PublicKey, an_rsa_key_without_modulus_or_exponent_is_refused) {
  EXPECT_FALSE(rsa_public_key({}, hex("010001")));
  EXPECT_FALSE(rsa_public_key(hex("c0ffee"), {}));
}

}  // namespace
}  // namespace antin::hsm
