#include "core/hsm/restored_key.hpp"

#include <gmock/gmock.h>

#include "core/crypto/random.hpp"
#include "core/hsm/found_keys.hpp"
#include "core/hsm/signing.hpp"
#include "tests/unit/core/hsm/token_folder.hpp"

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;
using ::testing::HasSubstr;

class AKeyFromABackup : public TokenFolder, public ::testing::WithParamInterface<KeyAlgorithm> {
 protected:
  AKeyFromABackup() {
    make("lost");
    const auto opener = on("lost", m_value);
    const auto pair =
        generate_key_pair(opener.session(), m_key.label, GetParam(), Extraction::open, crypto::random_array<16>());
    if (!pair) throw std::runtime_error(pair.error().text);
    m_key.algorithm = GetParam();
    m_key.spki = pair->spki;
    Attributes match;
    match.number(CKA_CLASS, CKO_PRIVATE_KEY);
    m_wrapped = *opener.wrap(opener.session().find(std::move(match))->at(0));
    make("again");
  }
  void make(const std::string& label) {
    const auto slot = m_module.free_token()->slot;
    ASSERT_TRUE(m_module.initialise(slot, m_pin, label));
    ASSERT_TRUE(m_module.set_user_pin(slot, m_pin, m_pin));
  }
  WrappingKey on(const std::string& label, const base::Secret& value) {
    auto key = WrappingKey::make(m_module, (*m_module.token(label))->slot, m_pin, m_pin, value);
    if (!key) throw std::runtime_error(key.error().text);
    return std::move(*key);
  }

  Module m_module = std::move(Module::load(softhsm_module)).value();
  base::Secret m_pin{base::view("12345678")};
  base::Secret m_value{crypto::random_array<32>()};
  RestoredKey m_key{"k", KeyAlgorithm::unknown, {0x01, 0x02}, {}};
  base::Bytes m_wrapped;
};

INSTANTIATE_TEST_SUITE_P(OfEachKind, AKeyFromABackup, ::testing::Values(KeyAlgorithm::ecdsa_p256, KeyAlgorithm::rsa));

TEST_P(AKeyFromABackup, is_used_as_the_lost_one_was_and_does_not_leave_again) {
  const auto opener = on("again", m_value);
  ASSERT_TRUE(try_backup(opener, m_wrapped, m_key));
  const auto restored = restore_key_pair(opener, m_wrapped, m_key);
  ASSERT_TRUE(restored) << restored.error().text;
  // As antin-signer finds it.
  const auto found = find_keys(opener.session());
  ASSERT_TRUE(found);
  EXPECT_THAT(found->left_out, ::testing::IsEmpty());
  ASSERT_EQ(found->keys.size(), 1u);
  EXPECT_EQ(found->keys[0].spki, m_key.spki);
  EXPECT_FALSE(opener.wrap(found->handles.at("k"))) << "not even a trusted key wraps it";
  EXPECT_TRUE(restore_key_pair(opener, m_wrapped, m_key)) << "again: what is there is left alone";
}

TEST_P(AKeyFromABackup, does_not_open_under_another_wrapping_key_and_leaves_nothing_behind) {
  const auto opener = on("again", base::Secret(crypto::random_array<32>()));
  const auto tried = try_backup(opener, m_wrapped, m_key);
  ASSERT_FALSE(tried);
  EXPECT_THAT(tried.error().text, HasSubstr("it does not open"));
  EXPECT_FALSE(restore_key_pair(opener, m_wrapped, m_key));
  EXPECT_THAT(*objects_labelled(opener.session(), "k"), ::testing::IsEmpty());
}

TEST_P(AKeyFromABackup, that_was_tampered_with_does_not_open) {
  const auto opener = on("again", m_value);
  for (const std::size_t at : {std::size_t{0}, std::size_t{9}, m_wrapped.size() - 1}) {
    auto altered = m_wrapped;
    altered[at] ^= 1;
    EXPECT_FALSE(try_backup(opener, altered, m_key)) << at;
  }
}

TEST_P(AKeyFromABackup, of_another_key_than_the_one_that_is_wanted_is_noticed_before_it_is_in_the_token) {
  const auto opener = on("again", m_value);
  auto other = m_key;
  const auto session = m_module.log_in((*m_module.token("lost"))->slot, User::user, m_pin);
  ASSERT_TRUE(session);
  other.spki = generate_key_pair(*session, "other", GetParam())->spki;
  const auto tried = try_backup(opener, m_wrapped, other);
  ASSERT_FALSE(tried);
  EXPECT_THAT(tried.error().text, HasSubstr("it is of another key"));
  EXPECT_THAT(*objects_labelled(opener.session(), "k"), ::testing::IsEmpty());
}

TEST_P(AKeyFromABackup, is_not_put_beside_something_of_its_label) {
  const auto opener = on("again", m_value);
  ASSERT_TRUE(generate_key_pair(opener.session(), "k", KeyAlgorithm::ecdsa_p256));
  const auto restored = restore_key_pair(opener, m_wrapped, m_key);
  ASSERT_FALSE(restored);
  EXPECT_THAT(restored.error().text, HasSubstr("the token has an object labelled k already"));
}

}  // namespace
}  // namespace antin::hsm
