// An HSM is lost: another gets the seals back, out of the backups and by the custodians' shares, and nothing else.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

const std::string elliptic = "seal/79760001/school/2026.1";
const std::string rsa = "seal/79760002/school/2026.1";
const std::string backup_of_elliptic = "D/wrapped/seal.79760001.school.2026.1.kwp";

class ALostHsm : public ::testing::Test {
 protected:
  ALostHsm() {
    m_office.add_backed_up_token("seals", "file");
    m_office.add_key(elliptic, "seals", "ecdsa-p256", "wrapped");
    m_office.add_key(rsa, "seals", "rsa-pss-3072", "wrapped");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
    m_office.complete();
    m_office.folder.must_run("mv tokens lost && mkdir tokens");
    m_office.begin_another("test-2026.2");
    m_office.add_token("again", "file");
  }
  void plan() {
    for (const auto& label : {elliptic, rsa}) m_office.add_known_key(label, "again", "restore", "test-2026.1");
    m_office.make_plan();
  }
  void bring_backups() { m_office.folder.must_run("mkdir -p D/wrapped && cp F/wrapped/* D/wrapped/"); }
  void begin() {
    plan();
    bring_backups();
  }
  std::string tool(const std::string& arguments) {
    m_office.folder.must_run(
        "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
        "again --login --pin $(cat D/secrets/pin-again) " +
        arguments);
    return m_office.said();
  }

  // pkcs11-tool signs with the first key that it finds unless it is told the id.
  std::string id_of(const std::string& label) {
    const auto shown = tool("-O --type privkey");
    const auto named = shown.find(" " + label + "\n");
    const auto id = shown.find_first_not_of(' ', shown.find("ID:", named) + 3);
    return shown.substr(id, shown.find_first_of(" \n", id) - id);
  }

  Office m_office{{2, 2, 2}};
};

TEST_F(ALostHsm, gives_way_to_another_that_signs_as_it_did) {
  begin();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("test-2026.1, whose record holds too"));
  EXPECT_THAT(m_office.folder.text("D/transcript.note"), HasSubstr("\nrestored: " + elliptic + " sha256:"));
  // Other tools: the new token signs, and what it says of the key.
  m_office.folder.write("message", std::string_view("a report"));
  m_office.folder.must_run("openssl dgst -sha256 -binary message > digest");
  tool("--sign --mechanism ECDSA --signature-format openssl --id " + id_of(elliptic) +
       " --input-file digest --output-file signature");
  m_office.folder.must_run(
      "openssl dgst -sha256 -verify F/pub/seal.79760001.school.2026.1.pem -signature signature message");
  const auto shown = tool("-O --type privkey");
  EXPECT_THAT(shown, HasSubstr(rsa));
  EXPECT_THAT(shown, ::testing::Not(HasSubstr("extractable\n"))) << "neither extractable nor never extractable";
  EXPECT_THAT(shown, ::testing::Not(HasSubstr("local")));
  EXPECT_THAT(shown, ::testing::Not(HasSubstr("log/"))) << "a log key has no backup";
}

TEST_F(ALostHsm, waits_until_its_backups_are_brought) {
  plan();
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("put the backup of " + elliptic + " at"));
  bring_backups();
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
}

TEST_F(ALostHsm, is_not_replaced_out_of_a_backup_that_was_tampered_with) {
  begin();
  m_office.folder.must_run("printf xxxxxxxx | dd of=" + backup_of_elliptic + " bs=1 seek=20 conv=notrunc");
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("it is not the backup that test-2026.1 made: bring another copy"));
  bring_backups();
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
}

TEST_F(ALostHsm, is_not_replaced_out_of_a_backup_that_was_exchanged_after_the_officers_approved_it) {
  begin();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.cut_before("-recover-again", "end");
  m_office.folder.must_run("cp F/wrapped/seal.79760002.school.2026.1.kwp " + backup_of_elliptic);
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("it is not the backup that test-2026.1 made"));
}

TEST_F(ALostHsm, is_not_replaced_by_one_share_too_few) {
  begin();
  m_office.folder.must_run(
      "rm shares/backup-key.seals.round.1.of.test-2026.1.a-1 shares/backup-key.seals.round.1.of.test-2026.1.b-1");
  EXPECT_EQ(m_office.run_with_answers(), paused);
  EXPECT_THAT(m_office.said(), HasSubstr("the folder of shares has nobody's more"));
}

