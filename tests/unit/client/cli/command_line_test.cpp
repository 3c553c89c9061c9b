#include <gmock/gmock.h>

#include "client/cli/settings.hpp"
#include "tests/support/scratch.hpp"
#include "tests/unit/client/cli/run_antin.hpp"

namespace antin::cli {
namespace {

using client::Scratch;
using testing::HasSubstr;
using testing::StartsWith;

TEST(CommandLine, help_lists_every_command) {
  for (const auto* words : {"help", "--help", "-h"}) {
    const auto ran = run_antin({words});
    EXPECT_EQ(ran.status, Exit::ok);
    for (const auto* command : antin().commands)
      EXPECT_THAT(ran.out, HasSubstr("    " + std::string(command->name) + " "));
    EXPECT_TRUE(ran.err.empty());
  }
}

TEST(CommandLine, every_command_has_help_that_names_all_its_options) {
  for (const auto* command : antin().commands) {
    const std::string name(command->name);
    const auto ran = run_antin({name, "--help"});
    EXPECT_EQ(ran.status, Exit::ok);
    EXPECT_THAT(ran.out, StartsWith("usage: antin " + name + " "));
    for (const auto& group : command->groups) {
      for (const auto& option : group.options) EXPECT_THAT(ran.out, HasSubstr("--" + std::string(option.name)));
    }
    EXPECT_EQ(run_antin({"help", name}).out, ran.out);
  }
}

TEST(CommandLine, help_fits_a_wide_terminal) {
  for (const auto* command : antin().commands) {
    std::istringstream text(help_of(*command));
    for (std::string line; std::getline(text, line);) EXPECT_LE(columns(line), 124U) << line;
  }
}

TEST(CommandLine, no_word_at_all_is_wrong_usage_and_shows_the_help_on_stderr) {
  const auto ran = run_antin({});
  EXPECT_EQ(ran.status, Exit::usage);
  EXPECT_TRUE(ran.out.empty());
  EXPECT_THAT(ran.err, StartsWith("usage: antin <command>"));
}

TEST(CommandLine, wrong_usage_is_one_line_of_error) {
  const std::vector<std::string> wrong[] = {{"frobnicate"},
                                            {"help", "frobnicate"},
                                            {"about", "--frobnicate"},
                                            {"about", "--serv", "tcp://x:1"},
                                            {"about", "--server"},
                                            {"about", "--server", "a", "--server", "b"},
                                            {"about", "operand"},
                                            {"about", "--operand", "x"},
                                            {"about", "--json=yes"},
                                            {"about", "-j"},
                                            {"about", "--timeout", "0", "--server", "x"},
                                            {"keygen"},
                                            {"record-id"},
                                            {"record-id", "make"},
                                            {"record-id", "new-key"},
                                            {"record-id", "new-key", "--out", "/nonexistent/x", "--version", "0"},
                                            {"submit"},
                                            {"approve", "--out", "x"},
                                            {"timestamp", "--out", "x"},
                                            {"verify", "one-file", "--root", "x"},
                                            {"verify", "a", "b"}};
  for (const auto& words : wrong) {
    const auto ran = run_antin(words);
    EXPECT_EQ(ran.status, Exit::usage) << words.front();
    EXPECT_THAT(ran.err, testing::MatchesRegex("antin: (USAGE|CANNOT): [^\n]*\n")) << words.front();
    EXPECT_TRUE(ran.out.empty());
  }
}

TEST(CommandLine, the_version_is_told) { EXPECT_THAT(run_antin({"--version"}).out, StartsWith("antin 0.")); }

Settings settings_of(const Scratch& scratch, const std::string& text) {
  scratch.write("conf", text);
  return parse_settings(text, scratch / "conf").value();
}

TEST(Settings, keys_may_hold_what_looks_like_a_comment) {
  const Scratch scratch;
  const auto settings = settings_of(scratch,
                                    "# where\n\nserver = tcp://127.0.0.1:7000\nserver-key=ab#c=d$\n"
                                    "  key = keys/a.key \nrecord-key = /etc/antin/r.key\r\n");
  EXPECT_EQ(settings.server, "tcp://127.0.0.1:7000");
  EXPECT_EQ(settings.server_key, "ab#c=d$");
  EXPECT_EQ(settings.key, scratch / "keys/a.key") << "relative to the file";
  EXPECT_EQ(settings.record_key, "/etc/antin/r.key");
}

TEST(Settings, lines_that_are_not_understood_are_errors_with_their_place) {
  for (const std::string text : {"x", "server", "server =", "= x", "Server = x", "server = a\nserver = b", "pin = 1"}) {
    const auto settings = parse_settings(text, "/etc/antin/client.conf");
    ASSERT_FALSE(settings.ok()) << text;
    EXPECT_THAT(settings.error().text, StartsWith("/etc/antin/client.conf:"));
  }
}

TEST(Settings, options_win_over_the_first_file_that_is_there) {
  const Scratch scratch;
  scratch.must_run("mkdir -p home/.config/antin xdg/antin");
  scratch.write("home/.config/antin/config", "server = home\nkey = k\n");
  const auto environment = [&](const char* name) -> const char* {
    static std::string value;
    if (std::string_view(name) == "HOME") return (value = (scratch / "home").string()).c_str();
    if (std::string_view(name) == "XDG_CONFIG_HOME") return nullptr;
    return nullptr;
  };
  const auto of = [&](const std::vector<std::string>& words) {
    return settings_from(Arguments::parse(about_command(), words).value(), environment).value();
  };
  EXPECT_EQ(of({}).server, "home");
  EXPECT_EQ(of({"--server", "option"}).server, "option");
  EXPECT_EQ(of({"--server=option"}).key, scratch / "home/.config/antin/k");
  EXPECT_EQ(of({"--timeout", "5"}).timeout, std::chrono::seconds(5));
  scratch.write("other", "server = other\n");
  EXPECT_EQ(of({"--config", (scratch / "other").string()}).server, "other");
}

TEST(Settings, a_file_that_was_named_and_is_not_there_is_an_error) {
  EXPECT_EQ(run_antin({"about", "--config", "/nonexistent/conf"}).status, Exit::usage);
}

TEST(Console, text_from_outside_cannot_move_the_cursor_or_turn_direction) {
  EXPECT_EQ(printable("Học bạ số"), "Học bạ số");
  EXPECT_EQ(printable("a\x1b[2Jb"), "a\xEF\xBF\xBD[2Jb");
  EXPECT_EQ(printable("a\nb\x7f"),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
  EXPECT_EQ(printable("a\u202Eb"),
            "a\xEF\xBF\xBD"
            "b")
      << "right-to-left override";
  EXPECT_EQ(printable("a\xC2\x9B"
                      "b"),
            "a\xEF\xBF\xBD"
            "b")
      << "C1 control";
  EXPECT_EQ(printable("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "overlong";
  EXPECT_EQ(printable("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "surrogate";
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "beyond Unicode";
  EXPECT_EQ(printable("ạ\xE1\xBA"), "ạ\xEF\xBF\xBD\xEF\xBF\xBD") << "cut short";
}

TEST(Console, composed_and_decomposed_vietnamese_are_equally_wide) {
  EXPECT_EQ(columns("Nguyễn Thị Hồng"), 15U);
  EXPECT_EQ(columns("Nguye\u0302\u0303n Thi\u0323 Ho\u0302\u0300ng"), 15U);
  const auto box = framed("Ấn tín", {"Nguye\u0302\u0303n", "dài hơn một chút"});
  std::istringstream lines(box);
  std::string first, line;
  std::getline(lines, first);
  while (std::getline(lines, line)) EXPECT_EQ(columns(line), columns(first)) << box;
}

TEST(Console, only_yes_confirms) {
  for (const auto& [typed, expected] : {std::pair("yes\n", true), {"y\n", false}, {"", false}, {"YES\n", false}}) {
    std::istringstream in(typed);
    std::ostringstream out, err;
    Console console{in, out, err};
    EXPECT_EQ(confirmed(console, "?"), expected) << typed;
    EXPECT_TRUE(out.str().empty());
  }
}

TEST(Console, colour_is_only_there_when_asked_for) {
  EXPECT_EQ(painted(false, Paint::red, "x"), "x");
  EXPECT_EQ(painted(true, Paint::red, "x"), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(painted(true, Paint::plain, "x"), "x");
}

TEST(Keygen, writes_a_pair_once_and_prints_the_public_key) {
  const Scratch scratch;
  const auto prefix = (scratch / "school").string();
  const auto ran = run_antin({"keygen", "--out", prefix});
  ASSERT_EQ(ran.status, Exit::ok) << ran.err;
  EXPECT_EQ(ran.out, scratch.text("school.pub"));
  const auto keys = client::read_curve_keys(prefix + ".key");
  ASSERT_TRUE(keys.ok());
  EXPECT_EQ(client::print(keys->public_key) + "\n", ran.out);
  EXPECT_EQ(std::filesystem::status(prefix + ".key").permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(ran.err.find(scratch.text("school.key")), std::string::npos) << "the secret is not shown";
  EXPECT_EQ(run_antin({"keygen", "--out", prefix}).status, Exit::usage) << "and never overwritten";
}

TEST(RecordIdCommand, derives_from_standard_input_or_a_file_alone) {
  const Scratch scratch;
  const auto key = (scratch / "record.key").string();
  EXPECT_EQ(run_antin({"record-id", "new-key", "--out", key, "--version", "7"}).status, Exit::ok);
  EXPECT_EQ(run_antin({"record-id", "new-key", "--out", key}).status, Exit::usage) << "never overwritten";
  const auto typed = run_antin({"record-id", "derive", "--record-key", key}, "079312000123\n");
  ASSERT_EQ(typed.status, Exit::ok) << typed.err;
  EXPECT_THAT(typed.out, testing::MatchesRegex("7\\.[0-9a-hjkmnp-tv-z]{32}\n"));
  scratch.write("id", "079312000123");
  EXPECT_EQ(run_antin({"record-id", "derive", "--record-key", key, "--personal-id", (scratch / "id").string()}).out,
            typed.out);
  EXPECT_EQ(run_antin({"record-id", "derive", "--record-key", key, "--personal-id", "-"}, "079312000123").out,
            typed.out);
  EXPECT_NE(run_antin({"record-id", "derive", "--record-key", key, "--series", "2026"}, "079312000123").out, typed.out);
  EXPECT_EQ(run_antin({"record-id", "derive", "--record-key", key}, "").status, Exit::usage);
  EXPECT_EQ(run_antin({"record-id", "derive", "--record-key", key, "079312000123"}).status, Exit::usage)
      << "an id on the command line would be seen by others";
}

}  // namespace
}  // namespace antin::cli
