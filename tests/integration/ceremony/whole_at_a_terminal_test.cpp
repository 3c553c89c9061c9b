// The whole of a ceremony by people at a terminal: three of five officers, keys of a department and two schools, a time
// key and a log key, a backup that three of five custodians open, its restore, sealing, certificates; with slips.
#include <gmock/gmock.h>

#include <regex>
#include <set>

#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int paused = 3;

const std::string passphrase_prompt = "passphrase of so-1.p12: ";
const std::string pin_prompt = "PIN of the token card: ";

class AWholeCeremonyAtATerminal : public ::testing::Test {
 protected:
  AWholeCeremonyAtATerminal() {
    m_office.add_backed_up_token("seals", "file", {3, {"a-1", "a-2", "a-3", "b-1", "b-2"}});
    m_office.add_token("time", "file");
    m_office.add_token("log", "file");
    m_office.add_key("seal/79/department/2026.1", "seals", "ecdsa-p256", "wrapped");
    m_office.add_key("seal/79760001/school/2026.1", "seals", "ecdsa-p256", "wrapped");
    m_office.add_key("seal/79760002/school/2026.1", "seals", "rsa-pss-3072", "wrapped");
    m_office.add_key("time/antin/tsa/2026.1", "time");
    m_office.add_key("log/79/hcm/2026.1", "log", "ed25519");
    m_office.make_plan();
    give_officers_keys_that_ask();
    m_people.instead = [this](const std::string& prompt, const std::string& screen) { return slip(prompt, screen); };
  }
  // so-1 has a PKCS#12 file, so-2 a token of the module that the HSM uses too.
  void give_officers_keys_that_ask() {
    m_office.folder.must_run(
        "export SOFTHSM2_CONF=$PWD/softhsm2.conf; printf secret > pass && openssl pkcs12 -export -inkey so-1.key -in "
        "so-1.crt -out so-1.p12 -passout file:pass && chmod 600 so-1.p12 && rm so-1.key && "
        "softhsm2-util --init-token --free --label card --so-pin 12345678 --pin 1234 && openssl pkcs8 -topk8 -nocrypt "
        "-in so-2.key -out so-2.p8 && softhsm2-util --import so-2.p8 --token card --label me --id 01 --pin 1234 && rm "
        "so-2.key so-2.p8");
    m_people.keys = {
        {"so-1", "--p12 so-1.p12"},
        {"so-2", "--pkcs11 /usr/lib/softhsm/libsofthsm2.so --token card --label me --certificate so-2.crt"}};
    m_people.pins = {{passphrase_prompt, "secret"}, {pin_prompt, "1234"}};
  }
  // Each slip is made once: a share with one wrong character, a wrong passphrase, a wrong PIN.
  std::string slip(const std::string& prompt, const std::string&) {
    if (!m_slipped.insert(prompt).second) return {};
    if (prompt == passphrase_prompt) return "Secret";
    if (prompt == pin_prompt) return "4321";
    if (prompt != "Type the share: ") return {};
    auto wrong = m_people.shares().back();
    wrong[7] = wrong[7] == '2' ? '3' : '2';
    return wrong;
  }
  int run(bool resume) {
    std::vector<std::string> words{"run", "D", "--language", "en"};
    if (resume) words.emplace_back("--resume");
    return m_people.run(words);
  }
  // Whoever agrees, signs or types a share sees where the ceremony stands.
  static void check_says_where_it_stands(const std::string& screen) {
    static const std::regex step("Step [0-9]+ of 29\\r?\\n");
    EXPECT_TRUE(std::regex_search(screen, step)) << screen;
    const bool has_no_step_of_its_own =
        screen.find("plan.lock, SHA-256") != std::string::npos || screen.find("custodian") != std::string::npos;
    if (has_no_step_of_its_own) return;
    EXPECT_THAT(screen, AnyOf(HasSubstr("\nApprovals         "), HasSubstr("antin/ceremony-transcript/v1")));
  }

  Office m_office{{5, 3, 3}};
  TerminalPeople m_people{m_office};
  std::set<std::string> m_slipped;
};

TEST_F(AWholeCeremonyAtATerminal, comes_to_its_end_with_slips_of_fingers_and_every_screen_says_where_it_stands) {
  ASSERT_EQ(run(false), paused) << m_people.screens().back();
  m_office.certify();
  ASSERT_EQ(run(true), done) << m_people.screens().back();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();

  const auto& screens = m_people.screens();
  EXPECT_THAT(screens, Contains(HasSubstr("That is wrong. Tries left: 2")));
  EXPECT_THAT(screens, Contains(AllOf(HasSubstr("so-1.p12"), HasSubstr("so-1: nothing was signed"))));
  EXPECT_THAT(screens, Contains(AllOf(HasSubstr(pin_prompt), HasSubstr("\nThat is wrong. Tries left: 2\r\n"))));
  EXPECT_EQ(m_people.shares().size(), 3u * 2u * 3u + 5u);
  for (const auto& screen : screens) {
    check_fits(screen);
    const bool asks = screen.find("exactly Yes") != std::string::npos ||
                      screen.find("Type the share: ") != std::string::npos || screen.find(" Id: ") != std::string::npos;
    if (asks) check_says_where_it_stands(screen);
  }
  // What is to be noted down is shown when it is done, and stays.
  EXPECT_THAT(screens,
              Contains(AllOf(HasSubstr("Generate the key seal/79760002/school/2026.1: done"),
                             HasSubstr("Public key        sha256:"), HasSubstr("Enter, once this is read: "))));
  EXPECT_THAT(screens, Contains(AllOf(HasSubstr("Initialise the token seals: done"), HasSubstr("Serial  "))));
  EXPECT_THAT(screens,
              Contains(AllOf(HasSubstr("is about to sign this:"), HasSubstr("HSM               seals, serial "),
                             HasSubstr("Approvals         2 / 3: so-1, so-2"))));
}

}  // namespace
}  // namespace antin::ceremony
