// What an interruption left in the HSM, by a journal that was cut where the crash would have been.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

const std::string label = "seal/79/department/2026.1";
const std::string step = "06-generate-seal.79.department.2026.1";

class AnInterruptedKey : public ::testing::Test {
 protected:
  AnInterruptedKey() {
    m_office.add_token("seals", "file");
    m_office.add_key(label, "seals");
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
    if (m_office.run_with_answers() != paused) throw std::runtime_error(m_office.said());
  }
  void destroy(const std::string& type) const {
    m_office.folder.must_run(
        "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
        "seals "
        "--login --pin $(cat D/secrets/pin-seals) --delete-object --label " +
        label + " --type " + type);
  }
  int resume() const { return m_office.run_with_answers("--resume"); }
  void complete() const {
    m_office.complete();
    ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  }

  Office m_office{{2, 2, 2}};
};

TEST_F(AnInterruptedKey, that_is_there_as_it_was_begun_is_adopted) {
  m_office.cut_before(step, "end");
  ASSERT_EQ(resume(), paused) << m_office.said();
  EXPECT_THAT(m_office.lines(), Contains(::testing::AllOf(HasSubstr(step), HasSubstr("\"adopted\":\"yes\""))));
  complete();
}

TEST_F(AnInterruptedKey, that_is_not_there_is_made) {
  m_office.cut_before(step, "end");
  destroy("privkey");
  destroy("pubkey");
  ASSERT_EQ(resume(), paused) << m_office.said();
  EXPECT_THAT(m_office.lines(), Contains(::testing::AllOf(HasSubstr(step), HasSubstr("\"adopted\":\"no\""))));
  complete();
}

TEST_F(AnInterruptedKey, of_which_half_is_there_is_made_anew_only_when_officers_excuse_it) {
  m_office.cut_before(step, "end");
  destroy("privkey");
  EXPECT_EQ(resume(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the token has objects labelled " + label));
  EXPECT_EQ(resume(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("was stopped"));
  ASSERT_EQ(m_office.run("exception D 'The HSM lost power while it made the key.'"), done);
  ASSERT_EQ(resume(), paused) << m_office.said();
  complete();
  EXPECT_THAT(m_office.said(), HasSubstr("The HSM lost power"));
}

TEST_F(AnInterruptedKey, that_was_excused_once_is_not_cleared_away_a_second_time) {
  m_office.cut_before(step, "end");
  destroy("privkey");
  EXPECT_EQ(resume(), refused);
  ASSERT_EQ(m_office.run("exception D 'The HSM lost power while it made the key.'"), done);
  ASSERT_EQ(resume(), paused) << m_office.said();
  m_office.cut_before(step, "end");
  destroy("privkey");
  EXPECT_EQ(resume(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the token has objects labelled " + label));
}

TEST_F(AnInterruptedKey, whose_label_another_key_has_is_never_cleared_away) {
  m_office.cut_before(step, "begin");
  EXPECT_EQ(resume(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("the token has an object labelled " + label + " already"));
  ASSERT_EQ(m_office.run("exception D 'It will go away.'"), done);
  EXPECT_EQ(resume(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("the token has an object labelled " + label + " already"));
  destroy("privkey");
  destroy("pubkey");
  ASSERT_EQ(m_office.run("exception D 'It was removed with the tool of the vendor.'"), done);
  ASSERT_EQ(resume(), paused) << m_office.said();
  complete();
}

TEST_F(AnInterruptedKey, that_a_stranger_put_there_is_found_when_stock_is_taken) {
  m_office.certify();
  m_office.folder.must_run(
      "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
      "seals "
      "--login --pin $(cat D/secrets/pin-seals) --keypairgen --key-type EC:prime256v1 --label stranger --id 77");
  EXPECT_EQ(resume(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION"));
}

}  // namespace
}  // namespace antin::ceremony
