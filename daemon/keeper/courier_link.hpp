// The connection to antin-courier, which dials in: what is to be fetched goes out, what came of it comes in. There is
// one courier; when another dials, it is the same one started again. Without any nothing is fetched.
#pragma once

#include <poll.h>

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "daemon/local/courier_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::keeper {

// Who asked, and so who gets what came of it.
enum class FetchPurpose { unknown, witnessing, anchoring };

struct Brought {
  FetchPurpose purpose = FetchPurpose::unknown;
  local::Fetched fetched;  // with the asker's own number
};

// Each asker numbers its fetches as it likes; on the socket they have numbers of the link's.
class CourierLink {
 public:
  void adopt(local::Connection connection);
  [[nodiscard]] bool is_there() const { return m_connection.has_value(); }
  [[nodiscard]] std::optional<pollfd> descriptor() const;
  void send(FetchPurpose purpose, std::vector<local::Fetch> fetches);
  // What has come of what was asked on this connection; hangs up on a courier that is gone, or that speaks another
  // language.
  [[nodiscard]] std::vector<Brought> receive();

 private:
  void flush();
  void hang_up(const char* why);

  struct Asked {
    FetchPurpose purpose = FetchPurpose::unknown;
    std::uint64_t operation = 0;
  };
  std::optional<local::Connection> m_connection;
  std::deque<base::Bytes> m_unsent;
  std::map<std::uint64_t, Asked> m_asked;
  std::uint64_t m_last = 0;
};

}  // namespace antin::keeper
