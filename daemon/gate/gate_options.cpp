#include "daemon/gate/gate_options.hpp"

namespace antin::gate {

process::Options options_into(Settings& settings) {
  process::Options options("antin-gate",
                           "lets registered systems in over ZeroMQ with CURVE, and carries their requests to antind",
                           "/etc/antin/antin-gate.conf");
  options.add("listen", settings.listen, "where to listen: tcp://ADDRESS:PORT; port * takes a free one")
      .require("listen")
      .add("endpoint-file", settings.endpoint_file, "file that gets the address really listened on")
      .add("curve-secret", settings.curve_secret,
           "the gate's CURVE secret key (40 characters of Z85): name of a "
           "systemd credential, or absolute path of a private file")
      .require("curve-secret")
      .add("next-listen", settings.next_listen,
           "where to listen with the next key already, tcp://ADDRESS:PORT; while this is set, clients learn of it")
      .add("next-curve-secret", settings.next_curve_secret, "the gate's next CURVE secret key, given like curve-secret")
      .add("next-endpoint", settings.next_endpoint,
           "what clients are told to dial for the next key; needed when next-listen is not an address of theirs")
      .add("keeper-socket", settings.keeper_socket, "antind's socket for the gate")
      .require("keeper-socket")
      .add("keeper-uid", settings.keeper_uid, 0, 4'294'967'294, "numeric uid that antind runs as")
      .add("rate", settings.rate, 1, 1'000'000, "requests a second that one system may send on average")
      .add("burst", settings.burst, 1, 1'000'000, "requests that one system may send at once")
      .add("handshake-ms", settings.handshake_ms, 100, 60'000, "time for a connection's handshake, in milliseconds")
      .add("backlog", settings.backlog, 1, 65'535, "connections that wait to be accepted")
      .add("high-water-mark", settings.high_water_mark, 1, 10'000, "messages kept for one connection, each way")
      .add("heartbeat-ms", settings.heartbeat_ms, 0, 600'000,
           "milliseconds between heartbeats on a connection; 0 for none")
      .add("connections", settings.connections, 1, 100'000, "established connections at once; more have to try again")
      .add("memory-limit-mib", settings.memory_limit_mib, 0, 1'048'576,
           "address space of the process, in MiB; at the limit it ends and is started again; 0 for none");
  return options;
}

}  // namespace antin::gate
