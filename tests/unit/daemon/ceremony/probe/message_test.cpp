#include "daemon/ceremony/probe/message.hpp"

#include <gtest/gtest.h>

namespace antin::ceremony::probe {
namespace {

using Kind = Message::Kind;

TEST(AMessage, comes_back_as_it_was_sent) {
  const auto back = decode(encode({Kind::answered, 7, {Verdict::differs, "C_Sign: CKR_OK (0x0)"}}));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->kind, Kind::answered);
  EXPECT_EQ(back->index, 7U);
  EXPECT_EQ(back->answer.verdict, Verdict::differs);
  EXPECT_EQ(back->answer.detail, "C_Sign: CKR_OK (0x0)");
}

TEST(AMessage, brings_nothing_to_a_terminal_that_could_move_it) {
  const auto back = decode(encode({Kind::unopened, 0, {Verdict::unknown, "a\x1b[2Jb\nc\xff"}}));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->answer.detail, "a?[2Jb?c?");
}

TEST(AMessage, of_an_unknown_kind_or_verdict_is_none) {
  EXPECT_FALSE(decode({}));
  EXPECT_FALSE(decode(base::Bytes{0, 0, 0}));
  EXPECT_FALSE(decode(base::Bytes{99, 0, 0}));
  EXPECT_FALSE(decode(base::Bytes{static_cast<std::uint8_t>(Kind::answered), 0, 0})) << "an answer without a verdict";
  EXPECT_FALSE(decode(base::Bytes{static_cast<std::uint8_t>(Kind::answered), 0, 200}));
  EXPECT_FALSE(decode(base::Bytes{static_cast<std::uint8_t>(Kind::asking), 0, 1})) << "a verdict without an answer";
  EXPECT_FALSE(decode(base::Bytes(5000, 1)));
}

TEST(AMessage, that_is_too_long_is_cut) {
  const auto back = decode(encode({Kind::answered, 0, {Verdict::no, std::string(5000, 'x')}}));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->answer.detail.size(), 1000U);
}

}  // namespace
}  // namespace antin::ceremony::probe
