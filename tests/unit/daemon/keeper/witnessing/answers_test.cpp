#include "daemon/keeper/witnessing/answers.hpp"

#include <gtest/gtest.h>

namespace antin::keeper {
namespace {

// C2SP tlog-witness.md: three lines of two witnesses, one of them by two keys.
TEST(WitnessAnswer, of_the_specification_is_read) {
  const std::string body =
      "— witness.example/w1 "
      "CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6"
      "Up69HVOw==\n"
      "— witness.example/w1 "
      "I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi"
      "/lCAsmlw==\n"
      "— witness.example/w2 "
      "AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpy"
      "sAdyP3wQ==\n";
  const auto lines = parse_cosignatures(body);
  ASSERT_TRUE(lines) << lines.error().text;
  ASSERT_EQ(lines->size(), 3U);
  EXPECT_EQ((*lines)[0].name, "witness.example/w1");
  EXPECT_EQ((*lines)[2].name, "witness.example/w2");
  std::string printed;
  for (const auto& line : *lines) {
    EXPECT_EQ(line.signature.size(), 8U + 64U);
    printed += tlog::print(line);
  }
  EXPECT_EQ(printed, body);
}

TEST(WitnessAnswer, with_anything_but_signature_lines_is_refused) {
  for (const auto* body : {"— w AAAAAAEC", "x\n", "\n", "— w AAAAAAEC\n\n", "— w AAAAAAEC\nx\n", "— w AAAAAAEC\r\n"}) {
    EXPECT_FALSE(parse_cosignatures(body)) << body;
  }
}

}  // namespace
}  // namespace antin::keeper
