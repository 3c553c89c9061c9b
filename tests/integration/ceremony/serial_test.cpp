// The plan says into which HSM a new token goes; here there are two, which show their serials before they have one.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;

class ANewToken : public ::testing::Test {
 protected:
  void plan(const std::string& label, const std::string& serial) {
    m_office.add_token(label);
    if (!serial.empty()) m_office.add("serial = \"" + serial + "\"\n");
  }
  [[nodiscard]] int run(const std::string& more = {}) const {
    return m_office.run_with_answers(more, "ANTIN_PKCS11_HSMS=$PWD/hsms");
  }
  void hold() {
    m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
    m_office.make_plan();
    ASSERT_EQ(run(), done) << m_office.said();
    ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  }
  void expect_in(const std::string& label, const std::string& serial) {
    EXPECT_THAT(m_office.lines(), Contains(AllOf(HasSubstr("-initialise-" + label + "\",\"type\":\"end\""),
                                                 HasSubstr("\"serial\":\"" + serial + "\""))));
  }
  Office m_office{{2, 2, 2, ANTIN_BINARY_DIR "/tests/two_hsms_pkcs11.so"}};
};

TEST_F(ANewToken, is_made_in_the_hsm_that_the_plan_names) {
  plan("seals", "HSM-0001");
  hold();
  expect_in("seals", "HSM-0001");
}

TEST_F(ANewToken, is_made_in_the_second_hsm_when_the_plan_names_that) {
  plan("seals", "HSM-0002");
  hold();
  expect_in("seals", "HSM-0002");
}

TEST_F(ANewToken, of_which_the_plan_says_nothing_leaves_free_the_hsm_that_it_names_for_another) {
  plan("again", "");
  plan("seals", "HSM-0001");
  hold();
  expect_in("again", "HSM-0002");
  expect_in("seals", "HSM-0001");
}

TEST_F(ANewToken, is_not_made_in_any_hsm_that_the_plan_does_not_name) {
  plan("seals", "HSM-0003");
  m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
  m_office.make_plan();
  EXPECT_EQ(run(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("the HSM that is free has serial \"HSM-0001\", \"HSM-0002\", but the plan "
                                         "puts seals into the one with serial \"HSM-0003\""));
  m_office.folder.must_run("test ! -e hsms");
}

TEST_F(ANewToken, is_not_made_when_all_that_is_free_is_named_for_another) {
  plan("again", "");
  plan("more", "HSM-0002");
  plan("seals", "HSM-0001");
  m_office.add_key("log/79/hcm/2026.1", "seals", "ed25519");
  m_office.make_plan();
  EXPECT_EQ(run(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("but the plan puts another token there than again"));
  m_office.folder.must_run("test ! -e hsms");
}

}  // namespace
}  // namespace antin::ceremony
