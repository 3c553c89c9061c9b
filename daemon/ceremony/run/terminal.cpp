// People at the terminal: one screen at a time, cleared before the next.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "client/cli/without_echo.hpp"
#include "daemon/ceremony/run/interrupt.hpp"
#include "daemon/ceremony/run/people.hpp"
#include "daemon/ceremony/run/phrases.hpp"
#include "daemon/ceremony/shares/shares.hpp"

namespace antin::ceremony {
namespace {

void put(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

// Straight to the descriptor, for the same reason as below.
void put_secret(const base::Secret& secret) {
  auto rest = secret.expose_secret();
  while (!rest.empty()) {
    const auto written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (written <= 0) return;  // nobody can read it: they will not say that they have written it down
    rest = rest.subspan(static_cast<std::size_t>(written));
  }
}

// Straight from the descriptor: a stream would keep a copy of a share in its buffer, and input that is the child's.
std::optional<base::Secret> line_from_terminal(std::size_t limit) {
  base::Bytes typed;
  typed.reserve(limit);
  for (;;) {
    char c = 0;
    if (is_asked_to_pause() || ::read(STDIN_FILENO, &c, 1) != 1) {
      base::wipe(typed);
      return std::nullopt;
    }
    if (c == '\n') return base::Secret::take(std::move(typed));
    if (typed.size() < limit) typed.push_back(static_cast<std::uint8_t>(c));
  }
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    if (!word.empty()) words.emplace_back(word);
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return words;
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out.append(out.empty() ? "" : ", ").append(item);
  return out;
}

class Terminal final : public People {
 public:
  explicit Terminal(Language language) : m_language(language) {}

  Done<void> agree(const Screen& screen) override {
    show(screen, 2);
    put("\n");
    return agreed(Phrase::ask_yes);
  }

  Done<void> inform(const Screen& screen) override {
    show(screen, 2);
    put("\n");
    if (const auto read = ask(Phrase::read_it); !read) return read.error();
    return {};
  }

  Done<Signatory> next_signatory(const Screen& screen, const std::vector<std::string>& candidates) override {
    constexpr std::size_t lines_of_how = 2;
    const auto id = one_of(screen, candidates, Phrase::who_signs, lines_of_how);
    if (!id) return id.error();
    const auto options = ask(Phrase::which_key);
    if (!options) return options.error();
    return Signatory{*id, split(*options)};
  }

  // Below what is there already (why a signature failed), and it stays until it was read.
  void tell(const std::string& line) override {
    put(wrapped(cli::printable(line), screen_columns));
    (void)ask(Phrase::read_it);
  }

  Done<void> hand_over(const Screen& screen, const std::string& holder, const base::Secret& share) override {
    show(screen, 7);
    put("\n" + said(Phrase::eyes_of, {holder}) + "\n");
    if (auto ready = agreed(Phrase::ask_yes); !ready) return ready;
    const cli::HeldSignals held;
    put(said(Phrase::write_down) + "\n\n    ");
    put_secret(share);
    put("\n\n");
    cli::drop_typed_ahead();
    put(said(Phrase::written_down));
    const auto typed = held.wait_for_line() ? typed_answer() : paused(Why::people_paused);
    put(clear_screen);
    return typed ? is_yes(*typed) : typed.error();
  }

  Done<base::Secret> typed_share(const Screen& screen, const std::string& holder, unsigned tries_left) override {
    show(screen, 5);
    if (tries_left < most_tries) put(said(Phrase::tries_left, {std::to_string(tries_left)}) + "\n");
    const cli::HeldSignals held;
    const cli::WithoutEcho without_echo;
    if (!without_echo.works()) return failed(Why::echo_stays_on);
    put(said(Phrase::not_shown) + "\n\n" + holder + ". " + said(Phrase::type_share));
    auto typed = held.wait_for_line() ? line_from_terminal(share_text_limit) : std::nullopt;
    put(clear_screen);
    put(said(Phrase::share_wiped) + "\n");
    if (!typed) return paused(Why::people_paused);
    return std::move(*typed);
  }

  Done<std::string> next_holder(const Screen& screen, const std::vector<std::string>& candidates) override {
    return one_of(screen, candidates, Phrase::who_holds, 0);
  }

  Done<TypedLine> typed_line(const Screen& screen, const std::string&,
                             const std::vector<std::string>& candidates) override {
    const auto who = one_of(screen, candidates, Phrase::who_types, 1);
    if (!who) return who.error();
    const auto text = ask(Phrase::the_line);
    if (!text) return text.error();
    return TypedLine{*who, *text};
  }

 private:
  [[nodiscard]] std::string said(Phrase phrase, const std::vector<std::string>& what = {}) const {
    return say(m_language, phrase, what);
  }

  static void show(const Screen& screen, std::size_t room) {
    put(clear_screen);
    put(render(screen, room));
  }

  Done<std::string> ask(Phrase question) {
    cli::drop_typed_ahead();
    put(said(question));
    return typed_answer();
  }

  Done<std::string> typed_answer() {
    const auto typed = line_from_terminal(1024);
    if (!typed) return paused(Why::people_paused);
    return std::string(base::text(typed->expose_secret()));
  }

  Done<void> agreed(Phrase question) {
    const auto answer = ask(question);
    return answer ? is_yes(*answer) : answer.error();
  }

  Done<void> is_yes(const std::string& answer) {
    if (answer == "Yes") return {};
    return paused(Why::people_paused);
  }

  // Nothing typed: people pause. `below` lines are left for what is asked next.
  Done<std::string> one_of(const Screen& screen, const std::vector<std::string>& candidates, Phrase question,
                           std::size_t below) {
    const auto list = wrapped(said(Phrase::waiting_for, {joined(candidates)}), screen_columns);
    const auto lines = static_cast<std::size_t>(std::count(list.begin(), list.end(), '\n'));
    for (std::string notice;; notice = said(Phrase::nobody_waited_for)) {
      constexpr std::size_t empty_notice_and_question = 3;
      show(screen, lines + empty_notice_and_question + below);
      put("\n" + list);
      if (!notice.empty()) put(notice + "\n");
      const auto typed = ask(question);
      if (!typed) return typed.error();
      if (typed->empty()) return paused(Why::people_paused);
      if (std::find(candidates.begin(), candidates.end(), *typed) != candidates.end()) return *typed;
    }
  }

  Language m_language;
};

}  // namespace

std::unique_ptr<People> people_at_terminal(Language language) { return std::make_unique<Terminal>(language); }

}  // namespace antin::ceremony
