// The program is killed before and after every line that it writes to its journal, and goes on each time.
#include <gmock/gmock.h>

#include <map>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

const std::string preload = "LD_PRELOAD=" ANTIN_BINARY_DIR "/tests/libkill_at_write.so ";

bool is_share(const std::string& line) { return line.find("\"type\":\"share\"") != std::string::npos; }

std::string value_of(const std::string& line, const std::string& key) {
  const auto at = line.find("\"" + key + "\":\"");
  if (at == std::string::npos) return {};
  const auto from = at + key.size() + 4;
  return line.substr(from, line.find('"', from) - from);
}

// How often each step was begun and ended.
std::map<std::string, int> marks(const Office& office) {
  std::map<std::string, int> counts;
  for (const auto& line : office.lines())
    if (const auto type = value_of(line, "type"); type == "begin" || type == "end")
      ++counts[type + " " + value_of(line, "step")];
  return counts;
}

class AKilledCeremony : public ::testing::Test {
 protected:
  AKilledCeremony() {
    m_office.add_token("seals", "file");
    m_office.add_key("seal/79/department/2026.1", "seals");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
  }

  // True when it was killed; false when it came to its end or paused.
  bool killed(const std::string& when, int line) {
    const bool begun = !m_office.lines().empty();
    const int status = m_office.run_with_answers(begun ? "--resume" : "", preload + when + "=" + std::to_string(line));
    if (status == 137 || status == -1) return true;
    if (status == 3) m_office.certify();
    EXPECT_TRUE(status == 0 || status == 3) << m_office.said();
    m_complete = status == 0;
    return false;
  }

  Office m_office{{2, 2, 2}};
  bool m_complete = false;
};

TEST_F(AKilledCeremony, at_every_line_of_its_journal_goes_on_to_the_same_end) {
  int kills = 0;
  // Its first line is `open` or `resume`; shares that were being handed out begin anew, so there the kill moves on.
  for (int line = 1, tries = 0; !m_complete && tries < 400 && !HasFailure(); ++tries) {
    const bool before = killed("KILL_BEFORE", line);
    const bool after = before && killed("KILL_AFTER", line);
    kills += (before ? 1 : 0) + (after ? 1 : 0);
    const auto lines = m_office.lines();
    line = !lines.empty() && is_share(lines.back()) ? line + 1 : 2;
  }
  ASSERT_TRUE(m_complete);
  EXPECT_GT(kills, 60);
  for (const auto& [mark, count] : marks(m_office)) EXPECT_EQ(count, 1) << mark;
  EXPECT_EQ(marks(m_office).size(), 2u * 11u);
  // Nothing but the two keys is in the token: the step that takes stock has looked, and so does another tool.
  ASSERT_EQ(m_office.run("verify D"), 0) << m_office.said();
  m_office.folder.must_run(
      "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
      "seals "
      "--login --pin $(cat D/secrets/pin-seals) -O | grep -c 'Object;'");
  EXPECT_THAT(m_office.folder.text("said"), HasSubstr("4\n"));
}

}  // namespace
}  // namespace antin::ceremony
