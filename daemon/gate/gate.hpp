// The gate: lets registered systems in, and carries whole requests to antind and the responses back. It knows of a
// request only its size, its caller and its id.
#pragma once

#include <chrono>
#include <string>

#include "client/protocol/errors.hpp"
#include "core/base/result.hpp"
#include "daemon/gate/connections.hpp"
#include "daemon/gate/keeper_link.hpp"
#include "daemon/gate/key_use.hpp"
#include "daemon/gate/rate_limiter.hpp"
#include "daemon/gate/registry.hpp"
#include "daemon/gate/routes.hpp"
#include "daemon/gate/settings.hpp"
#include "daemon/gate/sockets.hpp"

namespace antin::gate {

class Gate {
 public:
  // Listens, and writes the endpoint file when one is asked for. `next`: the keys to listen with on
  // settings.next_listen too; nullptr: none.
  static base::Result<Gate> open(const Settings& settings, const CurveKeys& keys, const CurveKeys* next = nullptr);

  [[nodiscard]] const std::string& endpoint() const { return m_sockets.endpoint(); }
  [[nodiscard]] const std::optional<local::NextKey>& next_key() const { return m_next_key; }

  // Waits until there is something to do, `wake` is readable or `most` has passed; then does it. Call it again and
  // again.
  void turn(int wake, std::chrono::milliseconds most);

 private:
  using Clock = std::chrono::steady_clock;

  Gate(const Settings& settings, Sockets sockets, std::optional<local::NextKey> next_key);

  void wait(int wake, std::chrono::milliseconds most);
  void tend_keeper();
  void watch_connections();
  void admit();
  void serve_clients();
  void serve_keeper();
  void report_counts();
  void note_use_of_old_key(const Incoming& incoming);
  void report_old_key();

  void serve(Incoming&& incoming);
  std::optional<protocol::WireError> refusal_of(const Envelope& envelope, const local::CurveKey& caller);
  void refuse(const base::Bytes& way, base::ByteView request, const protocol::WireError& error);
  void count(protocol::Code code);
  void take(const local::Systems& page);
  void take(const local::Answer& answer);
  void deliver(const base::Bytes& way, const base::Bytes& response);
  void lose_keeper();

  Sockets m_sockets;
  KeeperLink m_keeper;
  Registry m_registry;
  RateLimiter m_limiter;
  Routes m_routes;
  Connections m_connections;
  std::optional<local::NextKey> m_next_key;
  KeyUse m_old_key;  // of the present key, while there is a next one
  std::size_t m_connections_at_most;
  local::GateCounts m_counts;
  std::uint64_t m_undelivered = 0;  // answers that found nobody, or nobody who reads
  bool m_out_of_descriptors = false;
  Clock::time_point m_now;
  Clock::time_point m_next_report;
  Clock::time_point m_next_word_on_old_key;
};

}  // namespace antin::gate
