#include "core/base/digest.hpp"

#include <gtest/gtest.h>

namespace antin::base {
namespace {

const std::string hex_32 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const std::string hex_48 = hex_32 + hex_32.substr(0, 32);

TEST(Digest, it_prints_and_comes_back) {
  for (const auto& text : {"sha256:" + hex_32, "sha384:" + hex_48}) {
    const auto digest = parse_digest(text);
    ASSERT_TRUE(digest) << text;
    EXPECT_TRUE(is_well_formed(*digest));
    EXPECT_EQ(print(*digest), text);
  }
}

TEST(Digest, another_name_length_or_form_is_refused) {
  for (const auto& text :
       {std::string(), hex_32, ":" + hex_32, std::string("sha256:"), "sha256:" + hex_48, "sha384:" + hex_32,
        "sha512:" + hex_32 + hex_32, "SHA256:" + hex_32, "sha256:" + hex_32 + "0", "sha256 :" + hex_32,
        "sha256: " + hex_32, "sha256:sha256:" + hex_32, "sha1:" + hex_32}) {
    EXPECT_FALSE(parse_digest(text)) << text;
    EXPECT_FALSE(parse_sha256(text)) << text;
  }
}

TEST(Digest, unknown_is_never_well_formed) {
  EXPECT_FALSE(is_well_formed({}));
  EXPECT_FALSE(is_well_formed({DigestAlgorithm::unknown, Bytes(32, 1)}));
  EXPECT_FALSE(is_well_formed({DigestAlgorithm::sha256, Bytes(31, 1)}));
  EXPECT_EQ(size_of(DigestAlgorithm::unknown), 0U);
  EXPECT_EQ(name(DigestAlgorithm::unknown), "");
  EXPECT_EQ(digest_algorithm_from_name(""), DigestAlgorithm::unknown);
}

TEST(Digest, a_bare_hash_prints_and_comes_back) {
  const auto hash = parse_sha256("sha256:" + hex_32);
  ASSERT_TRUE(hash);
  EXPECT_EQ(print(*hash), "sha256:" + hex_32);
  EXPECT_EQ(print(sha256_digest(*hash)), "sha256:" + hex_32);
}

TEST(Digest, a_sha384_is_no_bare_hash) { EXPECT_FALSE(parse_sha256("sha384:" + hex_48)); }

}  // namespace
}  // namespace antin::base
