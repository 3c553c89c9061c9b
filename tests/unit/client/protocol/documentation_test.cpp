// The page for integrators is held against the code: its table of codes, and its example in hex.
#include <gtest/gtest.h>

#include <algorithm>

#include "client/protocol/codec.hpp"
#include "core/base/file.hpp"

namespace antin::protocol {
namespace {

std::string page() {
  const auto read = base::read_file(ANTIN_SOURCE_DIR "/docs/integrators.md", 1 << 20);
  return std::string(base::text(read.value()));
}

std::string row_of(const CodeFacts& code) {
  const char* kind = code.kind == Class::gate ? "gate" : code.kind == Class::denied ? "denied" : "failed";
  return "| `" + std::string(code.name) + "` | " + kind + " | " + (code.retry ? "yes" : "no") + " | " +
         (code.logged                    ? "yes"
          : code.code == Code::not_found ? "no"
                                         : "counted") +
         " | " + std::string(code.text) + " |";
}

TEST(Documentation, has_a_row_for_every_code_that_says_what_the_code_says) {
  const auto text = page();
  for (int code = 0; code <= static_cast<int>(Code::overloaded); ++code) {
    const auto row = row_of(facts(static_cast<Code>(code)));
    EXPECT_NE(text.find(row + "\n"), std::string::npos) << row;
  }
}

TEST(Documentation, shows_a_lookup_in_hex_that_parses) {
  const auto text = page();
  const auto begin = text.find("```hex\n") + 7;
  auto hex = text.substr(begin, text.find("```", begin) - begin);
  std::erase_if(hex, [](char c) { return c == '\n' || c == ' '; });
  const auto bytes = base::from_hex(hex);
  ASSERT_TRUE(bytes);
  const auto request = parse_request(*bytes);
  ASSERT_TRUE(request.ok()) << request.error().text;
  EXPECT_EQ(std::get<Lookup>(request->body).step, "principal");
}

}  // namespace
}  // namespace antin::protocol
