#include "daemon/ceremony/shares/shares.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <stdexcept>

#include "daemon/ceremony/shares/field.hpp"
#include "tests/support/scratch.hpp"

namespace antin::ceremony {
namespace {

const ShareOf of_user_pin{"hcm-2026.1", "seals", "user-pin", 1};

base::Secret secret(std::string_view text) { return base::Secret(base::view(text)); }
std::string text_of(const base::Secret& value) { return std::string(base::text(value.expose_secret())); }

std::vector<Share> chosen(const std::vector<Share>& shares, const std::vector<std::size_t>& which) {
  std::vector<Share> out;
  for (const auto at : which) out.push_back({shares.at(at).number, base::Secret(shares.at(at).value.expose_secret())});
  return out;
}

std::string combined(const std::vector<Share>& shares) {
  const auto whole = combine(shares);
  return whole ? text_of(*whole) : whole.error().text;
}

TEST(TheField, has_an_inverse_of_every_value_but_zero) {
  for (unsigned value = 1; value < 256; ++value) {
    const auto octet = static_cast<std::uint8_t>(value);
    EXPECT_EQ(field::times(octet, field::inverse(octet)), 1);
  }
  EXPECT_EQ(field::inverse(0), 0);
}

TEST(Shares, of_any_choice_of_enough_give_the_secret) {
  const auto shares = split(secret("sixteen octets !"), 3, 5);
  for (std::size_t a = 0; a < 5; ++a)
    for (std::size_t b = a + 1; b < 5; ++b)
      for (std::size_t c = b + 1; c < 5; ++c) EXPECT_EQ(combined(chosen(shares, {c, a, b})), "sixteen octets !");
}

TEST(Shares, of_one_too_few_give_another_secret) {
  const auto shares = split(secret("sixteen octets !"), 3, 5);
  EXPECT_NE(combined(chosen(shares, {0, 1})), "sixteen octets !");
}

// Whatever the secret is, a share by itself can have any value: 4,000 shares of one octet meet all of them.
TEST(Shares, alone_have_any_value_whatever_the_secret_is) {
  std::vector<bool> seen(256);
  for (int i = 0; i < 4000; ++i) seen.at(split(secret("A"), 2, 2).front().value.expose_secret()[0]) = true;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), true), 256);
}

TEST(Shares, are_not_combined_when_one_was_given_twice) {
  const auto shares = split(secret("secret"), 2, 3);
  EXPECT_EQ(combined(chosen(shares, {1, 1})), "one share was given twice");
  EXPECT_FALSE(combine(chosen(shares, {1})));
  EXPECT_FALSE(combine({}));
}

TEST(Shares, are_not_made_for_one_person_alone) {
  EXPECT_THROW(split(secret("secret"), 1, 3), std::invalid_argument);
  EXPECT_THROW(split(secret("secret"), 4, 3), std::invalid_argument);
  EXPECT_THROW(split(secret(""), 2, 3), std::invalid_argument);
}

// libgfshare's own tools: each side reads what the other wrote.
TEST(Shares, are_put_together_by_gfcombine) {
  const client::Scratch folder;
  const auto shares = split(secret("a secret of ours"), 3, 5);
  std::string files;
  for (const std::size_t at : {4, 0, 2}) {
    char name[16];
    std::snprintf(name, sizeof name, "s.%03u", shares[at].number);
    folder.write(name, shares[at].value.expose_secret());
    files += std::string(" ") + name;
  }
  folder.must_run("gfcombine -o whole" + files);
  EXPECT_EQ(folder.text("whole"), "a secret of ours");
}

TEST(Shares, that_gfsplit_made_are_put_together_here) {
  const client::Scratch folder;
  folder.write("theirs", std::string_view("a secret of theirs"));
  folder.must_run("gfsplit -n 3 -m 5 theirs && ls theirs.*");
  std::vector<Share> shares;
  const auto names = folder.text("said");
  for (std::string_view rest = names; shares.size() < 3; rest.remove_prefix(rest.find('\n') + 1)) {
    const std::string name(rest.substr(0, rest.find('\n')));
    shares.push_back({static_cast<std::uint8_t>(std::stoi(name.substr(7))), base::Secret(folder.bytes(name))});
  }
  EXPECT_EQ(combined(shares), "a secret of theirs");
}

class AShareAsText : public ::testing::Test {
 protected:
  Share m_share{3, secret("0123456789abcdef")};
  std::string m_text = text_of(share_text(m_share, of_user_pin));
};

TEST_F(AShareAsText, stands_in_groups_of_four_that_fit_a_line) {
  EXPECT_EQ(m_text.size(), 39u);
  for (std::size_t i = 0; i < m_text.size(); ++i) EXPECT_EQ(m_text[i] == '-', i % 5 == 4);
}

TEST_F(AShareAsText, comes_back_however_it_is_typed) {
  auto typed = m_text;
  for (auto& c : typed) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  for (const auto& text : {m_text, typed, "  " + m_text + "\r\n"}) {
    const auto share = parse_share(secret(text), of_user_pin);
    ASSERT_TRUE(share) << share.error().text;
    EXPECT_EQ(share->number, 3);
    EXPECT_EQ(text_of(share->value), "0123456789abcdef");
    EXPECT_EQ(share_hash(*share, of_user_pin), share_hash(m_share, of_user_pin));
  }
}

TEST_F(AShareAsText, with_any_one_character_wrong_is_refused) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (std::size_t i = 0; i < m_text.size(); ++i) {
    if (m_text[i] == '-') continue;
    for (const char c : alphabet) {
      auto wrong = m_text;
      wrong[i] = c;
      EXPECT_EQ(parse_share(secret(wrong), of_user_pin).ok(), wrong == m_text) << i << c;
    }
  }
}

TEST_F(AShareAsText, with_characters_missing_swapped_or_added_is_refused) {
  EXPECT_FALSE(parse_share(secret(m_text.substr(1)), of_user_pin));
  EXPECT_FALSE(parse_share(secret(m_text + "0"), of_user_pin));
  EXPECT_FALSE(parse_share(secret(m_text + "00000000"), of_user_pin));
  EXPECT_FALSE(parse_share(secret(std::string(300, '0')), of_user_pin));
  EXPECT_FALSE(parse_share(secret(""), of_user_pin));
  EXPECT_FALSE(parse_share(secret("U" + m_text.substr(1)), of_user_pin));
  for (std::size_t i = 0; i + 1 < m_text.size(); ++i) {
    auto swapped = m_text;
    std::swap(swapped[i], swapped[i + 1]);
    const bool same = m_text[i] == m_text[i + 1] || m_text[i] == '-' || m_text[i + 1] == '-';
    EXPECT_EQ(parse_share(secret(swapped), of_user_pin).ok(), same) << i;
  }
}

TEST_F(AShareAsText, of_another_secret_is_refused) {
  auto of = of_user_pin;
  for (auto* part : {&of.ceremony, &of.token, &of.pin}) {
    const auto before = *part;
    *part += "x";
    EXPECT_FALSE(parse_share(secret(m_text), of));
    EXPECT_NE(share_hash(m_share, of), share_hash(m_share, of_user_pin));
    *part = before;
  }
  of.round = 2;
  EXPECT_FALSE(parse_share(secret(m_text), of));
}

TEST_F(AShareAsText, is_not_quoted_in_the_error) {
  const auto share = parse_share(secret(m_text.substr(1)), of_user_pin);
  EXPECT_EQ(share.error().text.find(m_text.substr(1, 8)), std::string::npos);
}

}  // namespace
}  // namespace antin::ceremony
