// What antin-gate and antind say to each other.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/bytes.hpp"

namespace antin::local {

using CurveKey = std::array<std::uint8_t, 32>;

// gate → antind: one whole wire request and whose CURVE key brought it. `route` is the gate's own and comes back as it
// was.
struct Forward {
  CurveKey caller{};
  base::Bytes route;
  base::Bytes request;
  friend bool operator==(const Forward&, const Forward&) = default;
};

// gate → antind: what was refused at the gate since the last such message.
struct GateCounts {
  std::uint64_t unknown_system = 0;
  std::uint64_t too_large = 0;
  std::uint64_t malformed = 0;
  std::uint64_t rate_limited = 0;
  std::uint64_t overloaded = 0;
  friend bool operator==(const GateCounts&, const GateCounts&) = default;
};

// gate → antind: the key that the gate will have, and where it listens with it already, for clients to learn while the
// present key vouches for it. Said once a connection; without it there is none.
struct NextKey {
  std::string endpoint;  // as clients dial it
  CurveKey key{};
  friend bool operator==(const NextKey&, const NextKey&) = default;
};

// antind → gate: who may connect. The list is paged; it takes effect, as a whole, with the page that says `last`.
struct Systems {
  struct One {
    CurveKey key{};
    std::string name;
    bool suspended = false;  // it may not connect; what comes of older connections is antind's to refuse
    friend bool operator==(const One&, const One&) = default;
  };
  bool first = false;
  bool last = false;
  std::vector<One> systems;
  friend bool operator==(const Systems&, const Systems&) = default;
};

// antind → gate: the response to a Forward.
struct Answer {
  CurveKey caller{};
  base::Bytes route;
  base::Bytes response;
  friend bool operator==(const Answer&, const Answer&) = default;
};

using FromGate = std::variant<Forward, GateCounts, NextKey>;
using ToGate = std::variant<Systems, Answer>;

base::Bytes encode(const FromGate& message);
base::Bytes encode(const ToGate& message);
std::optional<FromGate> parse_from_gate(base::ByteView message);  // nullopt: not a message of ours
std::optional<ToGate> parse_to_gate(base::ByteView message);

}  // namespace antin::local
