// A ceremony as people see it: a terminal of 80 columns, real prompts, slips of the fingers.
#include "tests/integration/ceremony/terminal.hpp"

#include <gmock/gmock.h>

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int paused = 3;

class AtATerminal : public ::testing::Test {
 protected:
  AtATerminal() {
    m_office.add_token("seals");
    m_office.add_key("seal/79/department/2026.1", "seals");
    m_office.make_plan();
  }
  int run(bool resume = false) {
    std::vector<std::string> words{"run", "D", "--language", "en"};
    if (resume) words.emplace_back("--resume");
    return m_people.run(words);
  }
  void complete(bool begun) {
    ASSERT_EQ(run(begun), paused) << m_people.screens().back();
    m_office.certify();
    ASSERT_EQ(run(true), done) << m_people.screens().back();
    ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  }

  Office m_office{{2, 2, 2}};
  TerminalPeople m_people{m_office};
};

TEST_F(AtATerminal, a_ceremony_is_held_to_its_end) {
  complete(false);
  for (const auto& screen : m_people.screens()) check_fits(screen);
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("Generate the key seal/79/department/2026.1")));
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("Approvals         1 / 2: so-1")));
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("seals, serial ")));
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("step: 04-generate-seal.79.department.2026.1")));
}

TEST_F(AtATerminal, each_share_is_wiped_from_the_screen_with_its_scrollback) {
  complete(false);
  ASSERT_EQ(m_people.shares().size(), 4u);
  // A screen that shows one was followed by a clear: it is a screen of its own, and the next does not have it. What a
  // holder types does not show.
  for (const auto& share : m_people.shares()) {
    std::size_t shown = 0;
    for (const auto& screen : m_people.screens()) shown += screen.find(share) != std::string::npos ? 1U : 0U;
    EXPECT_EQ(shown, 1u) << "to be written down, and never as it is typed";
    EXPECT_EQ(m_people.screens().back().find(share), std::string::npos);
    m_office.folder.must_run("! grep -rq '" + share + "' D");
  }
}

TEST_F(AtATerminal, nothing_but_exactly_yes_goes_on) {
  for (const auto* typed : {"yes", "YES", "Yes ", "y", "Yes, please"}) {
    m_people.instead = [&](const std::string& prompt, const std::string& screen) {
      const bool stock = screen.find("Take stock of the HSM") != std::string::npos;
      return stock && prompt.starts_with("Type exactly Yes to go on") ? typed : "";
    };
    EXPECT_EQ(run(!m_office.lines().empty()), paused) << typed;
  }
  m_people.instead = nullptr;
  complete(true);
}

TEST_F(AtATerminal, one_mistyped_character_of_a_share_is_asked_again_and_the_tries_left_are_shown) {
  int slips = 0;
  m_people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    if (prompt != "Type the share: " || slips > 0) return {};
    ++slips;
    auto wrong = m_people.shares().back();
    wrong[7] = wrong[7] == '2' ? '3' : '2';
    return wrong;
  };
  complete(false);
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("That is wrong. Tries left: 2")));
}

TEST_F(AtATerminal, a_share_that_stays_wrong_pauses_and_everybody_gets_a_new_one) {
  m_people.instead = [&](const std::string& prompt, const std::string& screen) -> std::string {
    const bool last = screen.find("b-2. ") != std::string::npos;
    return prompt == "Type the share: " && last ? m_people.shares().front() : "";
  };
  EXPECT_EQ(run(), paused);
  EXPECT_THAT(m_people.screens().back(), HasSubstr("the share of b-2 was wrong 3 times"));
  m_people.instead = nullptr;
  complete(true);
  EXPECT_EQ(m_people.shares().size(), 8u);
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("Share of the user PIN of the token seals, round 2")));
}

TEST_F(AtATerminal, a_share_typed_by_two_holders_does_not_count_twice) {
  ASSERT_EQ(run(), paused);
  m_office.certify();
  // The program forgot the PIN when it ended; now both holders come with the first one's share.
  m_people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    return prompt == "Type the share: " ? m_people.shares().at(2) : "";
  };
  EXPECT_EQ(run(true), paused);
  EXPECT_THAT(m_people.screens().back(), HasSubstr("the share of b-2 was wrong 3 times"));
}

TEST_F(AtATerminal, an_id_that_nobody_waits_for_is_asked_again) {
  int asked = 0;
  m_people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    return prompt == "Who signs? Id: " && ++asked == 1 ? "a-1" : "";
  };
  complete(false);
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("Nobody of that id is waited for.")));
}

