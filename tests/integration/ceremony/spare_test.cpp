// The spare token of a ceremony is its own: no other ceremony's, and nobody else's, however it is labelled.
#include <gmock/gmock.h>

#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;
constexpr int killed = 137;

const std::string old_key = "seal/79/department/2026.1";
const std::string new_key = "seal/79/department/2026.2";

class ASpareToken : public ::testing::Test {
 protected:
  ASpareToken() {
    m_office.add_backed_up_token("seals", "file");
    m_office.add_key(old_key, "seals", "ecdsa-p256", "wrapped");
    m_office.make_plan();
  }
  void tool(const std::string& command) const {
    m_office.folder.must_run("export SOFTHSM2_CONF=$PWD/softhsm2.conf; " + command);
  }
  // As the plan's hash makes it.
  [[nodiscard]] std::string label() const {
    const auto lock = base::print(crypto::sha256(m_office.folder.bytes("D/plan.lock")));
    return "spare-" +
           base::to_hex(crypto::sha256(base::view("antin/spare-label/v1\n" + lock + "\nseals"))).substr(0, 16);
  }
  // Somebody's token of that label. SoftHSM notes each refused PIN in the token's files.
  void put_foreign_token() const {
    tool("softhsm2-util --init-token --free --label " + label() + " --so-pin 12345678 --pin 1234");
    m_office.folder.must_run("cp -r tokens tokens-before");
  }
  [[nodiscard]] bool foreign_token_is_as_before() const {
    m_office.folder.must_run("diff -r tokens-before tokens > differs && echo same > differs || true");
    return m_office.folder.text("differs") == "same\n";
  }
  [[nodiscard]] bool begun(const std::string& step) const {
    const auto all = m_office.lines();
    return std::any_of(all.begin(), all.end(), [&](const std::string& line) {
      return line.find("-" + step + "-") != std::string::npos && line.find("\"type\":\"begin\"") != std::string::npos;
    });
  }
  // The ceremony's state when it was killed before it began this step.
  void run_until_before(const std::string& step) const {
    m_office.folder.must_run("cp -r D planned");
    ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
    const auto all = m_office.lines();
    const auto found = std::find_if(all.begin(), all.end(), [&](const std::string& line) {
      return line.find("-" + step + "-") != std::string::npos && line.find("\"type\":\"begin\"") != std::string::npos;
    });
    m_office.folder.must_run("rm -rf D tokens/* shares && mv planned D");
    const auto kill = "LD_PRELOAD=" ANTIN_BINARY_DIR "/tests/libkill_at_write.so KILL_AFTER=" +
                      std::to_string(std::distance(all.begin(), found));
    ASSERT_EQ(m_office.run_with_answers("", kill), killed) << m_office.said();
  }
  Office m_office{{2, 2, 2, ANTIN_BINARY_DIR "/tests/faulty_pkcs11.so"}};
};

TEST_F(ASpareToken, is_another_in_each_ceremony_so_that_a_rotation_with_a_backup_comes_to_its_end) {
  m_office.complete();
  m_office.begin_another("test-2026.2");
  m_office.add("[[shares]]\nname = \"vault\"\nneed = 2\nholders = [\"a-1\", \"b-1\", \"b-2\"]\n");
  m_office.add_present_token("seals", "test-2026.1");
  m_office.add("backup = \"vault\"\n");
  m_office.add_known_key(old_key, "seals", "keep", "test-2026.1");
  m_office.add_key(new_key, "seals", "ecdsa-p256", "wrapped");
  m_office.add("replaces = \"" + old_key + "\"\n");
  m_office.make_plan();
  m_office.complete();
  EXPECT_EQ(m_office.run("verify D"), done) << m_office.said();
}

TEST_F(ASpareToken, whose_label_is_taken_stops_the_ceremony_before_there_is_a_token_or_a_key) {
  put_foreign_token();
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the HSM has a token labelled " + label() + " already"));
  EXPECT_TRUE(foreign_token_is_as_before());
}

TEST_F(ASpareToken, whose_label_somebody_takes_meanwhile_is_not_tried_a_pin_on_however_often_one_resumes) {
  run_until_before("restore");
  put_foreign_token();
  for (unsigned i = 0; i < 3; ++i) {
    EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
    EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the HSM has a token labelled " + label() + " already"));
    EXPECT_TRUE(foreign_token_is_as_before());
    ASSERT_EQ(m_office.run("exception D 'It was somebody else'\\''s.'"), done);
  }
  EXPECT_FALSE(begun("restore"));
}

TEST_F(ASpareToken, that_refuses_a_pin_stops_the_ceremony_and_a_resumption_does_not_try_again) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  m_office.cut_before("-restore-seals", "end");
  tool("softhsm2-util --delete-token --token " + label());
  tool("softhsm2-util --init-token --free --label " + label() + " --so-pin 12345678 --pin 1234");
  const auto* const tally = "ANTIN_PKCS11_TALLY=refused";
  EXPECT_EQ(m_office.run_with_answers("--resume", tally), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the spare token " + label()));
  EXPECT_EQ(m_office.run_with_answers("--resume", tally), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("was stopped"));
  EXPECT_EQ(m_office.folder.text("refused"), "refused\n");
}

TEST_F(ASpareToken, that_one_more_failure_locks_is_not_tried) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  m_office.cut_before("-restore-seals", "end");
  EXPECT_EQ(m_office.run_with_answers("--resume", "ANTIN_PKCS11_FAULT=final-try-of-the-spare"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: one more wrong PIN locks the token " + label()));
}

TEST_F(ASpareToken, that_cannot_be_had_is_missed_before_a_token_is_made_and_before_a_key_is) {
  EXPECT_EQ(m_office.run_with_answers("", "ANTIN_PKCS11_FAULT=no-free-token"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("FAILED: no spare token to restore a backup on"));
  EXPECT_FALSE(begun("initialise"));
  m_office.folder.must_run("rm -rf tokens/* shares D/journal.jsonl D/approvals");
  run_until_before("generate");
  EXPECT_EQ(m_office.run_with_answers("--resume", "ANTIN_PKCS11_FAULT=no-free-token"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("FAILED: no spare token to restore a backup on"));
  EXPECT_FALSE(begun("generate"));
  EXPECT_EQ(m_office.run_with_answers("--resume"), paused) << m_office.said();
}

}  // namespace
}  // namespace antin::ceremony
