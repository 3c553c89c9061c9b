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
    EXPECT_TRUE(Guards::initialise(m_directory.path(), origin));
    serve(origin);
  }

  // As after a start with this log-origin.
  void serve(const std::string& log_origin) {
    m_guards.reset();
    m_guards.emplace(Guards::open(m_directory.path(), log_origin).value());
    m_signatory.emplace(m_keys, *m_guards, [this] { return m_now; });
  }
  local::FromSigner answer(const local::ToSigner& message) { return m_signatory->answer(message); }

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
  std::optional<Guards> m_guards;
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
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(1), seal_key)), SignerRefusal::wrong_purpose);
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(1), time_key)), SignerRefusal::wrong_purpose);
}

TEST_F(ASigner, signs_exactly_the_text_of_a_checkpoint) {
  const auto message = checkpoint_message(checkpoint(1));
  EXPECT_EQ(signed_octets(message), base::copy(base::view(message.text)));
  EXPECT_EQ(m_keys.last_hash, base::DigestAlgorithm::sha256);
  m_keys.become(log_key, crypto::KeyAlgorithm::ed25519);
  const auto next = checkpoint_message(checkpoint(2));
  EXPECT_EQ(signed_octets(next), base::copy(base::view(next.text)));
}

TEST_F(ASigner, signs_no_checkpoint_with_a_kind_of_key_that_notes_do_not_know) {
  for (const auto algorithm :
       {crypto::KeyAlgorithm::rsa, crypto::KeyAlgorithm::ecdsa_p384, crypto::KeyAlgorithm::unknown}) {
    m_keys.become(log_key, algorithm);
    EXPECT_EQ(refusal(checkpoint_message(checkpoint(1))), SignerRefusal::wrong_purpose);
  }
}

TEST_F(ASigner, refuses_a_checkpoint_with_anything_missing_more_or_changed_in_form) {
  const auto whole = checkpoint_message(checkpoint(12)).text;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    auto message = checkpoint_message(checkpoint(12));
    message.text.resize(length);
    ASSERT_EQ(refusal(message), SignerRefusal::malformed) << length;
  }
  for (const auto& text :
       {whole + "\n", whole + "extension\n", "\n" + whole, origin + "\n012\n" + whole.substr(whole.size() - 45)}) {
    auto message = checkpoint_message(checkpoint(12));
    message.text = text;
    EXPECT_EQ(refusal(message), SignerRefusal::malformed) << text;
  }
}

TEST_F(ASigner, refuses_a_checkpoint_of_another_log) {
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(1, 1, "seal.example/2027"))), SignerRefusal::checkpoint);
}

TEST_F(ASigner, refuses_a_smaller_checkpoint_and_one_of_the_same_size_with_another_root) {
  EXPECT_FALSE(signed_octets(checkpoint_message(checkpoint(5))).empty());
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(4))), SignerRefusal::checkpoint);
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(5, 2))), SignerRefusal::checkpoint);
  EXPECT_FALSE(signed_octets(checkpoint_message(checkpoint(5))).empty()) << "the same one may be signed again";
  EXPECT_FALSE(signed_octets(checkpoint_message(checkpoint(6, 2))).empty());
}

TEST_F(ASigner, that_was_started_again_still_knows_its_last_checkpoint) {
  EXPECT_FALSE(signed_octets(checkpoint_message(checkpoint(5))).empty());
  serve(origin);
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(5, 2))), SignerRefusal::checkpoint);
}

TEST_F(ASigner, remembers_a_checkpoint_before_it_is_signed) {
  m_keys.fails = true;
  EXPECT_TRUE(signed_octets(checkpoint_message(checkpoint(5))).empty());
  m_keys.fails = false;
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(5, 2))), SignerRefusal::checkpoint);
  EXPECT_FALSE(signed_octets(checkpoint_message(checkpoint(5))).empty());
}

TEST_F(ASigner, without_a_log_signs_no_checkpoint) {
  serve("");
  EXPECT_EQ(refusal(checkpoint_message(checkpoint(1))), SignerRefusal::checkpoint);
}

TEST_F(ASigner, says_with_each_answer_how_often_its_keys_were_used) {
  EXPECT_EQ(std::get<local::Signed>(answer(seal_message())).used, 1U);
  EXPECT_EQ(std::get<local::Refused>(answer(seal_message(time_key))).used, 1U);
  EXPECT_EQ(std::get<local::Refused>(answer(seal_message("seal/79760009/school/2026.1"))).used, 1U);
  m_keys.fails = true;
  EXPECT_EQ(std::get<local::Refused>(answer(seal_message())).used, 2U) << "begun, whatever became of it";
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