TEST_F(ALostHsm, is_not_replaced_by_one_share_that_two_holders_type) {
  begin();
  m_office.folder.must_run(
      "cd shares && rm backup-key.seals.round.1.of.test-2026.1.b-2 && "
      "cp backup-key.seals.round.1.of.test-2026.1.a-1 backup-key.seals.round.1.of.test-2026.1.b-1");
  EXPECT_EQ(m_office.run_with_answers(), paused);
  EXPECT_THAT(m_office.said(), HasSubstr("the share of b-1 was wrong 3 times"));
}

TEST_F(ALostHsm, is_not_replaced_by_the_shares_of_another_key) {
  begin();
  m_office.folder.must_run(
      "cd shares && cp so-pin.seals.round.1.of.test-2026.1.a-1 backup-key.seals.round.1.of.test-2026.1.a-1");
  EXPECT_EQ(m_office.run_with_answers(), paused);
  EXPECT_THAT(m_office.said(), HasSubstr("the share of a-1 was wrong 3 times"));
}

TEST_F(ALostHsm, is_not_replaced_by_another_hsm_than_the_plan_names) {
  m_office.add("serial = \"HSM-0042\"\n");
  begin();
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("but the plan puts again into the one with serial \"HSM-0042\""));
  m_office.folder.must_run("! grep -rqs again tokens");
}

TEST_F(ALostHsm, is_not_replaced_by_one_that_has_a_token_of_this_label) {
  begin();
  m_office.folder.must_run(
      "SOFTHSM2_CONF=$PWD/softhsm2.conf softhsm2-util --init-token --free --label again --so-pin 12345678 --pin 1234");
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the HSM has a token labelled again already"));
}

TEST_F(ALostHsm, is_not_replaced_by_a_token_that_somebody_put_in_the_place_of_the_new_one) {
  begin();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.cut_before("-initialise-again", "end");
  m_office.folder.must_run(
      "rm -r tokens/* && SOFTHSM2_CONF=$PWD/softhsm2.conf softhsm2-util --init-token --free --label again --so-pin "
      "12345678 --pin 1234");
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the token again does not open with the PIN of its shares"));
}

TEST_F(ALostHsm, whose_restore_was_interrupted_gets_what_is_missing_and_keeps_what_is_there) {
  begin();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  for (const auto* type : {"none", "pubkey", "privkey"}) {
    m_office.cut_before("-recover-again", "end");
    if (type != std::string("none")) tool("--delete-object --label " + elliptic + " --type " + type);
    ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
    ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  }
}

TEST_F(ALostHsm, gets_its_keys_once_wherever_the_power_goes) {
  begin();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.cut_before("-recover-again", "begin");
  for (const auto* type : {"pubkey", "privkey"})
    for (const auto& label : {elliptic, rsa}) tool("--delete-object --label " + label + " --type " + type);
  EXPECT_GT(m_office.complete_through_kills(), 12u);
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  tool("-O | grep -c 'Object;'");
  EXPECT_THAT(m_office.said(), HasSubstr("4\n"));
}

TEST_F(ALostHsm, is_not_replaced_over_a_key_that_somebody_else_put_there) {
  begin();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.cut_before("-recover-again", "end");
  for (const auto* type : {"pubkey", "privkey"}) tool("--delete-object --label " + elliptic + " --type " + type);
  tool("--keypairgen --key-type EC:prime256v1 --id 77 --label " + elliptic);
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the token has an object labelled " + elliptic + " already"));
}

TEST_F(ALostHsm, is_not_planned_for_from_a_record_that_does_not_hold) {
  m_office.add_known_key(elliptic, "again", "restore", "test-2026.1");
  m_office.folder.must_run("printf x >> F/inventory-after.json");
  EXPECT_THROW(m_office.make_plan(), std::runtime_error);
  EXPECT_THAT(m_office.said(), AllOf(HasSubstr("plan.toml:"), HasSubstr("folder: F does not hold")));
}

TEST_F(ALostHsm, is_not_replaced_by_a_record_that_was_altered_beside_the_plan) {
  begin();
  m_office.folder.must_run("sed -i 's/quorum: 2/quorum: 3/' D/former/test-2026.1/plan.lock");
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("is not the plan that this one builds on"));
}

TEST_F(ALostHsm, is_never_rehearsed_with_real_shares) {
  begin();
  EXPECT_EQ(m_office.run("rehearse D --out R --language en --answers answers.toml"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("takes no shares of real ones"));
}

TEST_F(ALostHsm, leaves_a_record_that_needs_no_backup_to_be_verified) {
  begin();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.folder.must_run(
      "test ! -e D/former/test-2026.1/wrapped && test ! -e D/former/test-2026.1/secrets && rm -r D/wrapped");
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  EXPECT_THAT(m_office.said(), HasSubstr("backup not here"));
}

}  // namespace
}  // namespace antin::ceremony
