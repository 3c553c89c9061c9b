#include "client/cli/signed_transcript.hpp"

#include <gmock/gmock.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/ceremony_note.hpp"

namespace antin::cli {
namespace {

using ::testing::HasSubstr;
using Names = std::vector<std::string>;

// A log's blobs by their hashes, and an entry that names them.
class ATranscriptInTheLog : public ::testing::Test {
 protected:
  ATranscriptInTheLog() {
    for (const std::string name : {"so-1", "so-2"}) {
      m_tools.must_run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + name +
                       ".key -out " + name + ".crt -days 30 -subj /CN=" + name);
      facts.named_officers[name] = keep(test::certificate_in(m_tools, ".", name).der);
    }
    transcript = test::transcript_of(m_tools, ".", "seal.example/2026", {"so-1", "so-2"});
    name({"so-1", "so-2"});
  }
  // The entry is of the transcript as it is now.
  void name(const Names& signers) {
    facts.note = keep(base::view(test::ceremony_note(m_tools, ".", transcript, signers)));
    facts.transcript = base::print(crypto::sha256(base::view(statement::print(transcript))));
  }
  std::string keep(base::ByteView octets) {
    const auto hash = base::print(crypto::sha256(octets));
    m_blobs[hash] = base::copy(octets);
    return hash;
  }
  [[nodiscard]] Outcome<SignedTranscript> read() const {
    return signed_transcript(facts, [&](const std::string& hash) -> Outcome<base::Bytes> {
      const auto found = m_blobs.find(hash);
      if (found == m_blobs.end()) return Stop{Exit::refused, "NOT_FOUND", "nothing by this hash"};
      return found->second;
    });
  }
  [[nodiscard]] std::string refusal() const {
    const auto read_again = read();
    return read_again ? "it was read" : read_again.error().code + ": " + read_again.error().text;
  }

  test::ToolDirectory m_tools;
  std::map<std::string, base::Bytes> m_blobs;
  EntryFacts facts;
  statement::Transcript transcript;
};

TEST_F(ATranscriptInTheLog, is_shown_with_the_officers_who_have_signed_it) {
  const auto shown = read();
  ASSERT_TRUE(shown) << shown.error().text;
  EXPECT_EQ(shown->text, statement::print(transcript));
  EXPECT_THAT(shown->signers, HasSubstr("so-1 ("));
  EXPECT_THAT(shown->signers, HasSubstr("so-2 ("));
}

TEST_F(ATranscriptInTheLog, is_not_shown_for_another) {
  facts.transcript = base::print(base::Sha256Hash{});
  EXPECT_EQ(refusal(), "LOG_MISMATCH: what is stored is not the transcript that the entry names");
  facts.note = keep(base::view("no note at all"));
  EXPECT_EQ(refusal(), "LOG_MISMATCH: what is stored is not the transcript that the entry names");
}

TEST_F(ATranscriptInTheLog, is_not_shown_when_an_officer_whom_the_entry_names_has_not_signed) {
  name({"so-1"});
  EXPECT_EQ(refusal(), "SIGNATURE_INVALID: officer so-2 has not signed the ceremony's transcript");
  name({"so-1", "so-2"});
  facts.named_officers["so-2"] = base::print(base::Sha256Hash{});
  EXPECT_EQ(refusal(), "NOT_FOUND: nothing by this hash");
  facts.named_officers["so-2"] = keep(base::view("no certificate"));
  EXPECT_THAT(refusal(), HasSubstr("the certificate of officer so-2"));
}

}  // namespace
}  // namespace antin::cli
