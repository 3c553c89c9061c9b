// Connection: requests to the appliance and their answers. Many may be in flight; answers come in any order. Where the
// appliance can be reached with several keys, the next is dialled when one cannot be connected to. A request is sent
// again under the same id, with exponential back-off and jitter, after a time-out (over a new socket) and after
// an error that says that a retry helps, until its deadline. For one thread.
#pragma once

#include <deque>
#include <map>
#include <variant>
#include <vector>

#include "client/lib/failure.hpp"
#include "client/lib/link.hpp"
#include "client/protocol/codec.hpp"

namespace antin::client {

struct ServerAddress {
  std::string endpoint;  // tcp://host:port
  CurvePublicKey key{};
  friend bool operator==(const ServerAddress&, const ServerAddress&) = default;
};

struct ConnectionOptions {
  LinkSettings link;
  std::vector<ServerAddress> others = {};         // of the same appliance, in the order in which they are tried
  std::chrono::milliseconds reach{2000};          // for connecting, where there is another to try
  std::chrono::milliseconds attempt{5000};        // for one answer
  std::chrono::milliseconds deadline{30000};      // for a request with all its retries
  std::chrono::milliseconds first_back_off{100};  // doubles with each retry
  std::chrono::milliseconds last_back_off{5000};
};

struct Completion {
  protocol::RequestId id{};
  std::variant<base::Bytes, Failure> outcome;  // the stored octets of a Result
  std::string proof = {};                      // of its entry, when it has one
};

class Connection {
 public:
  static base::Result<Connection> open(ConnectionOptions options);

  Connection(Connection&&) = default;
  Connection& operator=(Connection&&) =
      delete;  // would end the old context while its socket is open, and wait for ever

  static protocol::RequestId new_request_id();

  // Takes a request on; its completion comes from receive(). One larger than a frame completes at once.
  void send(const protocol::Request& request);

  // The next completion; none when nothing completed within `patience`, or nothing is in flight.
  std::optional<Completion> receive(std::chrono::milliseconds patience);

  // Sends and waits; completions of other requests are kept for receive().
  base::Result<base::Bytes, Failure> call(const protocol::Request& request);
  Completion complete(const protocol::Request& request);

  [[nodiscard]] std::size_t in_flight() const { return m_pending.size(); }

  // Where it is connected, or trying.
  [[nodiscard]] ServerAddress server() const { return {m_options.link.endpoint, m_options.link.server_key}; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Pending {
    base::Bytes frame;
    Clock::time_point deadline;
    Clock::time_point act_at;  // when to send it, or, once sent, when to give this attempt up
    bool sent = false;
    unsigned attempts = 0;
    std::optional<Failure> last;  // what the attempt before this one came to
  };
  using Place = std::map<protocol::RequestId, Pending>::iterator;

  Connection(ConnectionOptions options, ZmqContext context, Link link);
  void read_replies();
  void take_reply(base::ByteView frame);
  void take_error(Place place, const protocol::WireError& error);
  Place whom_it_answers(const std::optional<protocol::RequestId>& id);
  void act(Clock::time_point now);
  void transmit(Pending& pending, Clock::time_point now);
  void put_off(Pending& pending, Clock::time_point now);
  void renew_link();
  void try_the_next_server();
  void complete(Place place, std::variant<base::Bytes, Failure> outcome, std::string proof = {});
  void refuse_all();
  [[nodiscard]] Failure why_no_answer(const Pending& pending) const;
  [[nodiscard]] Clock::time_point next_act() const;

  ConnectionOptions m_options;
  ZmqContext m_context;
  Link m_link;
  unsigned m_links = 1;
  std::map<protocol::RequestId, Pending> m_pending;
  std::deque<Completion> m_ready;
};

}  // namespace antin::client
