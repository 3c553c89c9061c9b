#include "daemon/signer/service.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "daemon/process/logging.hpp"

namespace antin::signer {
namespace {

constexpr std::chrono::milliseconds first_pause{20};
constexpr std::chrono::milliseconds longest_pause{1000};
constexpr std::chrono::milliseconds for_ever{60'000};
constexpr int messages_at_once = 32;  // between two looks at signals and the watchdog

bool key_store_failed(const local::FromSigner& answer) {
  const auto* refused = std::get_if<local::Refused>(&answer);
  return refused != nullptr && refused->reason == local::SignerRefusal::hsm;
}

}  // namespace

Service::End Service::run() {
  for (;;) {
    auto connection = dial();
    const auto next = connection ? serve(*connection) : Next::lost;
    if (next == Next::stop) return End::asked_to_stop;
    if (next == Next::keys_lost) return End::keys_lost;
    if (!pause()) return End::asked_to_stop;
  }
}

std::optional<local::Connection> Service::dial() {
  auto connection = local::dial(m_keeper.socket, m_keeper.user);
  if (connection) {
    m_told_absent = false;
    process::log_info("connected to the keeper");
    return std::move(connection).value();
  }
  // Once, not at each attempt.
  if (!m_told_absent) process::log_warning("no keeper yet: " + connection.error().text);
  m_told_absent = true;
  return std::nullopt;
}

Service::Next Service::serve(local::Connection& connection) {
  const auto hello = m_hello();
  m_waiting.assign(hello.begin(), hello.end());
  auto next = Next::go_on;
  while (next == Next::go_on) {
    short happened = 0;
    next = wait(connection, happened);
    if (next != Next::go_on) break;
    // A keeper that is gone needs no answer: its recovery asks again for what it still wants.
    if ((happened & (POLLHUP | POLLERR | POLLNVAL)) != 0) next = Next::lost;
    if ((happened & POLLOUT) != 0) send_waiting(connection);
    if (next == Next::go_on && (happened & POLLIN) != 0) next = receive_all(connection);
  }
  if (next == Next::lost) process::log_warning("the keeper went away");
  return next;
}

Service::Next Service::wait(const local::Connection& connection, short& happened) {
  const short wanted = m_waiting.empty() ? POLLIN : POLLOUT;
  std::array<pollfd, 2> watched{{{m_signals.number(), POLLIN, 0}, {connection.number(), wanted, 0}}};
  const int count = ::poll(watched.data(), watched.size(), poll_timeout(for_ever));
  if (count < 0 && errno != EINTR) return Next::lost;
  if (count > 0 && watched[0].revents != 0 && asked_to_stop()) return Next::stop;
  happened = count > 0 ? watched[1].revents : static_cast<short>(0);
  return Next::go_on;
}

Service::Next Service::receive_all(local::Connection& connection) {
  base::Bytes message;
  for (int i = 0; i < messages_at_once && m_waiting.empty(); ++i) {
    switch (connection.receive(message)) {
      case local::Receipt::nothing_yet: return Next::go_on;
      case local::Receipt::closed:
      case local::Receipt::unknown: return Next::lost;
      case local::Receipt::message: break;
    }
    if (const auto next = answer(connection, message); next != Next::go_on) return next;
  }
  return Next::go_on;
}

Service::Next Service::answer(local::Connection& connection, base::ByteView message) {
  const auto asked = local::parse_to_signer(message);
  if (!asked) {
    process::log_error("the keeper sent what is no message of ours: the connection is dropped");
    return Next::lost;
  }
  m_pause = std::chrono::milliseconds(0);  // it speaks our language: dial at once when it restarts
  const auto answer = m_signatory.answer(*asked);
  m_waiting.push_back(local::encode(answer));
  send_waiting(connection);
  return key_store_failed(answer) && !m_keys.usable() ? Next::keys_lost : Next::go_on;
}

void Service::send_waiting(local::Connection& connection) {
  while (!m_waiting.empty() && connection.send(m_waiting.front())) m_waiting.pop_front();
}

bool Service::pause() {
  m_pause = std::clamp(2 * m_pause, first_pause, longest_pause);
  const auto until = std::chrono::steady_clock::now() + m_pause;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return true;
    pollfd signals{m_signals.number(), POLLIN, 0};
    if (::poll(&signals, 1, poll_timeout(left)) > 0 && asked_to_stop()) return false;
  }
}

bool Service::asked_to_stop() { return m_signals.take() == process::Signals::Asked::stop; }

int Service::poll_timeout(std::chrono::milliseconds at_most) {
  static const auto interval = process::watchdog_interval();
  if (interval) {
    process::notify_alive();
    at_most = std::min(at_most, *interval);
  }
  return static_cast<int>(at_most.count());
}

}  // namespace antin::signer
