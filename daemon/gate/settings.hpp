// What an operator may set of the gate: where it listens, whom it serves, and its limits.
#pragma once

#include <cstdint>
#include <string>

namespace antin::gate {

struct Settings {
  std::string listen = "tcp://127.0.0.1:7960";
  std::string endpoint_file;                    // empty: none is written
  std::string curve_secret = "gate-curve.key";  // a credential
  std::string next_listen;                      // empty: there is no next key
  std::string next_curve_secret;                // a credential
  std::string next_endpoint;                    // as clients dial it; empty: what next_listen comes to
  std::string keeper_socket = "/run/antin/gate.sock";
  std::uint64_t keeper_uid = 64102;
  std::uint64_t rate = 50;  // requests a second and system
  std::uint64_t burst = 100;
  std::uint64_t handshake_ms = 3000;
  std::uint64_t backlog = 512;
  std::uint64_t high_water_mark = 32;   // messages a connection and direction
  std::uint64_t heartbeat_ms = 10'000;  // 0: none
  std::uint64_t connections = 1000;
  std::uint64_t memory_limit_mib = 512;  // 0: none
};

}  // namespace antin::gate
