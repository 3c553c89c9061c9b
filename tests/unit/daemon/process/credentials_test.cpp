#include "daemon/process/credentials.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/daemon/process/scratch.hpp"

namespace antin::process {
namespace {

class Credential : public testing::Test {
 protected:
  ~Credential() override { ::unsetenv("CREDENTIALS_DIRECTORY"); }
  static std::string secret_of(const std::string& name) {
    const auto secret = read_credential(name);
    return secret ? std::string(base::text(secret->expose_secret())) : "refused: " + secret.error().text;
  }
  static bool refused(const std::string& name) { return !read_credential(name).ok(); }
  Scratch m_scratch;
};

TEST_F(Credential, a_private_file_is_read_without_its_last_newline) {
  EXPECT_EQ(secret_of(m_scratch.file("a", "1234\n")), "1234");
  EXPECT_EQ(secret_of(m_scratch.file("b", "1234", 0400)), "1234");
  EXPECT_EQ(secret_of(m_scratch.file("c", "12\n34\n\n")), "12\n34\n");
}

TEST_F(Credential, a_file_that_others_may_read_is_refused) {
  for (const unsigned mode : {0440U, 0404U, 0644U, 0620U, 0602U, 0610U}) {
    EXPECT_TRUE(refused(m_scratch.file("a", "1234", mode))) << mode;
  }
}

TEST_F(Credential, a_file_of_another_user_is_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "giving a file away needs root";
  const auto path = m_scratch.file("a", "1234");
  ASSERT_EQ(::chown(path.c_str(), 64199, 64199), 0);
  EXPECT_TRUE(refused(path));
}

TEST_F(Credential, a_name_is_looked_up_in_the_directory_that_systemd_names) {
  ::setenv("CREDENTIALS_DIRECTORY", m_scratch.folder().c_str(), 1);
  const auto ignored = m_scratch.file("pin", "1234", 0400);
  EXPECT_EQ(secret_of("pin"), "1234");
  EXPECT_TRUE(refused("none"));
}

TEST_F(Credential, an_open_file_in_the_directory_of_systemd_is_refused) {
  ::setenv("CREDENTIALS_DIRECTORY", m_scratch.folder().c_str(), 1);
  const auto ignored = m_scratch.file("pin", "1234", 0444);
  EXPECT_TRUE(refused("pin"));
}

TEST_F(Credential, a_name_without_that_directory_is_refused) { EXPECT_TRUE(refused("pin")); }

TEST_F(Credential, a_name_that_leaves_the_directory_is_refused) {
  ::setenv("CREDENTIALS_DIRECTORY", m_scratch.folder().c_str(), 1);
  for (const std::string name : {"../pin", "a/b", "..", ".", ""}) EXPECT_TRUE(refused(name)) << name;
}

TEST_F(Credential, an_empty_or_oversized_secret_is_refused) {
  EXPECT_TRUE(refused(m_scratch.file("a", "")));
  EXPECT_TRUE(refused(m_scratch.file("b", "\n")));
  EXPECT_TRUE(refused(m_scratch.file("c", std::string(64 * 1024 + 1, 'x'))));
  EXPECT_FALSE(refused(m_scratch.file("d", std::string(64 * 1024, 'x'))));
}

TEST_F(Credential, what_is_no_regular_file_is_refused) {
  EXPECT_TRUE(refused(m_scratch.folder()));
  const auto fifo = m_scratch.folder() + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_TRUE(refused(fifo));
}

}  // namespace
}  // namespace antin::process
