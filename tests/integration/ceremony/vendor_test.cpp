// Backups by the HSM maker's own means: what people say that they did is approved, and what it left is kept.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

const std::string label = "seal/79/department/2026.1";

class AVendorsBackup : public ::testing::Test {
 protected:
  AVendorsBackup() {
    m_office.add_token("seals", "file");
    m_office.add_key(label, "seals", "ecdsa-p256", "vendor");
    m_office.add(
        "[[vendor]]\nname = \"card-1\"\ntoken = \"seals\"\ntext = \"Put card 1 in, choose Backup.\"\nevidence = "
        "\"file\"\n[[vendor]]\nname = \"checksum\"\ntoken = \"seals\"\ntext = \"Read the checksum.\"\nevidence = "
        "\"line\"\n");
    m_office.make_plan();
    m_office.folder.write("answers.toml", m_office.folder.text("answers.toml") +
                                              "[[line]]\nabout = \"checksum\"\ntext = \"7A31 CC02\"\n");
  }
  void bring_evidence() { m_office.folder.must_run("echo 'backup of 1 key done' > D/evidence/card-1"); }
  Office m_office{{2, 2, 2}};
};

TEST_F(AVendorsBackup, is_on_the_record_with_what_it_left) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("put what the vendor's tool left at D/evidence/card-1"));
  bring_evidence();
  ASSERT_EQ(m_office.run_with_answers("--resume"), paused) << m_office.said();
  m_office.certify();
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  m_office.folder.must_run(
      "grep -q \"vendor: card-1 seals sha256:$(sha256sum <D/evidence/card-1 | cut -c1-64)\" D/transcript.note");
  EXPECT_THAT(m_office.folder.text("D/transcript.note"),
              AllOf(HasSubstr("\nvendor: checksum seals 7A31 CC02\n"),
                    HasSubstr("\nbackup: " + label + " vendor, never-extractable yes\n")));
  EXPECT_THAT(m_office.lines(),
              Contains(AllOf(HasSubstr("\"typed-again-by\":\"a-2\""), HasSubstr("\"typed-by\":\"a-1\""))));
  m_office.folder.must_run("echo another > D/evidence/card-1");
  EXPECT_EQ(m_office.run("verify D"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("card-1 is not what the journal says"));
}

TEST_F(AVendorsBackup, after_which_the_key_is_another_stops) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  bring_evidence();
  m_office.folder.must_run(
      "export SOFTHSM2_CONF=$PWD/softhsm2.conf; for type in privkey pubkey; do pkcs11-tool --module "
      "/usr/lib/softhsm/libsofthsm2.so --token-label seals --login --pin $(cat D/secrets/pin-seals) --delete-object "
      "--label " +
      label +
      " --type $type; done; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label seals "
      "--login --pin $(cat D/secrets/pin-seals) --keypairgen --key-type EC:prime256v1 --extractable --label " +
      label);
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: after what was done by the vendor's means, " + label));
}

TEST_F(AVendorsBackup, whose_line_two_people_read_differently_waits_until_they_agree) {
  TerminalPeople people(m_office);
  int typed = 0;
  people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    if (prompt == "Who types what was read? Id: ") return typed % 2 == 0 ? "b-2" : "so-1";
    if (prompt != "The line: ") return {};
    return ++typed == 2 ? "7A31 CCO2" : "7A31 CC02";
  };
  ASSERT_EQ(people.run({"run", "D", "--language", "en"}), paused) << people.screens().back();
  bring_evidence();
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), paused);
  EXPECT_THAT(people.screens().back(), HasSubstr("b-2 and so-1 did not type the same line"));
  EXPECT_THAT(people.screens(), Contains(HasSubstr(">> Put card 1 in, choose Backup.")));
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), paused);
  EXPECT_THAT(people.screens().back(), HasSubstr("put the CA's certificate at"));
}

}  // namespace
}  // namespace antin::ceremony
