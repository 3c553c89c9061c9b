#include "daemon/launcher/supervisor.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "core/base/file.hpp"
#include "daemon/launcher/child.hpp"
#include "daemon/process/logging.hpp"

namespace antin::launcher {
namespace {

using std::chrono::milliseconds;

constexpr int usage = 64, configuration = 78;  // sysexits.h
constexpr milliseconds patience{10000};        // from SIGTERM to SIGKILL; antind takes its last anchor
constexpr milliseconds no_one_due{60000};

sigset_t awaited_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGCHLD, SIGTERM, SIGINT}) sigaddset(&set, signal);
  return set;
}

timespec as_timespec(milliseconds time) {
  return {static_cast<time_t>(time.count() / 1000), static_cast<long>(time.count() % 1000) * 1'000'000};
}

std::string describe(int status) {
  if (WIFSIGNALED(status)) return "was ended by signal " + std::to_string(WTERMSIG(status));
  return "ended with status " + std::to_string(WEXITSTATUS(status));
}

bool is_hopeless(int status) {
  return WIFEXITED(status) && (WEXITSTATUS(status) == usage || WEXITSTATUS(status) == configuration);
}

}  // namespace

Supervisor::Supervisor(std::vector<Program> programs) {
  for (Program& program : programs) {
    Life life;
    life.program = std::move(program);
    m_lives.push_back(std::move(life));
  }
}

int Supervisor::run() {
  // Blocked before the first child: a signal that comes between two waits stays pending and is not lost.
  const sigset_t awaited = awaited_signals();
  ::sigprocmask(SIG_BLOCK, &awaited, nullptr);
  while (!m_hopeless) {
    start_those_due();
    const timespec wait = until_next_due();
    const int signal = ::sigtimedwait(&awaited, nullptr, &wait);
    if (signal == SIGTERM || signal == SIGINT) break;
    reap();
  }
  end_all();
  return m_hopeless.value_or(0);
}

void Supervisor::start_those_due() {
  for (Life& life : m_lives) {
    if (life.id == 0 && life.due <= Clock::now()) start_one(life);
  }
}

void Supervisor::start_one(Life& life) {
  life.started = Clock::now();
  auto id = start(life.program);
  if (!id) {
    life.due = life.started + life.back_off.after_a_life_of(milliseconds{0});
    return process::log_error(life.program.name + ": " + id.error().text);
  }
  life.id = *id;
  const std::string text = std::to_string(life.id) + "\n";
  if (auto written = base::write_file_durably(life.program.pid_file, base::view(text)); !written) {
    process::log_error(written.error().text);
  }
  process::log_info(life.program.name + " started, process " + std::to_string(life.id));
}

void Supervisor::reap() {
  int status = 0;
  for (pid_t id = ::waitpid(-1, &status, WNOHANG); id > 0; id = ::waitpid(-1, &status, WNOHANG)) {
    for (Life& life : m_lives) {
      if (life.id == id) ended(life, status);
    }
  }
}

void Supervisor::ended(Life& life, int status) {
  life.id = 0;
  const auto now = Clock::now();
  life.due = now + life.back_off.after_a_life_of(std::chrono::duration_cast<milliseconds>(now - life.started));
  std::error_code ignored;
  std::filesystem::remove(life.program.pid_file, ignored);
  process::log_warning(life.program.name + " " + describe(status));
  if (is_hopeless(status)) m_hopeless = WEXITSTATUS(status);
}

timespec Supervisor::until_next_due() const {
  milliseconds wait = no_one_due;
  for (const Life& life : m_lives) {
    if (life.id != 0) continue;
    const auto left = std::chrono::ceil<milliseconds>(life.due - Clock::now());
    wait = std::min(wait, std::max(left, milliseconds{0}));
  }
  return as_timespec(wait);
}

void Supervisor::end_all() {
  std::set<unsigned> turns;
  for (const Life& life : m_lives) turns.insert(life.program.ends);
  for (const unsigned turn : turns) end(turn);
}

void Supervisor::end(unsigned turn) {
  signal(turn, SIGTERM);
  const auto deadline = Clock::now() + patience;
  sigset_t child_ended;
  sigemptyset(&child_ended);
  sigaddset(&child_ended, SIGCHLD);
  while (any_running(turn)) {
    const timespec wait = as_timespec(milliseconds{100});
    ::sigtimedwait(&child_ended, nullptr, &wait);
    reap();
    if (Clock::now() >= deadline) signal(turn, SIGKILL);
  }
}

void Supervisor::signal(unsigned turn, int signal) const {
  for (const Life& life : m_lives) {
    if (life.id != 0 && life.program.ends == turn) ::kill(life.id, signal);
  }
}

bool Supervisor::any_running(unsigned turn) const {
  return std::any_of(m_lives.begin(), m_lives.end(),
                     [&](const Life& life) { return life.id != 0 && life.program.ends == turn; });
}

}  // namespace antin::launcher
