// People at a terminal of 80 columns and 24 lines, for tests: a pseudo-terminal, and someone who reads its prompts.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/descriptor.hpp"
#include "daemon/ceremony/steps/steps.hpp"
#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {

// No line is wider than 80 columns and nothing scrolls away, what was typed behind a prompt aside.
void check_fits(const std::string& screen, Language language = Language::english);

class TerminalPeople {
 public:
  explicit TerminalPeople(const Office& office, Language language = Language::english)
      : m_office(office), m_language(language) {}

  // How somebody signs, when not with their PEM files; and what they then type where they are asked for a PIN.
  std::map<std::string, std::string> keys;
  std::map<std::string, std::string> pins;  // by prompt

  // What is typed instead of the right answer; empty: the right one. Asked with the prompt and what stands before it.
  std::function<std::string(const std::string& prompt, const std::string& screen)> instead;

  // `antin-ceremony ARGUMENTS` until it ends: its exit status.
  int run(const std::vector<std::string>& arguments);

  // What the holder who is asked now has in the folder of shares, from a ceremony that answers in a file held.
  [[nodiscard]] std::string share_on_paper(const std::string& secret) const;

  // How it left the terminal when it ended: with echo, and without a share on the screen.
  [[nodiscard]] bool left_echo_on() const { return m_echo_at_end; }
  [[nodiscard]] bool left_no_share() const { return m_no_share_at_end; }

  [[nodiscard]] int process() const { return m_process; }                              // while it runs
  [[nodiscard]] const std::vector<std::string>& screens() const { return m_screens; }  // each from a clear to the next
  [[nodiscard]] const std::vector<std::string>& shares() const { return m_seen_shares; }

 private:
  void look_at_the_end();
  void start(const std::vector<std::string>& arguments);
  bool read_more();
  void answer();
  void type_at(const std::string& prompt);
  [[nodiscard]] std::string right_answer(const std::string& prompt);
  [[nodiscard]] std::string next_candidate() const;
  [[nodiscard]] std::string title() const;
  [[nodiscard]] std::string asked_holder() const;
  void keep_share();

  const Office& m_office;
  Language m_language;  // of the prompts; the arguments name it too
  base::Descriptor m_terminal;
  int m_process = -1;
  std::string m_screen;  // since the last clear
  std::vector<std::string> m_screens;
  bool m_echo_at_end = false;
  bool m_no_share_at_end = false;
  std::string m_last_signatory;
  std::map<std::string, std::string> m_shares;  // by title and holder
  std::vector<std::string> m_seen_shares;
};

}  // namespace antin::ceremony
