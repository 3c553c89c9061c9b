#include "daemon/process/options.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "daemon/process/exit_codes.hpp"
#include "tests/unit/daemon/process/scratch.hpp"

namespace antin::process {
namespace {

class OptionsOfAProgram : public testing::Test {
 protected:
  base::Result<Options::Action> read(std::vector<std::string> words, const std::string& default_config = "") {
    Options options("antin-example", "shows what options are for", default_config);
    options.add("listen", m_listen, "where to listen")
        .add("rate", m_rate, 1, 1000, "requests a second")
        .add("copy-keys", m_copy, "work on copies")
        .add("root", m_roots, "root certificate")
        .require("listen");
    std::vector<const char*> argv{"antin-example"};
    for (const auto& word : words) argv.push_back(word.c_str());
    auto action = options.read(static_cast<int>(argv.size()), argv.data());
    m_exit = options.exit_code();
    return action;
  }
  std::string refused(const std::vector<std::string>& words, const std::string& default_config = "") {
    const auto action = read(words, default_config);
    return action ? "not refused" : action.error().text;
  }

  Scratch m_scratch;
  std::string m_listen = "tcp://127.0.0.1:*";
  std::uint64_t m_rate = 50;
  bool m_copy = false;
  std::vector<std::string> m_roots;
  int m_exit = 0;
};

TEST_F(OptionsOfAProgram, what_is_not_given_keeps_its_value) {
  const auto action = read({});
  ASSERT_TRUE(action);
  EXPECT_EQ(*action, Options::Action::run);
  EXPECT_EQ(m_rate, 50U);
  EXPECT_EQ(m_listen, "tcp://127.0.0.1:*");
}

TEST_F(OptionsOfAProgram, values_come_from_the_command_line) {
  ASSERT_TRUE(read({"--rate", "7", "--listen=tcp://*:1", "--copy-keys", "--root", "a", "--root", "b"}));
  EXPECT_EQ(m_rate, 7U);
  EXPECT_EQ(m_listen, "tcp://*:1");
  EXPECT_TRUE(m_copy);
  EXPECT_EQ(m_roots, (std::vector<std::string>{"a", "b"}));
}

TEST_F(OptionsOfAProgram, values_come_from_a_file_with_comments) {
  const auto file = m_scratch.file(
      "c", "# all of it\n\nrate = 7   # a second\r\nlisten=a b#c\n copy-keys = true\nroot = x\nroot = y");
  ASSERT_TRUE(read({"--config", file}));
  EXPECT_EQ(m_rate, 7U);
  EXPECT_EQ(m_listen, "a b#c");
  EXPECT_TRUE(m_copy);
  EXPECT_EQ(m_roots, (std::vector<std::string>{"x", "y"}));
}

TEST_F(OptionsOfAProgram, the_command_line_wins_over_the_file) {
  const auto file = m_scratch.file("c", "rate = 7\ncopy-keys = true\nroot = x\n");
  ASSERT_TRUE(read({"--rate=8", "--copy-keys=false", "--root", "z", "--config", file}));
  EXPECT_EQ(m_rate, 8U);
  EXPECT_FALSE(m_copy);
  EXPECT_EQ(m_roots, (std::vector<std::string>{"z"}));
}

TEST_F(OptionsOfAProgram, the_default_file_is_read_when_it_exists) {
  const auto file = m_scratch.file("c", "rate = 9\n");
  ASSERT_TRUE(read({}, file));
  EXPECT_EQ(m_rate, 9U);
  EXPECT_TRUE(read({}, file + ".missing"));
}

TEST_F(OptionsOfAProgram, a_named_file_must_exist) {
  EXPECT_NE(refused({"--config", m_scratch.folder() + "/none"}).find("none"), std::string::npos);
  EXPECT_EQ(m_exit, exit_configuration);
}

TEST_F(OptionsOfAProgram, an_unknown_key_in_a_file_is_an_error_with_file_and_line) {
  const auto file = m_scratch.file("c", "rate = 9\n\nrat = 1\n");
  EXPECT_NE(refused({"--config", file}).find(file + ":3: there is no option 'rat'"), std::string::npos);
  EXPECT_EQ(m_exit, exit_configuration);
}

TEST_F(OptionsOfAProgram, a_value_out_of_range_in_a_file_is_an_error_with_file_and_line) {
  const auto file = m_scratch.file("c", "rate = 1001\n");
  const auto text = refused({"--config", file});
  EXPECT_NE(text.find(file + ":1: rate: '1001' is not a whole number from 1 to 1000"), std::string::npos) << text;
  EXPECT_EQ(m_exit, exit_configuration);
}

TEST_F(OptionsOfAProgram, a_bad_line_in_a_file_is_an_error) {
  for (const std::string line : {"rate", "[section]", "= 7", "ra te = 7", "config = /x"}) {
    EXPECT_NE(refused({"--config", m_scratch.file("c", line)}), "not refused") << line;
  }
}

TEST_F(OptionsOfAProgram, a_value_given_twice_is_an_error) {
  EXPECT_NE(refused({"--rate", "1", "--rate", "2"}), "not refused");
  EXPECT_NE(refused({"--config", m_scratch.file("c", "rate = 1\nrate = 1\n")}), "not refused");
}

TEST_F(OptionsOfAProgram, what_is_no_number_is_an_error) {
  for (const std::string word : {"", "-1", "+1", "1.5", "0x10", "1 ", "seven", "18446744073709551616"}) {
    EXPECT_NE(refused({"--rate", word}), "not refused") << word;
  }
  EXPECT_EQ(m_exit, exit_usage);
}

TEST_F(OptionsOfAProgram, what_is_neither_true_nor_false_is_an_error) {
  EXPECT_NE(refused({"--copy-keys=yes"}), "not refused");
}

TEST_F(OptionsOfAProgram, unknown_abbreviated_and_stray_words_are_errors) {
  for (const std::string word : {"--rat=5", "--unknown", "stray", "-r", "--"}) {
    EXPECT_NE(refused({word, "x"}), "not refused") << word;
    EXPECT_EQ(m_exit, exit_usage);
  }
}

TEST_F(OptionsOfAProgram, a_required_option_that_is_empty_is_an_error) {
  m_listen.clear();
  EXPECT_NE(refused({}).find("listen is required"), std::string::npos);
}

TEST_F(OptionsOfAProgram, check_reads_everything_and_says_so) {
  const auto action = read({"--check"});
  ASSERT_TRUE(action);
  EXPECT_EQ(*action, Options::Action::check);
  EXPECT_NE(refused({"--check", "--config", m_scratch.file("c", "rate = 0\n")}), "not refused");
}

TEST_F(OptionsOfAProgram, help_names_every_option_with_its_default_within_80_columns) {
  testing::internal::CaptureStdout();
  const auto action = read({"--help"});
  std::istringstream help(testing::internal::GetCapturedStdout());
  ASSERT_TRUE(action);
  EXPECT_EQ(*action, Options::Action::stop);
  std::string all;
  for (std::string line; std::getline(help, line); all += line + '\n') EXPECT_LE(line.size(), 80U) << line;
  for (const char* part : {"--listen", "--rate", "--copy-keys", "--root", "--config", "--check", "--version",
                           "requests a second (1 to 1000, default 50)", "default tcp://127.0.0.1:*", "repeatable"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part;
  }
}

TEST_F(OptionsOfAProgram, version_is_one_line) {
  testing::internal::CaptureStdout();
  const auto action = read({"--version"});
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "antin-example " ANTIN_VERSION "\n");
  ASSERT_TRUE(action);
  EXPECT_EQ(*action, Options::Action::stop);
}

}  // namespace
}  // namespace antin::process
