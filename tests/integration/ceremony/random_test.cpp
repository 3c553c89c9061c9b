// Random numbers that look broken stop a ceremony before anything depends on them.
#include <gmock/gmock.h>

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int refused = 1;
constexpr int paused = 3;

class RandomNumbers : public ::testing::Test {
 protected:
  RandomNumbers() {
    m_office.add_token("seals");
    m_office.add_key("seal/79/department/2026.1", "seals");
    m_office.make_plan();
  }
  Office m_office{{2, 2, 2, ANTIN_BINARY_DIR "/tests/faulty_pkcs11.so"}};
};

TEST_F(RandomNumbers, of_an_hsm_that_are_stuck_or_biased_stop_the_ceremony_before_a_key_is_made) {
  for (const auto* fault : {"stuck-random", "biased-random", "hiccup-random"}) {
    m_office.folder.must_run("rm -rf tokens/* shares D/journal.jsonl D/approvals");
    ASSERT_EQ(m_office.run_with_answers("", std::string("ANTIN_PKCS11_FAULT=") + fault), refused) << m_office.said();
    EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: random numbers look broken, HSM: longest run ")) << fault;
    EXPECT_THAT(m_office.lines().back(), HasSubstr("03-initialise-seals\",\"type\":\"stop\""));
  }
}

TEST_F(RandomNumbers, of_a_kernel_that_are_stuck_stop_the_ceremony_in_its_prologue) {
  ASSERT_EQ(m_office.run_with_answers("", "LD_PRELOAD=" ANTIN_BINARY_DIR "/tests/libstuck_random.so"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("EXCEPTION: random numbers look broken, kernel: longest run 65536"));
}

TEST_F(RandomNumbers, of_all_three_sources_are_in_the_journal) {
  ASSERT_EQ(m_office.run_with_answers(), paused) << m_office.said();
  EXPECT_THAT(m_office.lines(), Contains(HasSubstr("\"random\":\"kernel: longest run ")));
  EXPECT_THAT(m_office.lines(), Contains(HasSubstr("; OpenSSL: longest run ")));
  EXPECT_THAT(m_office.lines(), Contains(HasSubstr("\"random\":\"HSM: longest run ")));
}

}  // namespace
}  // namespace antin::ceremony
