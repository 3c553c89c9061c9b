// What somebody could try who can write to the ceremony's folder, or who takes one paper for another.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/forger.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

constexpr int refused = 1;
constexpr int unusable = 2;
constexpr int paused = 3;

const std::string key = "seal/79/department/2026.1";
const std::string backup = "D/wrapped/seal.79.department.2026.1.kwp";

class AFolderInWrongHands : public ::testing::Test {
 protected:
  AFolderInWrongHands() {
    m_office.add_backed_up_token("seals", "file");
    m_office.add_key(key, "seals", "ecdsa-p256", "wrapped");
    m_office.make_plan();
  }
  // Another run of the program with these answers, on tokens that are gone afterwards.
  void hold_elsewhere(const std::string& folder) const {
    ASSERT_EQ(m_office.run("run " + folder + " --language en --answers answers.toml"), paused) << m_office.said();
    m_office.folder.must_run("rm -rf tokens/* shares");
  }

  Office m_office{{2, 2, 2}};
};

TEST_F(AFolderInWrongHands, gets_no_second_plan_over_the_one_that_was_read_aloud) {
  const auto lock = m_office.folder.text("D/plan.lock");
  m_office.folder.must_run("sed -i 's/quorum = 2/quorum = 2\\nintermediates = [\"ca.crt\"]/' plan.toml");
  EXPECT_EQ(m_office.run("plan plan.toml --out D"), unusable);
  EXPECT_THAT(m_office.said(), HasSubstr("D/plan.lock is there already: a plan has one folder"));
  EXPECT_EQ(m_office.folder.text("D/plan.lock"), lock);
}

// One officer has approved; the second approval is in the folder and in the journal, but was given for something else.
TEST_F(AFolderInWrongHands, does_not_go_on_with_an_approval_of_another_ceremony_moment_or_step) {
  m_office.folder.must_run("sed 's/test-2026.1/test-2026.0/' plan.toml > other.toml && cp -r D F");
  ASSERT_EQ(m_office.run("plan other.toml --out E"), 0) << m_office.said();
  hold_elsewhere("E");
  hold_elsewhere("F");
  m_office.folder.must_run("sed 's/as = \"so-2\"/as = \"so-9\"/' answers.toml > alone.toml");
  ASSERT_EQ(m_office.run("run D --language en --answers alone.toml"), paused) << m_office.said();
  m_office.folder.must_run("cp -r D D0");
  for (const auto* source : {"E/approvals/01-prologue.so-2.p7s", "F/approvals/01-prologue.so-2.p7s",
                             "F/approvals/03-initialise-seals.so-2.p7s", "F/approvals/01-prologue.so-1.p7s"}) {
    m_office.folder.must_run(std::string("rm -rf D && cp -r D0 D && cp ") + source +
                             " D/approvals/01-prologue.so-2.p7s");
    forge(m_office, "approve('01-prologue','so-2')\n");
    EXPECT_EQ(m_office.run_with_answers("--resume"), refused) << source;
    EXPECT_THAT(m_office.said(), HasSubstr("the record was altered: line 4, approval of so-2: "
                                           "not a signature over this step at this moment"))
        << source;
    EXPECT_EQ(m_office.lines().size(), 4U) << "nothing was done";
  }
  m_office.folder.must_run("rm -rf D && cp -r D0 D");
  EXPECT_EQ(m_office.run_with_answers("--resume"), paused) << "with the officer's own approval it goes on";
}

// The journal was made to fit the file: what is left to notice it is the wrapping's own integrity.
TEST_F(AFolderInWrongHands, restores_no_backup_that_was_altered_together_with_its_hash) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  m_office.cut_before("-restore-seals", "begin");
  m_office.remove_spares();
  m_office.folder.must_run("printf xxxxxxxx | dd of=" + backup + " bs=1 seek=20 conv=notrunc");
  forge(m_office, "for e in entries:\n  if 'wrapped " + key + "' in e['facts']: e['facts']['wrapped " + key +
                      "']=hash_of('" + backup + "')\n");
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the backup of " + key + " does not open: C_UnwrapKey"));
}

TEST_F(AFolderInWrongHands, restores_no_backup_with_shares_of_another_secret) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  m_office.cut_before("-restore-seals", "end");
  m_office.folder.must_run("cp shares/so-pin.seals.round.1.a-1 shares/backup-key.seals.round.1.a-1");
  EXPECT_EQ(m_office.run_with_answers("--resume"), paused);
  EXPECT_THAT(m_office.said(), HasSubstr("the share of a-1 was wrong 3 times"));
}

TEST_F(AFolderInWrongHands, does_not_hold_without_what_a_step_must_have_come_to) {
  m_office.complete();
  EXPECT_EQ(m_office.run("verify D"), 0) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("DEVELOPMENT: a file may have played its people\n"));
  m_office.folder.must_run("rm -r D/wrapped && cp -r D held");
  for (const auto& [fact, why] :
       {std::pair("serial", "03-initialise-seals: it does not say which token was made"),
        std::pair("wrapped seal/79/department/2026.1", "-backup-seals: it does not say what the backup of"),
        std::pair("signed", "-restore-seals: it does not say that the restored keys signed"),
        std::pair("spare-serial", "-restore-seals: it does not say that the restored keys"),
        std::pair("extractable", "-close-seals: it does not say that the keys are closed")}) {
    m_office.folder.must_run("rm -r D && cp -r held D");
    forge(m_office, std::string("for e in entries:\n  if e['type']=='end': e['facts'].pop('") + fact + "',0)\n");
    EXPECT_EQ(m_office.run("verify D"), refused) << fact;
    EXPECT_THAT(m_office.said(), HasSubstr(why));
  }
}

// The journal was made to fit another certificate of the same key; officers had approved the first.
TEST_F(AFolderInWrongHands, does_not_hold_with_a_certificate_that_was_not_approved) {
  m_office.complete();
  const std::string certificate = "D/cert/seal.79.department.2026.1.crt";
  m_office.folder.must_run("rm " + certificate);
  m_office.certify();
  m_office.folder.must_run("openssl x509 -in " + certificate + " -outform DER -out der");
  // The last approval is that of the certificate: nobody's signature stands for what comes after it but the note's.
  forge(m_office,
        "for e in entries:\n"
        "  if e['type']=='end' and 'certificate' in e['facts']: e['facts']['certificate']=hash_of('der')\n");
  EXPECT_EQ(m_office.run("verify D"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("-certificate-seal.79.department.2026.1: its certificate is not the one that "
                                         "was approved"));
}

}  // namespace
}  // namespace antin::ceremony
