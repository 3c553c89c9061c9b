// A key goes from the token that it was made in and from the one that it was restored into, and nothing else goes.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

const std::string label = "seal/79/department/2026.1";
const std::string log_key = "log/79/hcm/2026.1";

class ADestruction : public ::testing::Test {
 protected:
  ADestruction() {
    m_office.add_backed_up_token("seals", "file");
    m_office.add_key(label, "seals", "ecdsa-p256", "wrapped");
    m_office.add_key(log_key, "seals", "ed25519");
    m_office.make_plan();
    m_office.complete();
    m_office.begin_another("test-2026.2");
    m_office.add_token("again", "file");
    m_office.add_known_key(label, "again", "restore", "test-2026.1");
    m_office.make_plan();
    m_office.folder.must_run("mkdir -p D/wrapped && cp F/wrapped/* D/wrapped/");
    m_office.complete();
    m_office.begin_another("test-2026.3", "G");
    m_office.add_present_token("seals", "test-2026.1");
    m_office.add_present_token("again", "test-2026.2");
    m_office.add_known_key(label, "seals", "destroy", "test-2026.1");
    m_office.add("spares = [\"again\"]\n");
    m_office.make_plan();
  }
  void tool(const std::string& token, const std::string& arguments) const {
    m_office.folder.must_run(
        "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label " +
        token + " --login --pin $(cat ?/secrets/pin-" + token + ") " + arguments);
  }
  std::string keys_in(const std::string& token) const {
    tool(token, "-O");
    return m_office.said();
  }
  Office m_office{{2, 2, 2}};
};

TEST_F(ADestruction, takes_the_key_out_of_every_token_and_leaves_the_others) {
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  EXPECT_THAT(keys_in("seals"), AllOf(Not(HasSubstr(label)), HasSubstr(log_key)));
  EXPECT_THAT(keys_in("again"), Not(HasSubstr(label)));
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  const auto note = m_office.folder.text("D/transcript.note");
  EXPECT_THAT(note, AllOf(HasSubstr("\ndestroyed: " + label + " sha256:"), HasSubstr(" seals "), HasSubstr(" again ")));
  EXPECT_THAT(note, HasSubstr("\nbackup-destroyed: " + label + " sha256:"));
  EXPECT_THAT(m_office.lines(),
              Contains(HasSubstr("removed " + label + " from seals; removed " + label + " from again")));
  EXPECT_THAT(m_office.lines(),
              Contains(AllOf(HasSubstr("\"word of a-1\":\"destroyed\""), HasSubstr("\"word of b-2\":\"destroyed\""))));
}

TEST_F(ADestruction, that_was_interrupted_before_the_journal_had_it_finds_the_key_gone_as_it_should_be) {
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.cut_before("06-destroy-seal.79.department.2026.1", "end");
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
  EXPECT_THAT(m_office.lines(), Contains(AllOf(HasSubstr("-destroy-"), HasSubstr("\"adopted\":\"yes\""))));
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
}

TEST_F(ADestruction, of_a_key_that_is_not_the_one_of_the_record_touches_nothing) {
  for (const auto* type : {"privkey", "pubkey"}) tool("again", "--delete-object --label " + label + " --type " + type);
  tool("again", "--keypairgen --key-type EC:prime256v1 --sensitive --id 77 --label " + label);
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the token again does not hold the key " + label));
  EXPECT_THAT(keys_in("again"), HasSubstr(label));
}

TEST_F(ADestruction, begun_on_one_key_does_not_go_on_with_another_of_its_label) {
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.cut_before("-destroy-seal.79.department.2026.1", "end");
  tool("seals", "--keypairgen --key-type EC:prime256v1 --sensitive --id 77 --label " + label);
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("that is not the key that is to be destroyed"));
  EXPECT_THAT(keys_in("seals"), HasSubstr(label));
}

TEST_F(ADestruction, is_not_complete_while_a_copy_of_the_backup_is_in_sight) {
  m_office.folder.must_run("mkdir -p D/wrapped && cp F/wrapped/* D/wrapped/");
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("a copy of the backup lies at"));
  m_office.folder.must_run("rm D/wrapped/*");
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
}

TEST_F(ADestruction, without_somebodys_word_about_the_backup_is_noticed_by_an_auditor) {
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.folder.must_run("sed -i 's/\"word of b-2\":\"destroyed\",//' D/journal.jsonl");
  EXPECT_EQ(m_office.run("verify D"), refused);
}

TEST_F(ADestruction, is_seen_by_everyone_and_nothing_but_yes_does_it) {
  TerminalPeople people(m_office);
  bool agreed = false;
  people.instead = [&](const std::string& prompt, const std::string& screen) -> std::string {
    if (prompt == "Type the share: ") {
      const bool spare = screen.find("of the token again,") != std::string::npos;
      return people.share_on_paper(spare ? "user-pin.again.round.1.of.test-2026.2"
                                         : "user-pin.seals.round.1.of.test-2026.1");
    }
    if (prompt.starts_with("Type exactly Yes to go on") && screen.find("DESTROY") != std::string::npos)
      return agreed ? "Yes" : "yes";
    return {};
  };
  ASSERT_EQ(people.run({"run", "D", "--language", "en"}), paused) << people.screens().back();
  EXPECT_THAT(keys_in("seals"), HasSubstr(label));
  agreed = true;
  ASSERT_EQ(people.run({"run", "D", "--language", "en", "--resume"}), done) << people.screens().back();
  EXPECT_THAT(keys_in("seals"), Not(HasSubstr(label)));
  EXPECT_THAT(people.screens(), Contains(AllOf(HasSubstr("DESTROY the key " + label + " @ seals"), HasSubstr("Key id"),
                                               HasSubstr("Public key        sha256:"), HasSubstr("serial "))));
  EXPECT_THAT(people.screens(), Contains(AllOf(HasSubstr("Asked now         b-2"), HasSubstr("Destroy the backups"))));
}

}  // namespace
}  // namespace antin::ceremony
