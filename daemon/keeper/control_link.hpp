// The control socket: who may use it asks for one thing at a time on a connection, and hears of it until it is done.
#pragma once

#include <poll.h>

#include <list>
#include <vector>

#include "daemon/keeper/control/administration.hpp"
#include "daemon/local/socket.hpp"

namespace antin::keeper {

class ControlLink {
 public:
  ControlLink(local::Listener listener, Administration& administration)
      : m_listener(std::move(listener)), m_administration(administration) {}

  void add_descriptors(std::vector<pollfd>& all) const;
  // After a commit, when no batch is open: accepts, hears, and gives what is under way one turn.
  void turn(const Connected& connected, Errand::Moment now);
  [[nodiscard]] bool is_working() const { return m_administration.is_working(); }

 private:
  struct Client {
    explicit Client(local::Connection made) : connection(std::move(made)) {}
    local::Connection connection;
    std::optional<base::Bytes> unsent;
    bool waits = false;  // for the errand that is under way
  };
  bool hear(Client& client, const Connected& connected);  // false: it is gone, or none of ours
  static void say(Client& client, const local::ToControl& message);
  void take_turn(Errand::Moment now);

  local::Listener m_listener;
  Administration& m_administration;
  std::list<Client> m_clients;
  Errand::Moment m_next_progress;
};

}  // namespace antin::keeper
