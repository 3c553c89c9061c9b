// Backups: wrapped, restored on a spare token, then closed; what is wrong with one is found before anyone relies on it.
#include <gmock/gmock.h>

#include "core/crypto/key_wrap.hpp"
#include "daemon/ceremony/shares/shares.hpp"
#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

const std::string elliptic = "seal/79760001/school/2026.1";
const std::string rsa = "seal/79760002/school/2026.1";

class ABackup : public ::testing::Test {
 protected:
  ABackup() {
    m_office.add_backed_up_token("seals", "file");
    m_office.add_key(elliptic, "seals", "ecdsa-p256", "wrapped");
    m_office.add_key(rsa, "seals", "rsa-pss-3072", "wrapped");
    m_office.make_plan();
  }
  // What two of the three holders of its shares have on paper gives the wrapping key.
  base::Secret wrapping_key() {
    std::vector<Share> shares;
    for (const auto* holder : {"a-1", "b-2"}) {
      const auto text = m_office.folder.bytes(std::string("shares/backup-key.seals.round.1.") + holder);
      shares.push_back(std::move(parse_share(base::Secret(text), {"test-2026.1", "seals", "backup-key", 1})).value());
    }
    return std::move(combine(shares)).value();
  }
  std::string tool(const std::string& arguments) {
    m_office.folder.must_run(
        "export SOFTHSM2_CONF=$PWD/softhsm2.conf; pkcs11-tool --module /usr/lib/softhsm/libsofthsm2.so --token-label "
        "seals " +
        arguments);
    return m_office.said();
  }

  Office m_office{{2, 2, 2}};
};

TEST_F(ABackup, is_opened_by_openssl_with_the_custodians_key_and_is_of_the_key_that_signs) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  const auto key = wrapping_key();
  for (const auto* name : {"seal.79760001.school.2026.1", "seal.79760002.school.2026.1"}) {
    const auto opened = crypto::unwrap_key(crypto::KeyWrap::rfc5649, key.expose_secret(),
                                           m_office.folder.bytes(std::string("D/wrapped/") + name + ".kwp"));
    ASSERT_TRUE(opened) << opened.error().text;
    m_office.folder.write("key.der", opened->expose_secret());
    m_office.folder.must_run(std::string("openssl pkey -inform DER -in key.der -pubout | cmp - D/pub/") + name +
                             ".pem");
  }
}

TEST_F(ABackup, leaves_keys_that_are_closed_and_no_wrapping_key_on_the_token) {
  m_office.complete();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  const auto shown = tool("--login --pin $(cat D/secrets/pin-seals) -O");
  EXPECT_THAT(shown, HasSubstr("always sensitive"));
  EXPECT_THAT(shown, Not(HasSubstr("  Access:     sensitive, always sensitive, extractable")));
  EXPECT_THAT(tool("-O"), Not(HasSubstr("Secret Key")));
}

TEST_F(ABackup, that_was_tampered_with_is_not_restored) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  m_office.cut_before("-restore-seals", "end");
  m_office.folder.must_run(
      "printf xxxxxxxx | dd of=D/wrapped/seal.79760001.school.2026.1.kwp bs=1 seek=20 conv=notrunc");
  EXPECT_EQ(m_office.run_with_answers("--resume"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("is not the one that was made"));
}

TEST_F(ABackup, that_was_interrupted_at_each_of_its_steps_goes_on) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  for (const auto* step : {"-restore-seals", "-close-seals"}) {
    m_office.cut_before(step, "end");
    ASSERT_EQ(m_office.run_with_answers("--resume"), paused) << m_office.said();
  }
  m_office.complete();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
}

TEST_F(ABackup, whose_file_is_another_afterwards_is_noticed_by_an_auditor) {
  m_office.complete();
  // Eight octets: a single one may be there already.
  m_office.folder.must_run(
      "printf xxxxxxxx | dd of=D/wrapped/seal.79760001.school.2026.1.kwp bs=1 seek=20 conv=notrunc");
  EXPECT_EQ(m_office.run("verify D"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("is not what the journal says"));
}

}  // namespace
}  // namespace antin::ceremony
