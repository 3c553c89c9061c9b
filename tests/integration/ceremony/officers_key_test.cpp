// Officers' keys that do not lie open: in a token of the very module that the HSM uses, in a PKCS#12 file. PINs and
// passphrases come from files that nobody else can read, and from nowhere else when a file of answers plays the people.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int cannot = 2;
constexpr int paused = 3;

class AnOfficersKey : public ::testing::Test {
 protected:
  AnOfficersKey() {
    m_office.add_token("seals");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
    m_office.folder.must_run(
        "export SOFTHSM2_CONF=$PWD/softhsm2.conf; softhsm2-util --init-token --free --label card --so-pin 12345678 "
        "--pin so-2s-own-pin && openssl pkcs8 -topk8 -nocrypt -in so-2.key -out so-2.p8 && softhsm2-util --import "
        "so-2.p8 "
        "--token card --label me --id 01 --pin so-2s-own-pin && rm so-2.key so-2.p8 && printf so-2s-own-pin > pin && "
        "printf secret > pass && chmod 600 pin pass && "
        "openssl pkcs12 -export -inkey so-1.key -in so-1.crt -out so-1.p12 -passout file:pass && chmod 600 so-1.p12");
    m_answers = m_office.folder.text("answers.toml");
    answer("so-1", "\"--p12\", \"so-1.p12\", \"--passphrase-file\", \"pass\"");
    m_without = m_answers;
    answer("so-2", with_token("\"--pkcs11\", \"/usr/lib/softhsm/libsofthsm2.so\", \"--pin-file\", \"pin\""));
  }
  static std::string with_token(const std::string& options) {
    return options + ", \"--token\", \"card\", \"--label\", \"me\", \"--certificate\", \"so-2.crt\"";
  }
  void answer(const std::string& id, const std::string& options) {
    const std::string before = "\"--signing-key\", \"" + id + ".key\", \"--certificate\", \"" + id + ".crt\"";
    m_answers.replace(m_answers.find(before), before.size(), options);
    m_office.folder.write("answers.toml", m_answers);
  }
  // so-2 comes with these instead.
  void answer_instead(const std::string& options) {
    m_answers = m_without;
    answer("so-2", options);
  }
  void expect_nothing_signed_because(const std::string& why) {
    EXPECT_EQ(m_office.run_with_answers(m_office.lines().empty() ? "" : "--resume"), paused);
    EXPECT_THAT(m_office.said(), HasSubstr(why));
    EXPECT_THAT(m_office.said(), Not(HasSubstr("so-2s-own-pin")));
    EXPECT_THAT(m_office.folder.text("D/journal.jsonl"), Not(HasSubstr("\"officer\":\"so-2\"")));
  }
  void complete() {
    ASSERT_EQ(m_office.run_with_answers(m_office.lines().empty() ? "" : "--resume"), done) << m_office.said();
    EXPECT_THAT(m_office.folder.text("D/journal.jsonl"), HasSubstr("\"officer\":\"so-2\""));
  }
  Office m_office{{2, 2, 2}};
  std::string m_answers;
  std::string m_without;
};

TEST_F(AnOfficersKey, may_be_in_a_token_or_in_a_pkcs12_file) {
  complete();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  // Should the token say that one more failure locks it, its PIN stays in the hand.
  const std::string sign = "sign D --as so-2 --yes --pkcs11 '" ANTIN_BINARY_DIR
                           "/tests/faulty_pkcs11.so' --token card --label me --certificate so-2.crt --pin-file pin";
  m_office.folder.must_run(
      "rm D/transcript.note D/transcript/so-2.sig && head -n -1 D/journal.jsonl > j && mv j D/journal.jsonl");
  EXPECT_EQ(m_office.run(sign, "ANTIN_PKCS11_FAULT=final-try"), cannot);
  EXPECT_THAT(m_office.said(), HasSubstr("one more wrong PIN locks the token card"));
  EXPECT_EQ(m_office.run(sign), done) << m_office.said();
}

// The module of the HSM must not be in one process twice, however the option is written.
TEST_F(AnOfficersKey, in_a_token_signs_in_a_process_of_its_own) {
  answer_instead(with_token("\"--pkcs11=/usr/lib/softhsm/libsofthsm2.so\", \"--pin-file\", \"pin\""));
  complete();
}

TEST_F(AnOfficersKey, in_a_token_is_asked_once_with_a_pin_from_a_file_that_is_wrong) {
  m_office.folder.must_run("printf another-pin > pin");
  expect_nothing_signed_because("PIN incorrect");
  EXPECT_THAT(m_office.said(), Not(HasSubstr("Tries left")));
}

TEST_F(AnOfficersKey, in_a_token_signs_nothing_while_others_can_read_the_file_of_its_pin) {
  m_office.folder.must_run("chmod 644 pin");
  expect_nothing_signed_because("pin holds a secret that every user of this machine can read: chmod 0600 it");
  m_office.folder.must_run("chmod 600 pin");
  complete();
}

TEST_F(AnOfficersKey, in_a_token_signs_nothing_when_a_file_of_answers_says_no_file_with_its_pin) {
  answer_instead(with_token("\"--pkcs11\", \"/usr/lib/softhsm/libsofthsm2.so\""));
  expect_nothing_signed_because("no terminal to ask for the PIN of the token card; give it in a file");
}

TEST_F(AnOfficersKey, in_a_token_signs_nothing_with_a_pin_among_the_options) {
  for (const auto* pin : {"\"--pin\", \"so-2s-own-pin\"", "\"--pin=so-2s-own-pin\"", "\"so-2s-own-pin\""}) {
    answer_instead(with_token("\"--pkcs11\", \"/usr/lib/softhsm/libsofthsm2.so\", " + std::string(pin)));
    expect_nothing_signed_because("those are not the options of antin-ceremony sign");
  }
}

}  // namespace
}  // namespace antin::ceremony
