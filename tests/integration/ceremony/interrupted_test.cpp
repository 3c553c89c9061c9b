// What an interruption left in the HSM, by a journal that was cut where the crash would have been.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/forger.hpp"
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
  [[nodiscard]] std::string stock_after() const {
    for (const auto& line : m_office.lines())
      if (const auto at = line.find("-inventory-after\""); at != std::string::npos)
        return line.substr(at - 2, std::string("00-inventory-after").size());
    throw std::runtime_error("no stock was taken");
  }
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

// Between the last look at the keys and the last look at the tokens.
TEST_F(AnInterruptedKey, whose_token_was_taken_away_before_stock_was_taken_is_missed) {
  m_office.certify();
  ASSERT_EQ(resume(), done) << m_office.said();
  m_office.cut_before(stock_after(), "begin");
  m_office.folder.must_run("rm D/inventory-after.json D/transcript.note && mv tokens elsewhere && mkdir tokens");
  EXPECT_EQ(resume(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: the HSM has no token labelled seals"));
}

TEST_F(AnInterruptedKey, that_the_inventories_do_not_show_as_the_plan_leaves_it_is_found_by_whoever_checks) {
  complete();
  const auto with = [&](const std::string& change) {
    forge(m_office,
          "import json, pathlib\n"
          "file = pathlib.Path('D/inventory-after.json')\n"
          "stock = json.loads(file.read_text())\n"
          "token = [one for one in stock['tokens'] if one['label'] == 'seals'][0]\n" +
              change +
              "\nfile.write_text(json.dumps(stock))\n"
              "for entry in entries:\n"
              "  if entry['type'] == 'end' and 'inventory-after' in entry['step']:\n"
              "    entry['facts']['inventory'] = hash_of(str(file))\n");
    EXPECT_EQ(m_office.run("verify D"), refused);
    return m_office.said();
  };
  m_office.folder.must_run("cp -r D whole");
  EXPECT_THAT(with("token['objects'].pop()"), HasSubstr("the token seals holds something else than the plan leaves"));
  m_office.folder.must_run("rm -r D && cp -r whole D");
  EXPECT_THAT(with("stock['tokens'].remove(token)"), HasSubstr("the inventory lacks the token seals"));
  m_office.folder.must_run("rm -r D && cp -r whole D");
  EXPECT_THAT(with("stock['tokens'].append(dict(token, label='another'))"),
              HasSubstr("a token that is not of the plan came or went"));
  m_office.folder.must_run("rm -r D && cp -r whole D");
  EXPECT_THAT(with("stock = []"), HasSubstr("an inventory is none"));
}

}  // namespace
}  // namespace antin::ceremony
