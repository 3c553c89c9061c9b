#include "core/statement/ceremony.hpp"

#include <gtest/gtest.h>

namespace antin::statement {
namespace {

const std::string hash = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const std::string text = "antin/ceremony/v1\nlog: seal.hcm.example/2026\nceremony: hcm-2026.1\nplan: " + hash +
                         "\nstep: 05-generate-seal.79.department.2026.1\ntranscript: " + hash + "\n";

std::string why(const std::string& wrong) {
  const auto read = parse_ceremony(wrong);
  return read ? "it was read" : read.error().text;
}

TEST(ACeremonyStatement, is_read_and_printed_as_it_is) {
  const auto read = parse_ceremony(text);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->ceremony, "hcm-2026.1");
  EXPECT_EQ(read->step, "05-generate-seal.79.department.2026.1");
  EXPECT_EQ(print(*read), text);
}

TEST(ACeremonyStatement, of_any_other_form_is_refused) {
  EXPECT_EQ(why(text + "\n"), "line 7: expected the end of the statement, ending in LF");
  EXPECT_EQ(why(text.substr(0, text.size() - 1)),
            "line 6: expected `transcript: ` and sha256: and 64 lower-case hex digits, ending in LF");
  auto slash = text;
  slash.replace(slash.find("seal.79."), 8, "seal/79/");
  EXPECT_EQ(why(slash), "line 5: expected `step: ` and an identifier: 1 to 128 of A-Z a-z 0-9 . _ -, ending in LF");
  EXPECT_NE(why("antin/ceremony/v2" + text.substr(17)), "it was read");
  EXPECT_NE(why(""), "it was read");
}

}  // namespace
}  // namespace antin::statement
