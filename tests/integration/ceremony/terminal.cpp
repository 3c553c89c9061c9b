#include "tests/integration/ceremony/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "client/cli/console.hpp"
#include "daemon/ceremony/run/phrases.hpp"

namespace antin::ceremony {
namespace {

const std::string clear = "\x1b[2J\x1b[3J\x1b[H";
const Phrase asked[] = {Phrase::go_on_reading, Phrase::read_it,   Phrase::ask_yes,    Phrase::yes_to_sign,
                        Phrase::who_signs,     Phrase::which_key, Phrase::type_share, Phrase::who_holds,
                        Phrase::written_down,  Phrase::who_types, Phrase::the_line};

// As a terminal shows it.
std::string prompt_of(Language language, Phrase phrase) {
  auto text = say(language, phrase);
  if (const auto line = text.find('\n'); line != std::string::npos) text.insert(line, 1, '\r');
  return text;
}

// What stands before what differs.
std::string beginning_of(Language language, Phrase phrase) { return say(language, phrase, {""}); }

constexpr char answered = '\x01';  // behind a prompt that has its answer

constexpr int patience = 120'000;  // milliseconds without a word: a busy machine is slow, not silent

std::string last_line_with(const std::string& text, const std::string& what) {
  const auto at = text.rfind(what);
  if (at == std::string::npos) return {};
  const auto from = at + what.size();
  return text.substr(from, text.find_first_of("\r\n", from) - from);
}

}  // namespace

void check_fits(const std::string& screen, Language language) {
  auto shown = screen;
  std::erase(shown, answered);
  std::size_t lines = 0;
  for (std::string_view rest = shown; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto has = [&](Phrase phrase) { return line.find(prompt_of(language, phrase)) != std::string_view::npos; };
    lines = has(Phrase::go_on_reading) ? 0 : lines + 1;
    const bool typed = std::any_of(std::begin(asked), std::end(asked), has);
    const bool error = line.find("antin-ceremony") != std::string_view::npos;  // one line, as everywhere
    EXPECT_TRUE(typed || error || line.starts_with("> ") || cli::columns(line) <= 80) << line;
  }
  EXPECT_LE(lines, 24u) << screen;
}

void TerminalPeople::start(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const auto root = (m_office.folder / "").string();
  const auto configuration = (m_office.folder / "softhsm2.conf").string();
  ::setenv("SOFTHSM2_CONF", configuration.c_str(), 1);
  winsize size{24, 80, 0, 0};
  int terminal = -1;
  m_process = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (m_process < 0) throw std::runtime_error("no pseudo-terminal");
  if (m_process == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::chdir(root.c_str()) == 0) ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  m_terminal = base::Descriptor(terminal);
  m_screen.clear();
}

// False at its end. A terminal whose other side is gone reads EIO.
bool TerminalPeople::read_more() {
  pollfd wait{m_terminal.number(), POLLIN, 0};
  if (::poll(&wait, 1, patience) <= 0) throw std::runtime_error("it says nothing more:\n" + m_screen);
  char block[4096];
  const auto size = ::read(m_terminal.number(), block, sizeof block);
  if (size <= 0) return false;
  m_screen.append(block, static_cast<std::size_t>(size));
  for (auto at = m_screen.find(clear); at != std::string::npos; at = m_screen.find(clear)) {
    if (at > 0) m_screens.push_back(m_screen.substr(0, at));
    m_screen.erase(0, at + clear.size());
  }
  return true;
}

int TerminalPeople::run(const std::vector<std::string>& arguments) {
  start(arguments);
  while (read_more()) answer();
  look_at_the_end();
  if (!m_screen.empty()) m_screens.push_back(m_screen);
  int status = 0;
  ::waitpid(m_process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Linux lets the side that people are at see how the other is set, also when nobody is there any more.
void TerminalPeople::look_at_the_end() {
  termios state{};
  m_echo_at_end = ::tcgetattr(m_terminal.number(), &state) == 0 && (state.c_lflag & ECHO) != 0;
  m_no_share_at_end = std::none_of(m_seen_shares.begin(), m_seen_shares.end(), [this](const std::string& seen) {
    return m_screen.find(seen) != std::string::npos;
  });
}

void TerminalPeople::answer() {
  const auto ends_with = [this](const std::string& prompt) { return m_screen.ends_with(prompt); };
  for (const auto phrase : asked)
    if (const auto prompt = prompt_of(m_language, phrase); ends_with(prompt)) return type_at(prompt);
  for (const auto& [prompt, pin] : pins)
    if (ends_with(prompt)) return type_at(prompt);
}

void TerminalPeople::type_at(const std::string& prompt) {
  auto typed = instead ? instead(prompt, m_screen) : std::string();
  if (prompt == prompt_of(m_language, Phrase::written_down)) keep_share();
  if (typed.empty()) typed = right_answer(prompt);
  typed += "\n";
  if (::write(m_terminal.number(), typed.data(), typed.size()) != static_cast<ssize_t>(typed.size()))
    throw std::runtime_error("cannot type");
  m_screen += answered;
}

// Of all ids that are waited for, the first.
std::string TerminalPeople::next_candidate() const {
  const auto list = last_line_with(m_screen, beginning_of(m_language, Phrase::waiting_for));
  return list.substr(0, list.find(','));
}

// The third line: what the step or the secret is called.
std::string TerminalPeople::title() const {
  const auto first = m_screen.find('\n');
  const auto second = m_screen.find('\n', first + 1);
  return m_screen.substr(second + 1, m_screen.find_first_of("\r\n", second + 1) - second - 1);
}

std::string TerminalPeople::asked_holder() const {
  const auto dot = m_screen.rfind(". " + prompt_of(m_language, Phrase::type_share));
  const auto line = m_screen.rfind('\n', dot);
  return m_screen.substr(line + 1, dot - line - 1);
}

std::string TerminalPeople::share_on_paper(const std::string& secret) const {
  return m_office.folder.text("shares/" + secret + "." + asked_holder());
}

void TerminalPeople::keep_share() {
  const auto at = m_screen.rfind("    ");
  const auto text = m_screen.substr(at + 4, m_screen.find_first_of("\r\n", at) - at - 4);
  m_shares[title() + last_line_with(m_screen, beginning_of(m_language, Phrase::eyes_of))] = text;
  m_seen_shares.push_back(text);
}

std::string TerminalPeople::right_answer(const std::string& prompt) {
  const auto is = [&](Phrase phrase) { return prompt == prompt_of(m_language, phrase); };
  if (is(Phrase::who_signs)) return m_last_signatory = next_candidate();
  if (const auto pin = pins.find(prompt); pin != pins.end()) return pin->second;
  if (const auto key = keys.find(m_last_signatory); is(Phrase::which_key) && key != keys.end()) return key->second;
  if (is(Phrase::which_key))
    return "--signing-key " + m_last_signatory + ".key --certificate " + m_last_signatory + ".crt";
  if (is(Phrase::who_holds)) return next_candidate();
  if (is(Phrase::go_on_reading) || is(Phrase::read_it)) return {};
  if (!is(Phrase::type_share)) return "Yes";
  const auto known = m_shares.find(title() + asked_holder());
  return known == m_shares.end() ? "unknown" : known->second;
}

}  // namespace antin::ceremony
