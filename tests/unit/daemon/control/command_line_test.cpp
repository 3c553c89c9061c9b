#include "daemon/control/command_line.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace antin::control {
namespace {

using Words = std::vector<std::string>;

Settings settings() {
  Settings made;
  made.before = 512;
  made.to = "2026";
  made.successor = "seal.example/2027";
  return made;
}

TEST(CommandLine, makes_an_order_of_each_verb) {
  EXPECT_EQ(order_from({"status"}, {})->request, local::FromControl(local::AskStatus{}));
  EXPECT_EQ(order_from({"backup", "night"}, {})->request, local::FromControl(local::MakeBackup{"night"}));
  EXPECT_EQ(order_from({"archive"}, settings())->request, local::FromControl(local::MakeArchive{512, "2026"}));
  EXPECT_EQ(order_from({"close"}, settings())->request, local::FromControl(local::CloseLog{"seal.example/2027"}));
  EXPECT_EQ(order_from({"take-bundle"}, {})->request, local::FromControl(local::TakeBundle{}));
  EXPECT_EQ(order_from({"take-officers"}, {})->request, local::FromControl(local::TakeOfficers{}));
}

TEST(CommandLine, asks_again_only_for_what_is_never_undone) {
  EXPECT_FALSE(order_from({"status"}, {})->needs_yes);
  EXPECT_FALSE(order_from({"backup", "night"}, {})->needs_yes);
  EXPECT_FALSE(order_from({"archive"}, settings())->needs_yes);
  EXPECT_TRUE(order_from({"close"}, settings())->needs_yes);
}

TEST(CommandLine, says_what_it_expected) {
  for (const auto& [words, expected] :
       std::vector<std::pair<Words, std::string>>{{{}, "a verb is expected"},
                                                  {{"halt"}, "'halt' is not a verb"},
                                                  {{"stop"}, "antin-control stop STATEMENT CMS"},
                                                  {{"stop", "a", "b", "c"}, "antin-control stop STATEMENT CMS"},
                                                  {{"stop", "/nowhere/a", "b"}, "/nowhere/a"},
                                                  {{"resume", "a"}, "antin-control resume STATEMENT CMS..."},
                                                  {{"status", "now"}, "'now' is not expected here"},
                                                  {{"take-bundle", "policy"}, "'policy' is not expected here"},
                                                  {{"backup"}, "one name is expected"},
                                                  {{"backup", "a", "b"}, "one name is expected"},
                                                  {{"archive"}, "antin-control archive --before INDEX --to NAME"},
                                                  {{"close"}, "antin-control close --successor ORIGIN"}}) {
    const auto order = order_from(words, {});
    ASSERT_FALSE(order);
    EXPECT_NE(order.error().text.find(expected), std::string::npos) << order.error().text;
  }
}

TEST(CommandLine, what_officers_have_signed_is_read_from_files) {
  std::string folder = (std::filesystem::temp_directory_path() / "antin-control-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  for (const auto* name : {"s", "a", "b"}) std::ofstream(folder + "/" + name) << name;
  const auto stop = order_from({"stop", folder + "/s", folder + "/a"}, {});
  const auto resume = order_from({"resume", folder + "/s", folder + "/a", folder + "/b"}, {});
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(stop);
  EXPECT_EQ(stop->request, local::FromControl(local::GiveStop{{'s'}, {'a'}}));
  ASSERT_TRUE(resume);
  EXPECT_EQ(resume->request, local::FromControl(local::GiveResume{{'s'}, {{'a'}, {'b'}}}));
}

TEST(CommandLine, has_its_words_before_its_options) {
  const char* const argv[] = {"antin-control", "backup", "night", "--config", "file"};
  EXPECT_EQ(first_option(5, argv), 3);
  EXPECT_EQ(first_option(1, argv), 1);
}

}  // namespace
}  // namespace antin::control
