#include "core/base/file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/descriptor.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::base {
namespace {

class File : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return directory.path() / name; }
  [[nodiscard]] auto entries() const {
    return std::distance(std::filesystem::directory_iterator(directory.path()), {});
  }
  test::ToolDirectory directory;
};

TEST_F(File, what_is_written_is_read_and_nothing_else_stays) {
  const Bytes content(100000, 0x5a);
  ASSERT_TRUE(write_file_durably(path("file"), content));
  const auto read = read_file(path("file"), content.size());
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(*read, content);
  EXPECT_EQ(entries(), 1);
}

TEST_F(File, writing_again_replaces_the_whole) {
  ASSERT_TRUE(write_file_durably(path("file"), view("long content")));
  ASSERT_TRUE(write_file_durably(path("file"), view("short")));
  EXPECT_EQ(*read_file(path("file"), 100), copy(view("short")));
}

TEST_F(File, files_of_one_batch_have_their_names_only_when_it_settles) {
  ASSERT_TRUE(write_file_durably(path("old"), view("old")));
  DurableFiles files;
  ASSERT_TRUE(files.make_folder(path("folder"), 0750));
  ASSERT_TRUE(files.write(path("old"), view("new"), 0644));
  ASSERT_TRUE(files.write(path("folder") / "other", view("other"), 0640));
  EXPECT_EQ(files.size(), 2U);
  EXPECT_EQ(*read_file(path("old"), 100), copy(view("old")));
  EXPECT_FALSE(std::filesystem::exists(path("folder") / "other"));
  ASSERT_TRUE(files.settle());
  EXPECT_EQ(files.size(), 0U);
  EXPECT_EQ(*read_file(path("old"), 100), copy(view("new")));
  EXPECT_EQ(*read_file(path("folder") / "other", 100), copy(view("other")));
  EXPECT_EQ(entries(), 2) << "and nothing beside them";
}

TEST_F(File, files_of_a_batch_that_did_not_settle_leave_nothing) {
  {
    DurableFiles files;
    ASSERT_TRUE(files.write(path("one"), view("1"), 0644));
    std::filesystem::create_directory(path("two"));
    EXPECT_FALSE(files.write(path("missing") / "file", view("2"), 0644));
  }
  {
    DurableFiles files;
    ASSERT_TRUE(files.write(path("two"), view("no file can have the name of a folder"), 0644));
    EXPECT_FALSE(files.settle());
  }
  EXPECT_EQ(entries(), 1);
}

TEST_F(File, the_mode_is_as_asked_whatever_the_umask) {
  const auto before = ::umask(0077);
  ASSERT_TRUE(write_file_durably(path("open"), {}));
  ASSERT_TRUE(write_file_durably(path("closed"), {}, 0400));
  ::umask(before);
  struct stat status {};
  ASSERT_EQ(::stat(path("open").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0644U);
  ASSERT_EQ(::stat(path("closed").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0400U);
}

TEST_F(File, one_octet_over_the_limit_is_refused) {
  ASSERT_TRUE(write_file_durably(path("file"), view("12345")));
  EXPECT_TRUE(read_file(path("file"), 5));
  const auto refused = read_file(path("file"), 4);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().text.find("larger than 4 octets"), std::string::npos);
}

TEST_F(File, what_is_not_a_regular_file_is_refused_without_waiting) {
  EXPECT_FALSE(read_file(path("missing"), 10));
  EXPECT_FALSE(read_file(directory.path(), 10));
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(read_file(path("pipe"), 10));  // a pipe that nobody writes would block
  EXPECT_FALSE(read_file("/dev/zero", 10));
}

TEST_F(File, a_write_that_fails_leaves_the_old_file_and_no_other) {
  EXPECT_FALSE(write_file_durably(path("missing/file"), view("x")));
  // A rename onto a folder that has something in it fails after all was written.
  std::filesystem::create_directories(path("target/inside"));
  EXPECT_FALSE(write_file_durably(path("target"), view("x")));
  EXPECT_TRUE(std::filesystem::is_directory(path("target/inside")));
  EXPECT_EQ(entries(), 1);
}

TEST_F(File, a_descriptor_closes_what_it_owns_once) {
  int number = -1;
  {
    Descriptor owner(::open(directory.path().c_str(), O_RDONLY));
    number = owner.number();
    const Descriptor moved(std::move(owner));
    EXPECT_FALSE(owner.is_open());  // NOLINT(bugprone-use-after-move): that is the promise
    EXPECT_EQ(::fcntl(number, F_GETFD), 0);
  }
  EXPECT_EQ(::fcntl(number, F_GETFD), -1);
}

}  // namespace
}  // namespace antin::base
