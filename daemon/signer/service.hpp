// The signer at work: dial the keeper, introduce itself, answer until told to stop. When the keeper goes away it dials
// again: logging in to an HSM is dear, a connection is not.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <vector>

#include "daemon/local/socket.hpp"
#include "daemon/process/life.hpp"
#include "daemon/signer/signatory.hpp"

namespace antin::signer {

struct Keeper {
  std::filesystem::path socket;
  uid_t user = 0;
};

class Service {
 public:
  // What to say first on each connection.
  using Introduction = std::function<std::vector<base::Bytes>()>;

  Service(Keeper keeper, Introduction hello, Signatory& signatory, const KeyStore& keys, process::Signals& signals)
      : m_keeper(std::move(keeper)),
        m_hello(std::move(hello)),
        m_signatory(signatory),
        m_keys(keys),
        m_signals(signals) {}

  enum class End { unknown, asked_to_stop, keys_lost };
  End run();

 private:
  // What the next moment of a connection is; `lost` means dial again.
  enum class Next { unknown, go_on, lost, stop, keys_lost };

  std::optional<local::Connection> dial();
  Next serve(local::Connection& connection);
  Next wait(const local::Connection& connection, short& happened);
  Next receive_all(local::Connection& connection);
  Next answer(local::Connection& connection, base::ByteView message);
  void send_waiting(local::Connection& connection);
  bool pause();  // false: asked to stop
  bool asked_to_stop();
  int poll_timeout(std::chrono::milliseconds at_most);

  Keeper m_keeper;
  Introduction m_hello;
  Signatory& m_signatory;
  const KeyStore& m_keys;
  process::Signals& m_signals;
  std::deque<base::Bytes> m_waiting;  // to be sent; nothing is received meanwhile, so it stays short
  std::chrono::milliseconds m_pause{0};
  bool m_told_absent = false;
};

}  // namespace antin::signer
