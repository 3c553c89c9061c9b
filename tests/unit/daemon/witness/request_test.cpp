#include "daemon/witness/request.hpp"

#include <gtest/gtest.h>

namespace antin::witness {
namespace {

const std::string hash = "qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=";
const std::string note = "sum.example/2026\n8\n" + hash + "\n\n\xe2\x80\x94 sum.example/2026 AAAAAAEC\n";

TEST(AddCheckpointBody, is_read_in_its_parts_and_printed_as_it_was) {
  const auto body = "old 5\n" + hash + "\n" + hash + "\n\n" + note;
  const auto request = parse_add_checkpoint(body);
  ASSERT_TRUE(request) << request.error().text;
  EXPECT_EQ(request->old_size, 5U);
  ASSERT_EQ(request->proof.size(), 2U);
  EXPECT_EQ(base::to_base64(request->proof[0]), hash);
  EXPECT_EQ(request->checkpoint.origin, "sum.example/2026");
  EXPECT_EQ(request->checkpoint.size, 8U);
  EXPECT_EQ(print(*request), body);
  EXPECT_TRUE(parse_add_checkpoint("old 0\n\n" + note));
  EXPECT_TRUE(parse_add_checkpoint("old 18446744073709551615\n\n" + note));
}

// C2SP tlog-witness.md.
TEST(AddCheckpointBody, of_the_specification_is_read) {
  const std::string body =
      "old 20852014\n"
      "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
      "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
      "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
      "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
      "\n"
      "example.com/behind-the-sofa\n"
      "20852163\n"
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
      "\n"
      "— example.com/behind-the-sofa "
      "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
      "— example.com/behind-the-sofa "
      "opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
  const auto request = parse_add_checkpoint(body);
  ASSERT_TRUE(request) << request.error().text;
  EXPECT_EQ(request->old_size, 20852014U);
  EXPECT_EQ(request->proof.size(), 4U);
  EXPECT_EQ(request->checkpoint.size, 20852163U);
  EXPECT_EQ(print(*request), body);
}

TEST(AddCheckpointBody, of_another_form_is_refused) {
  for (const std::string& body : {std::string(),
                                  std::string("old 0"),
                                  "old 0\n" + note,
                                  "old\n\n" + note,
                                  "old \n\n" + note,
                                  "0\n\n" + note,
                                  "old 00\n\n" + note,
                                  "old 01\n\n" + note,
                                  "old -1\n\n" + note,
                                  "old +1\n\n" + note,
                                  "old 0 \n\n" + note,
                                  "old  0\n\n" + note,
                                  "Old 0\n\n" + note,
                                  "old 18446744073709551616\n\n" + note,
                                  "old 0\r\n\r\n" + note,
                                  "old 1\nAAAA\n\n" + note,
                                  "old 1\n" + hash + "A\n\n" + note,
                                  "old 1\n" + hash + " \n\n" + note,
                                  "old 1\n" + hash.substr(0, 43) + "\n\n" + note,
                                  "old 1\n" + hash + "\n",
                                  std::string("old 1\n\n"),
                                  std::string("old 1\n\nnothing\n"),
                                  "old 1\n\n" + note.substr(0, note.size() - 1),
                                  "old 1\n\n\n" + note}) {
    EXPECT_FALSE(parse_add_checkpoint(body)) << body;
  }
}

TEST(AddCheckpointBody, has_a_checkpoint_without_more_lines) {
  EXPECT_FALSE(parse_add_checkpoint("old 0\n\nsum.example/2026\n8\n" + hash +
                                    "\nmore\n\n\xe2\x80\x94 sum.example/2026 AAAAAAEC\n"));
}

TEST(AddCheckpointBody, has_at_most_63_hashes_and_64_KiB) {
  std::string lines;
  for (int i = 0; i < 63; ++i) lines += hash + "\n";
  EXPECT_TRUE(parse_add_checkpoint("old 1\n" + lines + "\n" + note));
  const auto more = parse_add_checkpoint("old 1\n" + lines + hash + "\n\n" + note);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().text, "a proof of more than 63 hashes");
  const auto large = parse_add_checkpoint("old 1\n\n" + std::string(request_limit, 'a'));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().text, "a request of more than 64 KiB");
}

}  // namespace
}  // namespace antin::witness
