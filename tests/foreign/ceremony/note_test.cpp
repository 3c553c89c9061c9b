// A transcript as a ceremony leaves it, checked by the Go project's note package, which knows nothing of us.
#include <gmock/gmock.h>

#include <map>

#include "core/base/bytes.hpp"
#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string> participants = {"a-1", "a-2", "b-1", "b-2", "so-1", "so-2"};

std::string key_name(const std::string& id) { return "test-2026.1/" + id; }

class ATranscript : public ::testing::Test {
 protected:
  ATranscript() {
    m_office.add_token("seals");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
    m_office.complete();
    m_note = m_office.folder.text("D/transcript.note");
  }
  // What the foreign verifier says of it; `instead` has another certificate for an id.
  std::string said_of(const std::string& note, const std::map<std::string, std::string>& instead = {}) {
    m_office.folder.write("note", note);
    std::string command = "'" ANTIN_BINARY_DIR "/tests/check-note' note";
    for (const auto& id : participants) {
      const auto other = instead.find(id);
      command += " " + key_name(id) + "=" + (other == instead.end() ? id : other->second) + ".crt";
    }
    const bool good = m_office.folder.run(command);
    const auto said = m_office.folder.text("said");
    EXPECT_EQ(good, said.starts_with("good: ")) << said;
    return said;
  }
  [[nodiscard]] std::size_t line_of(const std::string& id) const { return m_note.find("\u2014 " + key_name(id) + " "); }
  [[nodiscard]] std::string without_line(const std::string& id) const {
    auto note = m_note;
    const auto at = line_of(id);
    return note.erase(at, note.find('\n', at) + 1 - at);
  }
  // Everything as it should be, but another key has signed in the place of `id`.
  [[nodiscard]] std::string signed_by_another(const std::string& id, const std::string& other) const {
    const auto text = m_note.substr(0, m_note.rfind("\n\n") + 1);
    m_office.folder.write("text", text);
    m_office.folder.must_run("openssl dgst -sha256 -sign " + other + ".key -out signature text");
    const auto at = line_of(id);
    const auto value = m_note.find(' ', at + 4) + 1;
    const auto end = m_note.find('\n', at);
    auto signature = base::from_base64(m_note.substr(value, end - value)).value();
    signature.resize(4);  // the key's id
    base::append(signature, m_office.folder.bytes("signature"));
    return m_note.substr(0, value) + base::to_base64(signature) + m_note.substr(end);
  }

  Office m_office{{2, 2, 2}};
  std::string m_note;
};

TEST_F(ATranscript, is_a_signed_note_of_everybody_to_a_verifier_of_others_and_nothing_that_was_touched_is) {
  EXPECT_EQ(said_of(m_note), "good: 6 signatures\n");

  // One character of each line of the text.
  const auto end = m_note.rfind("\n\n");
  for (std::size_t at = 0; at < end; at = m_note.find('\n', at + 1)) {
    auto altered = m_note;
    altered[at + 1] = altered[at + 1] == 'x' ? 'y' : 'x';
    EXPECT_THAT(said_of(altered), HasSubstr("invalid signature for key test-2026.1/a-1")) << at;
  }
  for (const auto& id : participants)
    EXPECT_EQ(said_of(without_line(id)), "note: 5 of 6 have signed, and 0 others\n") << id;
  EXPECT_EQ(said_of(m_note, {{"so-2", "so-1"}}), "note: 5 of 6 have signed, and 1 others\n");
  EXPECT_THAT(said_of(signed_by_another("b-1", "b-2")), HasSubstr("invalid signature for key test-2026.1/b-1"));
  EXPECT_EQ(said_of(signed_by_another("b-1", "b-1")), "good: 6 signatures\n") << "so it was the key that was refused";
  EXPECT_THAT(said_of(m_note.substr(0, m_note.size() - 1)), HasSubstr("malformed note"));
}

}  // namespace
}  // namespace antin::ceremony