TEST_F(AtATerminal, an_officer_who_brings_another_key_is_told_and_asked_again) {
  int asked = 0;
  m_people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    if (!prompt.ends_with("> ") || ++asked != 1) return {};
    return "--signing-key so-2.key --certificate so-2.crt";
  };
  complete(false);
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("so-1: nothing was signed")));
}

TEST_F(AtATerminal, a_pin_that_is_taken_for_an_option_is_wiped_from_the_screen) {
  int asked = 0;
  m_people.instead = [&](const std::string& prompt, const std::string&) {
    return prompt.ends_with("> ") && ++asked == 1 ? "--pin so-1s-own" : "";
  };
  ASSERT_EQ(run(), paused);
  for (const auto& screen : m_people.screens()) check_fits(screen);
  EXPECT_THAT(m_people.screens(), Contains(AllOf(HasSubstr("so-1: those are not the options of antin-ceremony sign"),
                                                 Not(HasSubstr("so-1s-own")))));
}

TEST_F(AtATerminal, a_yes_that_is_typed_twice_agrees_to_no_screen_that_nobody_has_seen) {
  int doubled = 0;
  m_people.instead = [&](const std::string& prompt, const std::string& screen) -> std::string {
    if (prompt.starts_with("Type exactly Yes to go on") && screen.find("plan.lock, SHA-256") != std::string::npos)
      return ++doubled, "Yes\nYes";
    // The roll is called next: whoever is asked here was not agreed for.
    const bool roll = screen.find("Người so-1") != std::string::npos;
    return roll && prompt.starts_with("Type exactly Yes to go on") ? "no" : "";
  };
  EXPECT_EQ(run(), paused);
  EXPECT_EQ(doubled, 1);
  EXPECT_THAT(m_people.screens().back(), HasSubstr("people paused the ceremony"));
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("Người so-1")));
}

// Ctrl-C at a share: on the screen, and being typed.
TEST_F(AtATerminal, whoever_interrupts_it_at_a_share_finds_a_clear_screen_and_their_echo) {
  for (const auto* where : {"Written down? Type Yes to wipe the screen: ", "Type the share: "}) {
    SCOPED_TRACE(where);
    int asked = 0;
    m_people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
      return prompt == where && ++asked == 1 ? "\x03" : "";
    };
    EXPECT_NE(run(!m_office.lines().empty()), done);
    EXPECT_EQ(asked, 1);
    EXPECT_TRUE(m_people.left_echo_on());
    ASSERT_FALSE(m_people.shares().empty());
    EXPECT_TRUE(m_people.left_no_share());
  }
  m_people.instead = nullptr;
  complete(true);
}

TEST_F(AtATerminal, whoever_interrupts_it_at_a_passphrase_finds_their_echo) {
  m_office.folder.must_run(
      "printf secret > pass && openssl pkcs12 -export -inkey so-1.key -in so-1.crt -out so-1.p12 -passout file:pass && "
      "chmod 600 so-1.p12");
  const std::string prompt = "passphrase of so-1.p12: ";
  m_people.keys = {{"so-1", "--p12 so-1.p12"}};
  m_people.pins = {{prompt, "secret"}};
  int asked = 0;
  m_people.instead = [&](const std::string& now, const std::string&) -> std::string {
    return now == prompt && ++asked == 1 ? "\x03" : "";
  };
  EXPECT_NE(run(), done);
  EXPECT_EQ(asked, 1);
  EXPECT_TRUE(m_people.left_echo_on());
}

TEST_F(AtATerminal, an_approval_signed_at_another_terminal_is_taken_for_an_id_and_an_empty_line) {
  const std::string sign = "sign D --as so-2 --yes --signing-key so-2.key --certificate so-2.crt";
  bool signed_elsewhere = false;
  int asked = 0;
  m_people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    if (prompt == "Who signs? Id: " && ++asked == 1) {
      signed_elsewhere = m_office.run(sign) == done;
      return "so-2";
    }
    return asked == 1 && prompt.ends_with("> ") ? " " : "";
  };
  complete(false);
  EXPECT_TRUE(signed_elsewhere);
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("Approvals         1 / 2: so-2")));
}

TEST_F(AtATerminal, whoever_names_no_key_and_has_not_signed_elsewhere_is_told_and_asked_again) {
  int asked = 0;
  m_people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    return prompt.ends_with("> ") && ++asked == 1 ? " " : "";
  };
  complete(false);
  EXPECT_THAT(m_people.screens(), Contains(HasSubstr("so-1: cannot open D/approvals/01-prologue.so-1.p7s")));
}

}  // namespace
}  // namespace antin::ceremony
