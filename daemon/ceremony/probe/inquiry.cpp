#include "daemon/ceremony/probe/inquiry.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "daemon/ceremony/probe/message.hpp"
#include "daemon/ceremony/probe/offspring.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

using Kind = Message::Kind;

constexpr int slow_factor = 6;

// What a module prints would stand between the rows.
void redirect_output(const std::filesystem::path& log) {
  const int to = log.empty() ? ::open("/dev/null", O_WRONLY | O_CLOEXEC)
                             : ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (to < 0) return;
  ::dup2(to, STDOUT_FILENO);
  ::dup2(to, STDERR_FILENO);
}

// The asking process.
int ask_from(std::size_t first, const Group& group, const Aim& aim, const Pins& pins, int socket) {
  redirect_output(aim.module_log);
  const auto say = [socket](const Message& message) { send_message(socket, encode(message)); };
  Subject subject(aim, [&](Pace pace) { say({pace == Pace::slow ? Kind::slow : Kind::usual}); });
  if (!pins.user_usable) subject.refuse(CKU_USER);
  if (!pins.officer_usable) subject.refuse(CKU_SO);
  const auto opened = subject.open(group.opening);
  if (subject.refused(CKU_USER)) say({Kind::user_refused});
  if (!opened) {
    say({Kind::unopened, 0, {Verdict::unknown, opened.error().text}});
    subject.close();
    return 0;
  }
  say({Kind::opened});
  const auto end = group.one_process_each ? first + 1 : group.checks.size();
  for (auto i = first; i < end; ++i) {
    say({Kind::asking, i});
    const auto answer = group.checks[i].ask(subject);
    if (subject.refused(CKU_USER)) say({Kind::user_refused});
    if (subject.refused(CKU_SO)) say({Kind::officer_refused});
    say({Kind::answered, i, answer});
  }
  subject.close();
  say({Kind::done});
  return 0;
}

// The waiting process: follows one asking process to its end.
class Listener {
 public:
  Listener(const Group& group, const Aim& aim, Pins& pins, std::vector<Answer>& answers)
      : m_group(group), m_aim(aim), m_pins(pins), m_answers(answers) {}

  // Returns where a further process has to begin.
  std::size_t listen(std::size_t first);

 private:
  void hear(const Message& message);
  void ended(Answer answer, std::size_t first);
  void leave_untried(std::size_t from, const std::string& why);
  [[nodiscard]] std::string limit_text() const {
    return std::to_string(m_limit.count() / 1000) + "." + std::to_string(m_limit.count() % 1000 / 100) + " s";
  }

  const Group& m_group;
  const Aim& m_aim;
  Pins& m_pins;
  std::vector<Answer>& m_answers;
  std::chrono::milliseconds m_limit{};
  std::size_t m_next = 0;  // the first without an answer
  bool m_opened = false;
  bool m_asking = false;
  bool m_done = false;
};

void Listener::leave_untried(std::size_t from, const std::string& why) {
  for (auto i = from; i < m_answers.size(); ++i) m_answers[i] = not_tried(why);
  m_next = m_answers.size();
}

void Listener::hear(const Message& message) {
  m_limit = m_aim.deadline;
  switch (message.kind) {
    case Kind::opened: m_opened = true; return;
    case Kind::unopened: m_opened = m_done = true; return leave_untried(m_next, message.answer.detail);
    case Kind::asking: m_asking = true; return;
    case Kind::usual: return;
    case Kind::slow: m_limit *= slow_factor; return;
    case Kind::answered:
      m_asking = false;
      if (message.index == m_next) m_answers[m_next++] = message.answer;
      return;
    case Kind::user_refused: m_pins.user_usable = false; return;
    case Kind::officer_refused: m_pins.officer_usable = false; return;
    case Kind::done: m_done = true; return;
    case Kind::unknown: break;
  }
}

void Listener::ended(Answer answer, std::size_t first) {
  if (!m_opened) {
    // Nobody can say whether a PIN had been given, so it is not given once more.
    if (m_group.opening == Opening::user) m_pins.user_usable = false;
    m_answers[first] = answer;
    m_answers[first].detail = "on the way to the first question it " + m_answers[first].detail;
    m_next = first + 1;
    return leave_untried(m_next, "the group's process " + answer.detail + " before its first question");
  }
  if (m_group.tries_pins && m_asking) m_pins = {false, false};
  if (m_asking && m_next < m_answers.size()) {
    m_answers[m_next++] = std::move(answer);
    return;
  }
  // Between two questions, or in C_Finalize after the last: what was answered stands.
  if (m_next < m_answers.size()) leave_untried(m_next, "the group's process " + answer.detail);
}

std::size_t Listener::listen(std::size_t first) {
  m_next = first;
  m_opened = m_asking = m_done = false;
  m_limit = m_aim.deadline;
  Offspring asking([&](int socket) { return ask_from(first, m_group, m_aim, m_pins, socket); });
  base::Bytes octets;
  for (;;) {
    switch (asking.receive(octets, m_limit)) {
      case Offspring::Heard::message: {
        const auto message = decode(octets);
        if (message && message->index <= m_answers.size()) hear(*message);
        break;
      }
      case Offspring::Heard::nothing:
        asking.kill();
        ended({Verdict::hung, "hung after " + limit_text()}, first);
        return m_next;
      case Offspring::Heard::end:
      case Offspring::Heard::unknown: {
        const auto end = asking.end_within(std::chrono::milliseconds(0));
        if (!m_done || !end.well()) ended({Verdict::died, said_of(end)}, first);
        return m_next;
      }
    }
  }
}

}  // namespace

std::vector<Answer> inquire(const Group& group, const Aim& aim, Pins& pins) {
  std::vector<Answer> answers(group.checks.size());
  const auto all = [&](const std::string& why) { return std::vector<Answer>(group.checks.size(), not_tried(why)); };
  if (group.needs_token && !aim.names_token()) return all("no token was named");
  if (group.needs_user && aim.user_pin.empty()) return all("no PIN was given");
  for (std::size_t next = 0; next < answers.size();) {
    // Asked again each time: the process before may have found it out.
    if (group.needs_user && !pins.user_usable) {
      std::fill(answers.begin() + static_cast<std::ptrdiff_t>(next), answers.end(),
                not_tried("the PIN was refused, or its login did not end well: it is not given again"));
      break;
    }
    next = std::max(next, Listener(group, aim, pins, answers).listen(next));
  }
  return answers;
}

}  // namespace antin::ceremony::probe
