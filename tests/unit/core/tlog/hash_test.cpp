#include "core/tlog/hash.hpp"

#include <gtest/gtest.h>

namespace antin::tlog {
namespace {

// Known answers: RFC 6962's empty leaf, as certificate-transparency implementations publish it, and
// `printf '\0hello' | openssl dgst -sha256`.
TEST(LeafHash, the_empty_entry_has_the_published_hash) {
  EXPECT_EQ(base::to_hex(leaf_hash({})), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(LeafHash, an_entry_is_hashed_behind_a_zero_octet) {
  EXPECT_EQ(base::to_hex(leaf_hash(base::view("hello"))),
            "8a2a5c9b768827de5a9552c38a044c66959c68f6d2f21b5260af54d2f87db827");
}

}  // namespace
}  // namespace antin::tlog
