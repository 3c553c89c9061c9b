// A message as it came from a client, frame by frame, and whether it has the one shape that is ours: a routing id that
// libzmq gave, `antin/1`, one request.
#pragma once

#include <cstdint>
#include <utility>

#include "core/base/bytes.hpp"

namespace antin::gate {

// A client may choose its routing id, and then silence or crash others with it (see the tests); only those that libzmq
// makes, 5 octets from 00, are served.
bool is_given_route(base::ByteView route);

class Envelope {
 public:
  enum class Shape { unknown, ours, chosen_route, malformed, too_large };

  explicit Envelope(base::ByteView route) : m_route(base::copy(route)) {}

  // The frames after the routing id, in order. Those after the second are counted and not kept.
  void add(base::ByteView frame);

  [[nodiscard]] Shape shape() const;
  [[nodiscard]] const base::Bytes& route() const { return m_route; }
  [[nodiscard]] const base::Bytes& request() const { return m_request; }
  [[nodiscard]] base::Bytes take_request() && { return std::move(m_request); }

 private:
  base::Bytes m_route;
  base::Bytes m_request;
  std::uint64_t m_frames = 0;
  bool m_version_is_ours = false;
};

}  // namespace antin::gate
