// SOCK_SEQPACKET sockets between this machine's programs: whole messages, at most 64 KiB, peer uid checked.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/descriptor.hpp"
#include "core/base/result.hpp"

namespace antin::local {

constexpr std::size_t message_limit = 64 * 1024;

enum class Receipt { unknown, message, nothing_yet, closed };

// One connected peer. Non-blocking; wait with poll() on number().
class Connection {
 public:
  Connection(base::Descriptor descriptor, uid_t peer) : m_descriptor(std::move(descriptor)), m_peer(peer) {}

  [[nodiscard]] int number() const { return m_descriptor.number(); }
  [[nodiscard]] uid_t peer() const { return m_peer; }
  // `message`: `into` holds it. A truncated or oversized message counts as `closed`: the peer is not one of ours.
  Receipt receive(base::Bytes& into);
  // False when the peer's buffer is full (try again after POLLOUT); closed peers show at receive.
  bool send(base::ByteView message);

 private:
  base::Descriptor m_descriptor;
  uid_t m_peer;
};

class Listener {
 public:
  // Replaces a stale socket file; mode 0660, group as the directory's. Peers whose uid is not `peer` are turned away.
  static base::Result<Listener> bind(const std::filesystem::path& path, uid_t peer);
  [[nodiscard]] int number() const { return m_descriptor.number(); }
  std::optional<Connection> accept();  // nullopt: nobody there, or turned away

 private:
  Listener(base::Descriptor descriptor, uid_t peer) : m_descriptor(std::move(descriptor)), m_peer(peer) {}
  base::Descriptor m_descriptor;
  uid_t m_peer;
};

// Dials `path`; fails when the listener's uid is not `peer`.
base::Result<Connection> dial(const std::filesystem::path& path, uid_t peer);

}  // namespace antin::local
