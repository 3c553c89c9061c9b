#include <gtest/gtest.h>

#include "client/cli/json.hpp"

namespace antin::cli {
namespace {

client::Receipt sample() {
  return {"seal.dev.example/2026", 12, "sha256:00", "u", "hoc-ba", "1.r", 2, "principal", base::copy(base::view("{}"))};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Receipt, comes_back_from_its_json_and_names_its_schema) {
  const auto text = print(sample());
  EXPECT_NE(text.find("\"schema\": \"antin-receipt/v1\""), std::string::npos);
  const auto parsed = parse_receipt(text);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(print(*parsed), text);
}

// printf '\0{}' | sha256sum
TEST(Receipt, its_leaf_hash_is_that_of_rfc_6962) {
  EXPECT_EQ(base::print(sample().leaf()), "sha256:28a3a18f6cd6406b086e9ffda1f9b8a13dbcf44b0f3f32cb9031a11fd053acf9");
}

TEST(Receipt, one_that_was_changed_is_refused) {
  const auto good = print(sample());
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"antin-receipt/v1", "antin-receipt/v2"},
                                 {"e30=", "e30K"},
                                 {"e30=", "?"},
                                 {"\"index\": 12", "\"index\": -1"},
                                 {"\"index\": 12", "\"index\": \"12\""},
                                 {"\"revision\": 2", "\"revision\": 4294967298"},
                                 {"\"provisional\"", "\"final\": 1, \"provisional\""},
                                 {"\"step\"", "\"stop\""},
                                 {"sha256:", "sha256:0"}}) {
    EXPECT_FALSE(parse_receipt(replaced(good, from, to)).ok()) << to;
  }
  for (const auto* text : {"", "[]", "{", "1", "null"}) EXPECT_FALSE(parse_receipt(text).ok()) << text;
}

TEST(EntryFacts, fields_of_another_type_are_as_if_missing) {
  const auto facts = entry_facts(base::view(R"({"type":1,"key":"k","token":[]})"));
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->type, "");
  EXPECT_EQ(facts->key, "k");
  EXPECT_FALSE(entry_facts(base::view("no json")).ok());
}

TEST(Report, text_that_is_not_utf8_cannot_make_printing_fail) {
  EXPECT_NE(print(Report{{{"x", std::string("\xFF")}}}).find("\xEF\xBF\xBD"), std::string::npos);
}

}  // namespace
}  // namespace antin::cli
