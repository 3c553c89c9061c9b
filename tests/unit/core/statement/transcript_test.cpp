#include "core/statement/transcript.hpp"

#include <gmock/gmock.h>

namespace antin::statement {
namespace {

using ::testing::HasSubstr;

const std::string hash = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const std::string head =
    "antin/ceremony-transcript/v1\nlog: seal.hcm.example/2026\nceremony: hcm-2026.1\nplan: " + hash +
    "\nofficers: " + hash + "\nrehearsal: no\nlines: 41\njournal: " + hash + "\nresumes: 2\nstops: 1\nexceptions: 1\n";
const std::string text = head + "participant: c-1 " + hash + "\nparticipant: so-1 " + hash +
                         "\nkey: log/79/hcm/2026.1 " + hash + "\nkey: seal/79/department/2026.1 " + hash +
                         "\ncertificate: seal/79/department/2026.1 " + hash + "\n";

std::string why(const std::string& wrong) {
  const auto read = parse_transcript(wrong);
  return read ? "it was read" : read.error().text;
}
std::string changed(const std::string& from, const std::string& to) {
  auto out = text;
  return out.replace(out.find(from), from.size(), to);
}

TEST(ATranscript, is_read_and_printed_as_it_is) {
  const auto read = parse_transcript(text);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->ceremony, "hcm-2026.1");
  EXPECT_FALSE(read->rehearsal);
  EXPECT_EQ(read->lines, 41U);
  EXPECT_EQ(read->resumes, 2U);
  EXPECT_EQ(read->stops, 1U);
  EXPECT_EQ(read->exceptions, 1U);
  EXPECT_EQ(read->participants.size(), 2U);
  ASSERT_EQ(read->results.size(), 3U);
  EXPECT_EQ(read->results[2].what, "certificate");
  EXPECT_EQ(read->results[2].label, "seal/79/department/2026.1");
  EXPECT_EQ(print(*read), text);
  EXPECT_EQ(transcript_signer("hcm-2026.1", "so-1"), "hcm-2026.1/so-1");
}

TEST(ATranscript, of_any_other_form_is_refused) {
  EXPECT_EQ(why(head), "it was read") << "of a ceremony that made no keys";
  EXPECT_THAT(why(""), HasSubstr("line 1"));
  EXPECT_THAT(why("antin/ceremony/v1" + text.substr(28)), HasSubstr("line 1"));
  EXPECT_THAT(why(changed("rehearsal: no", "rehearsal: maybe")), HasSubstr("yes or no"));
  for (const auto* line : {"resumes: 2\n", "stops: 1\n", "exceptions: 1\n"})
    EXPECT_NE(why(changed(line, "")), "it was read") << line;
  EXPECT_THAT(why(changed("lines: 41", "lines: 041")), HasSubstr("without leading zeros"));
  EXPECT_THAT(why(changed("participant: c-1 ", "participant: c/1 ")), HasSubstr("an identifier, a space"));
  EXPECT_THAT(why(changed("key: log/79", "key: log//79")), HasSubstr("a key's label"));
  EXPECT_THAT(why(changed("key: log/79/hcm", "key: " + std::string(300, 'a'))), HasSubstr("a key's label"));
  EXPECT_THAT(why(changed("certificate: ", "something: ")), HasSubstr("the end of the statement"));
  EXPECT_THAT(why(text.substr(0, text.size() - 1)), HasSubstr("line 16"));
  EXPECT_THAT(why(text + std::string(transcript_note_limit, 'a')), HasSubstr("is larger than"));
}

TEST(ATranscript, names_what_it_builds_on_and_where_a_restored_key_came_from) {
  const auto more = changed("participant: c-1", "former: hcm-2025.1 " + hash + "\nparticipant: c-1") +
                    "restored: seal/79/department/2025.1 " + hash + " hcm-2025.1\n";
  const auto read = parse_transcript(more);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->formers.size(), 1U);
  EXPECT_EQ(read->results.back().detail, "hcm-2025.1");
  EXPECT_EQ(print(*read), more);
  EXPECT_THAT(why(more.substr(0, more.size() - 12) + "\n"), HasSubstr("a key's label, a hash"));
  EXPECT_THAT(why(more.substr(0, more.size() - 12) + " \n"), HasSubstr("a key's label, a hash"));
  EXPECT_THAT(why(text.substr(0, text.size() - 1) + " more\n"), HasSubstr("a key's label, a space"));
  EXPECT_THAT(why(text.substr(0, text.size() - 1) + " \t\n"), HasSubstr("a key's label, a space"));
}

TEST(ATranscript, names_its_participants_once_and_in_order) {
  EXPECT_THAT(why(changed("participant: c-1", "participant: z-1")), HasSubstr("not in the form"));
  EXPECT_THAT(why(changed("participant: c-1", "participant: so-1")), HasSubstr("not in the form"));
}

}  // namespace
}  // namespace antin::statement
