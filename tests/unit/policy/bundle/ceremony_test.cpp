#include "policy/bundle/ceremony.hpp"

#include <gmock/gmock.h>

#include "tests/support/ceremony_note.hpp"
#include "tests/unit/policy/bundle/officers_folder.hpp"

namespace antin::test {
namespace {

using testing::HasSubstr;

const std::vector<std::string> three{"so-1", "so-2", "so-3"};

class CeremonyOfALog : public OfficersFolder {
 protected:
  CeremonyOfALog() {
    transcript = transcript_of(directory, ".", "seal.example/2026", three);
    transcript.officers = policy::bundle::hash_of(officers().statement);
  }
  [[nodiscard]] std::string note(const std::vector<std::string>& signers) const {
    return ceremony_note(directory, ".", transcript, signers);
  }
  [[nodiscard]] std::string refusal(const std::string& octets) const {
    const auto opened = policy::bundle::open_ceremony(base::view(octets), officers());
    return opened ? "" : opened.error().text;
  }
  [[nodiscard]] base::Result<policy::bundle::FirstOfficers> first() const {
    return policy::bundle::read_first_officers(directory.path() / "officers", "seal.example/2026");
  }

  statement::Transcript transcript;
};

TEST_F(CeremonyOfALog, is_known_by_its_transcript_and_the_officers_who_signed_it) {
  const auto octets = note(three);
  const auto opened = policy::bundle::open_ceremony(base::view(octets), officers());
  ASSERT_TRUE(opened) << opened.error().text;
  EXPECT_EQ(opened->transcript, transcript);
  EXPECT_EQ(opened->hash, crypto::sha256(base::view(statement::print(transcript))));
  EXPECT_EQ(base::text(opened->note), octets);
  ASSERT_EQ(opened->signers.size(), 3U);
  EXPECT_EQ(opened->signers[1].officer, "so-2");
}

TEST_F(CeremonyOfALog, may_have_called_its_officers_by_other_names) {
  transcript.participants = {{"mai", pki.read("so-1").hash}, {"son", pki.read("so-3").hash}};
  tlog::Note signed_note{statement::print(transcript), {}};
  signed_note.signatures.push_back(note_signature(directory, ".", transcript, "mai", "so-1"));
  signed_note.signatures.push_back(note_signature(directory, ".", transcript, "son", "so-3"));
  EXPECT_EQ(refusal(tlog::print(signed_note)), "");
}

TEST_F(CeremonyOfALog, needs_the_signature_of_each_officer_who_took_part) {
  EXPECT_THAT(refusal(note({"so-1", "so-3"})), HasSubstr("is not signed by officer so-2, who took part"));
  EXPECT_THAT(refusal("no note"), HasSubstr("is no signed note"));
  tlog::Note other{statement::print(transcript), {}};
  for (const auto* name : {"so-1", "so-2"})
    other.signatures.push_back(note_signature(directory, ".", transcript, name, name));
  // Under the name of so-3 with the key of so-2: its id is another's.
  other.signatures.push_back(note_signature(directory, ".", transcript, "so-3", "so-2"));
  EXPECT_THAT(refusal(tlog::print(other)), HasSubstr("is not signed by officer so-3"));
}

TEST_F(CeremonyOfALog, needs_a_quorum_of_officers_among_those_who_took_part) {
  transcript.participants.erase("so-2");
  EXPECT_EQ(refusal(note({"so-1", "so-3"})), "");
  transcript.participants.erase("so-3");
  EXPECT_THAT(refusal(note({"so-1"})), HasSubstr("is signed by 1 of the log's security officers, 2 are needed"));
}

TEST_F(CeremonyOfALog, says_of_which_log_it_is_and_that_it_was_no_rehearsal) {
  transcript.rehearsal = true;
  EXPECT_THAT(refusal(note(three)), HasSubstr("is of a rehearsal"));
  transcript.rehearsal = false;
  transcript.log = "seal.example/2027";
  EXPECT_THAT(refusal(note(three)), HasSubstr("is for the log seal.example/2027"));
}

TEST_F(CeremonyOfALog, whose_text_was_altered_is_signed_by_nobody) {
  auto octets = note(three);
  octets.replace(octets.find("lines: 7"), 8, "lines: 8");
  EXPECT_THAT(refusal(octets), HasSubstr("is not signed by officer so-1"));
}

TEST_F(CeremonyOfALog, leaves_the_officers_that_a_new_log_pins) {
  EXPECT_FALSE(first()->ceremony.has_value()) << "without a transcript nobody says where they come from";
  directory.write("officers/transcript.note", note(three));
  const auto read = first();
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->officers.statement, officers().statement);
  EXPECT_EQ(read->ceremony->transcript, transcript);
}

TEST_F(CeremonyOfALog, that_was_held_for_other_officers_pins_nobody) {
  directory.write("officers/transcript.note", note(three));
  pin("so-1 so-2 so-3", "3");
  EXPECT_THAT(first().error().text, HasSubstr("was held for other security officers, or another threshold"));
  pin("so-1 so-2");
  EXPECT_THAT(first().error().text, HasSubstr("was held for other security officers, or another threshold"));
  directory.must_run("ln -sf ../transcript officers/transcript.note");
  EXPECT_FALSE(first()) << "a link leads somewhere else";
}

}  // namespace
}  // namespace antin::test
