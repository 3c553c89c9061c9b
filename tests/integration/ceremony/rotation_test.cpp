// A key's next generation is made beside it, in a token that an earlier ceremony has left.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

const std::string old_key = "seal/79/department/2026.1";
const std::string new_key = "seal/79/department/2026.2";

class ARotation : public ::testing::Test {
 protected:
  ARotation() {
    m_office.add_token("seals", "file");
    m_office.add_key(old_key, "seals");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
    m_office.complete();
    m_office.begin_another("test-2026.2");
    m_office.add_present_token("seals", "test-2026.1");
    m_office.add_known_key(old_key, "seals", "keep", "test-2026.1");
    m_office.add_key(new_key, "seals");
    m_office.add("replaces = \"" + old_key + "\"\n");
    m_office.make_plan();
  }
  void tool(const std::string& arguments) const {
    m_office.folder.must_run(
        "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
        "seals --login --pin $(cat F/secrets/pin-seals) " +
        arguments);
  }
  Office m_office{{2, 2, 2}};
};

TEST_F(ARotation, leaves_both_generations_in_the_token_and_says_so) {
  m_office.complete();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  const auto note = m_office.folder.text("D/transcript.note");
  EXPECT_THAT(note, HasSubstr("\nkept: " + old_key + " sha256:"));
  EXPECT_THAT(note, HasSubstr("\nreplaces: " + old_key + " by " + new_key + "\n"));
  EXPECT_THAT(m_office.folder.text("D/journal.jsonl"), HasSubstr("which stays in the token until it is destroyed"));
  tool("-O --type privkey");
  for (const auto& label : {old_key, new_key, std::string("log/79/hcm/2026.1")})
    EXPECT_THAT(m_office.said(), HasSubstr(label));
}

TEST_F(ARotation, comes_to_one_end_wherever_the_power_goes) {
  const auto kills = m_office.complete_through_kills();
  EXPECT_EQ(kills, 2 * m_office.lasting_lines());
  for (const auto& [mark, count] : m_office.marks()) EXPECT_EQ(count, 1) << mark;
  EXPECT_EQ(m_office.marks().size(), 2u * 10u);
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  for (const auto* type : {"privkey", "pubkey"}) {
    tool("-O --type " + std::string(type) + " | grep label: | sort | tr -s ' ' | tr -d '\n'");
    EXPECT_EQ(m_office.said(), " label: log/79/hcm/2026.1 label: " + old_key + " label: " + new_key)
        << type << ", each once";
  }
}

TEST_F(ARotation, of_a_key_that_is_another_by_now_stops) {
  for (const auto* type : {"privkey", "pubkey"}) tool("--delete-object --label " + old_key + " --type " + type);
  tool("--keypairgen --key-type EC:prime256v1 --sensitive --id 77 --label " + old_key);
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the key " + old_key + " in the HSM is not the one that was made"));
}

TEST_F(ARotation, in_a_token_of_the_same_label_in_another_hsm_stops_before_any_pin_is_tried) {
  m_office.folder.must_run(
      "rm -r tokens/* && SOFTHSM2_CONF=$PWD/softhsm2.conf softhsm2-util --init-token --free --label seals --so-pin "
      "12345678 --pin 1234");
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the token seals is in the HSM with serial"));
}

TEST_F(ARotation, without_enough_shares_of_the_former_ceremony_waits) {
  m_office.folder.must_run("rm shares/user-pin.seals.round.1.of.test-2026.1.b-2");
  EXPECT_EQ(m_office.run_with_answers(), paused);
  EXPECT_THAT(m_office.said(), HasSubstr("the folder of shares has nobody's more"));
}

TEST_F(ARotation, during_which_a_key_that_the_plan_does_not_name_goes_away_stops) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  m_office.certify();
  tool("--delete-object --label log/79/hcm/2026.1 --type pubkey");
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION"));
}

}  // namespace
}  // namespace antin::ceremony
