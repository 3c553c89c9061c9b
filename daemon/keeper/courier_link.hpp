// The connection to antin-courier, which dials in: what is to be fetched goes out, what came of it comes in. There is
// one courier; when another dials, it is the same one started again. Without any nothing is fetched.
#pragma once

#include <poll.h>

#include <deque>
#include <optional>
#include <vector>

#include "daemon/local/courier_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::keeper {

class CourierLink {
 public:
  void adopt(local::Connection connection);
  [[nodiscard]] bool is_there() const { return m_connection.has_value(); }
  [[nodiscard]] std::optional<pollfd> descriptor() const;
  void send(const std::vector<local::Fetch>& fetches);
  // What has come; hangs up on a courier that is gone, or that speaks another language.
  [[nodiscard]] std::vector<local::Fetched> receive();

 private:
  void flush();
  void hang_up(const char* why);
  std::optional<local::Connection> m_connection;
  std::deque<base::Bytes> m_unsent;
};

}  // namespace antin::keeper
