#include "daemon/signer/hello.hpp"

#include <gtest/gtest.h>

#include "daemon/local/signer_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::signer {
namespace {

std::vector<local::SignerHello> pages_of(const std::vector<hsm::Key>& keys) {
  std::vector<local::SignerHello> pages;
  for (const auto& message : hello_messages("seals", keys, 7)) {
    EXPECT_LE(message.size(), local::message_limit);
    const auto parsed = local::parse_from_signer(message);
    if (!parsed) throw std::runtime_error("not a message");
    pages.push_back(std::get<local::SignerHello>(*parsed));
  }
  return pages;
}

TEST(Hello, a_token_without_keys_is_still_introduced) {
  const auto pages = pages_of({});
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages.front().token, "seals");
  EXPECT_TRUE(pages.front().last);
}

TEST(Hello, many_keys_come_in_pages_none_lost_and_only_the_last_says_last) {
  std::vector<hsm::Key> keys;
  for (int i = 0; i < 3000; ++i)
    keys.push_back(
        {"seal/" + std::to_string(i) + "/school/2026.1", base::Bytes(91, 1), crypto::KeyAlgorithm::ecdsa_p256});
  const auto pages = pages_of(keys);
  EXPECT_GT(pages.size(), 1U);
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_EQ(pages[i].last, i + 1 == pages.size());
    EXPECT_EQ(pages[i].used, 7U);
    for (const auto& key : pages[i].keys) labels.push_back(key.label);
  }
  ASSERT_EQ(labels.size(), keys.size());
  for (std::size_t i = 0; i < labels.size(); ++i) EXPECT_EQ(labels[i], keys[i].label);
}

}  // namespace
}  // namespace antin::signer
