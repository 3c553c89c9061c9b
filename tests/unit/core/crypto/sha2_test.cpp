#include "core/crypto/sha2.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "core/crypto/constant_time.hpp"
#include "core/crypto/random.hpp"

namespace antin::crypto {
namespace {

using base::DigestAlgorithm;
using base::to_hex;
using base::view;

// FIPS 180-4 example vectors.
constexpr const char* sha256_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* sha384_of_abc =
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7";
constexpr const char* sha256_of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha2, the_standard_vectors_come_out) {
  EXPECT_EQ(to_hex(sha256(view("abc"))), sha256_of_abc);
  EXPECT_EQ(to_hex(sha256({})), sha256_of_nothing);
  EXPECT_EQ(to_hex(digest(DigestAlgorithm::sha256, view("abc")).value), sha256_of_abc);
  EXPECT_EQ(to_hex(digest(DigestAlgorithm::sha384, view("abc")).value), sha384_of_abc);
}

TEST(Sha2, parts_hash_as_their_concatenation) {
  EXPECT_EQ(to_hex(sha256({view("a"), view(""), view("bc")})), sha256_of_abc);
}

TEST(Sha2, the_reused_context_forgets_what_it_hashed_before) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(to_hex(digest(DigestAlgorithm::sha384, view("abc")).value), sha384_of_abc);
    EXPECT_EQ(to_hex(digest(DigestAlgorithm::sha256, view("abc")).value), sha256_of_abc);
  }
}

TEST(Sha2, threads_do_not_disturb_each_other) {
  std::vector<std::string> found(4);
  std::vector<std::thread> threads;
  for (auto& mine : found)
    threads.emplace_back([&mine] {
      for (int i = 0; i < 1000; ++i) mine = to_hex(sha256(view("abc")));
    });
  for (auto& thread : threads) thread.join();
  for (const auto& mine : found) EXPECT_EQ(mine, sha256_of_abc);
}

TEST(Sha2, an_unknown_algorithm_is_a_bug_and_throws) {
  EXPECT_THROW(digest(DigestAlgorithm::unknown, view("abc")), std::invalid_argument);
  EXPECT_THROW(RunningDigest{DigestAlgorithm::unknown}, std::invalid_argument);
}

TEST(RunningDigest, pieces_hash_as_the_whole) {
  RunningDigest running(DigestAlgorithm::sha384);
  running.update(view("a"));
  running.update({});
  RunningDigest moved = std::move(running);
  moved.update(view("bc"));
  EXPECT_EQ(to_hex(std::move(moved).finish().value), sha384_of_abc);
}

TEST(Hmac, the_vector_of_rfc_4231_comes_out) {
  EXPECT_EQ(to_hex(hmac_sha256(view("Jefe"), view("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hmac, an_empty_key_is_a_key_and_not_the_last_one) {
  const auto empty = hmac_sha256({}, view("abc"));
  (void)hmac_sha256(view("another key"), view("abc"));
  EXPECT_EQ(hmac_sha256({}, view("abc")), empty);
  EXPECT_EQ(to_hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(ConstantTime, equal_means_the_same_octets_and_length) {
  EXPECT_TRUE(equal_in_constant_time(view("secret"), view("secret")));
  EXPECT_TRUE(equal_in_constant_time({}, {}));
  EXPECT_FALSE(equal_in_constant_time(view("secret"), view("secreT")));
  EXPECT_FALSE(equal_in_constant_time(view("secret"), view("secre")));
  EXPECT_FALSE(equal_in_constant_time(view(""), view("s")));
}

TEST(Random, two_draws_differ) {
  const auto first = random_array<32>();
  const auto second = random_array<32>();
  EXPECT_NE(first, second);
  fill_random({});
}

}  // namespace
}  // namespace antin::crypto
