#include "core/statement/lost.hpp"

#include <gtest/gtest.h>

#include "core/base/bytes.hpp"
#include "core/statement/statement.hpp"

namespace antin::statement {
namespace {

constexpr std::string_view example =
    "antin/lost/v1\n"
    "log: seal.hcm.example/2026\n"
    "successor: seal.hcm.example/2026b\n"
    "size: 1204\n"
    "root: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    "backup: 1100\n"
    "reason: disk-failed\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

std::string changed(std::string_view from, std::string_view to) {
  std::string text(example);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(std::string_view text) {
  const auto parsed = parse_lost(text);
  return parsed ? "" : parsed.error().text;
}

TEST(LostStatement, parses_into_its_fields_and_prints_back_octet_by_octet) {
  const auto parsed = parse_lost(example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->log, "seal.hcm.example/2026");
  EXPECT_EQ(parsed->successor, "seal.hcm.example/2026b");
  EXPECT_EQ(parsed->size, 1204U);
  EXPECT_EQ(base::print(parsed->root), "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
  EXPECT_EQ(parsed->backup, 1100U);
  EXPECT_EQ(parsed->reason, "disk-failed");
  EXPECT_EQ(base::to_hex(parsed->nonce), "abcdef1234567890abcdef1234567890");
  EXPECT_EQ(base::print_seconds(parsed->expires), "2026-06-30T16:59:59Z");
  EXPECT_EQ(print(*parsed), example);
}

TEST(LostStatement, a_line_that_is_missing_twice_or_cut_short_is_refused) {
  const std::string text(example);
  for (std::size_t from = 0; from < text.size();) {
    const auto to = text.find('\n', from) + 1;
    const auto line = text.substr(from, to - from);
    EXPECT_NE(refusal(text.substr(0, from) + text.substr(to)), "") << line;
    EXPECT_NE(refusal(text.substr(0, to) + line + text.substr(to)), "") << line;
    from = to;
  }
  for (std::size_t length = 0; length < text.size(); ++length) EXPECT_NE(refusal(text.substr(0, length)), "") << length;
}

TEST(LostStatement, values_that_are_not_what_they_must_be_are_refused) {
  EXPECT_NE(refusal(changed("antin/lost/v1", "antin/clear/v1")), "");
  EXPECT_NE(refusal(changed("log: seal.hcm", "log: seal hcm")), "");
  EXPECT_NE(refusal(changed("2026b", "2026 b")), "");
  EXPECT_NE(refusal(changed("size: 1204", "size: 01204")), "");
  EXPECT_NE(refusal(changed("size: 1204", "size: 9223372036854775808")), "");
  EXPECT_NE(refusal(changed("backup: 1100", "backup: 0")), "");
  EXPECT_NE(refusal(changed("backup: 1100", "backup: none")), "");
  EXPECT_NE(refusal(changed("sha256:2c", "sha256:2C")), "");
  EXPECT_NE(refusal(changed("disk-failed", "disk failed")), "");
  EXPECT_NE(refusal(changed("kA==", "kB==")), "") << "spare bits";
  EXPECT_NE(refusal(changed("59Z", "59.000Z")), "");
  EXPECT_NE(refusal(std::string(example) + "\n"), "");
  EXPECT_EQ(refusal(std::string(example) + std::string(size_limit, 'x')), "the statement is larger than 4096 octets");
}

TEST(LostStatement, no_log_succeeds_itself_and_no_backup_holds_more_than_the_witnesses_saw) {
  EXPECT_EQ(refusal(changed("2026b", "2026")), "a log does not succeed itself");
  EXPECT_EQ(refusal(changed("1100", "1204")), "");
  EXPECT_EQ(refusal(changed("1100", "1205")), "the backup holds more than the log's witnesses have seen");
}

}  // namespace
}  // namespace antin::statement
