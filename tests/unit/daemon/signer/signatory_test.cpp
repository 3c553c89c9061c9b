#include "daemon/signer/signatory.hpp"

#include <gtest/gtest.h>

#include "tests/support/foreign_tools.hpp"
#include "tests/unit/daemon/signer/samples.hpp"

namespace antin::signer {
namespace {

using local::SignerRefusal;
using std::chrono::milliseconds;

class ASigner : public ::testing::Test {
 protected:
  ASigner() {
    EXPECT_TRUE(TimestampGuard::initialise(m_directory.path()));
    m_guard.emplace(TimestampGuard::open(m_directory.path()).value());
    m_signatory.emplace(m_keys, *m_guard, [this] { return m_now; });
  }

  base::Bytes signed_octets(const local::ToSigner& message) {
    const auto answer = m_signatory->answer(message);
    const auto* made = std::get_if<local::Signed>(&answer);
    return made == nullptr ? base::Bytes() : made->signature;
  }
  SignerRefusal refusal(const local::ToSigner& message) {
    const auto before = m_keys.signatures;
    const auto answer = m_signatory->answer(message);
    EXPECT_EQ(m_keys.signatures, before) << "a refusal must come before the key";
    const auto* refused = std::get_if<local::Refused>(&answer);
    EXPECT_NE(refused, nullptr);
    return refused == nullptr ? SignerRefusal::unknown : refused->reason;
  }

  FakeKeys m_keys{seal_key, time_key, log_key, "seal/not-a-label"};
  base::Instant m_now = noon;

 private:
  test::ToolDirectory m_directory;
  std::optional<TimestampGuard> m_guard;
  std::optional<Signatory> m_signatory;
};

TEST_F(ASigner, signs_exactly_the_attributes_of_a_seal) {
  const auto message = seal_message();
  EXPECT_EQ(signed_octets(message), message.attributes);
  EXPECT_EQ(m_keys.last_hash, base::DigestAlgorithm::sha256);
}

TEST_F(ASigner, hashes_with_the_algorithm_of_the_document) {
  auto message = seal_message();
  const auto document = crypto::digest(base::DigestAlgorithm::sha384, base::view("a report"));
  message.attributes = forms::encode(forms::SealAttributes{document, at("2026-11-24T12:00:00Z"), {0x11}});
  EXPECT_EQ(signed_octets(message), message.attributes);
  EXPECT_EQ(m_keys.last_hash, base::DigestAlgorithm::sha384);
}

TEST_F(ASigner, signs_exactly_the_attributes_of_a_timestamp) {
  const auto message = timestamp_message(noon);
  EXPECT_EQ(signed_octets(message), message.attributes);
}

TEST_F(ASigner, refuses_a_key_that_it_does_not_have) {
  EXPECT_EQ(refusal(seal_message("seal/79760009/school/2026.1")), SignerRefusal::no_such_key);
  EXPECT_EQ(refusal(timestamp_message(noon, "time/antin/tsa/2027.1")), SignerRefusal::no_such_key);
}

TEST_F(ASigner, refuses_to_use_a_key_for_another_purpose) {
  EXPECT_EQ(refusal(seal_message(time_key)), SignerRefusal::wrong_purpose);
  EXPECT_EQ(refusal(seal_message(log_key)), SignerRefusal::wrong_purpose);
  EXPECT_EQ(refusal(seal_message("seal/not-a-label")), SignerRefusal::wrong_purpose);
  EXPECT_EQ(refusal(timestamp_message(noon, seal_key)), SignerRefusal::wrong_purpose);
  EXPECT_EQ(refusal(timestamp_message(noon, log_key)), SignerRefusal::wrong_purpose);
}

TEST_F(ASigner, refuses_attributes_with_anything_missing_more_or_changed_in_structure) {
  const auto whole = seal_message().attributes;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    auto message = seal_message();
    message.attributes.resize(length);
    ASSERT_EQ(refusal(message), SignerRefusal::malformed) << length;
  }
  auto message = seal_message();
  message.attributes.push_back(0);
  EXPECT_EQ(refusal(message), SignerRefusal::malformed);
  message.attributes.clear();
  EXPECT_EQ(refusal(message), SignerRefusal::malformed);
}

TEST_F(ASigner, refuses_a_timestamp_as_a_seal_and_a_seal_as_a_timestamp) {
  auto seal = seal_message();
  seal.attributes = timestamp_message(noon).attributes;
  EXPECT_EQ(refusal(seal), SignerRefusal::malformed);
  auto timestamp = timestamp_message(noon);
  timestamp.attributes = seal_message().attributes;
  EXPECT_EQ(refusal(timestamp), SignerRefusal::malformed);
}

TEST_F(ASigner, refuses_a_tstinfo_with_anything_missing_or_more) {
  const auto whole = timestamp_message(noon).info;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    auto message = timestamp_message(noon);
    message.info.resize(length);
    ASSERT_EQ(refusal(message), SignerRefusal::malformed) << length;
  }
  auto message = timestamp_message(noon);
  message.info.push_back(0);
  EXPECT_EQ(refusal(message), SignerRefusal::malformed);
}

// Else the genTime that was looked at would not be the one that is signed.
TEST_F(ASigner, refuses_attributes_that_speak_of_another_tstinfo) {
  auto message = timestamp_message(noon);
  message.attributes = timestamp_message(noon + milliseconds(1)).attributes;
  EXPECT_EQ(refusal(message), SignerRefusal::malformed);
}

TEST_F(ASigner, refuses_a_gen_time_off_its_clock) {
  EXPECT_EQ(refusal(timestamp_message(noon + milliseconds(10'000))), SignerRefusal::clock);
  EXPECT_EQ(refusal(timestamp_message(noon - milliseconds(10'000))), SignerRefusal::clock);
}

TEST_F(ASigner, refuses_a_gen_time_behind_its_last) {
  EXPECT_FALSE(signed_octets(timestamp_message(noon)).empty());
  EXPECT_EQ(refusal(timestamp_message(noon - milliseconds(1))), SignerRefusal::clock);
}

TEST_F(ASigner, whose_clock_was_set_back_refuses_until_it_has_caught_up) {
  EXPECT_FALSE(signed_octets(timestamp_message(noon)).empty());
  m_now = noon - std::chrono::hours(1);
  EXPECT_EQ(refusal(timestamp_message(m_now)), SignerRefusal::clock);
  EXPECT_FALSE(signed_octets(seal_message()).empty()) << "seals say nothing about time that this process could check";
  m_now = noon + milliseconds(5);
  EXPECT_FALSE(signed_octets(timestamp_message(m_now)).empty());
}

TEST_F(ASigner, says_so_when_the_hsm_fails) {
  m_keys.fails = true;
  EXPECT_EQ(refusal(seal_message()), SignerRefusal::hsm);
  m_keys.fails = false;
  EXPECT_FALSE(signed_octets(seal_message()).empty());
}

}  // namespace
}  // namespace antin::signer
