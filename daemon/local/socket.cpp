#include "daemon/local/socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace antin::local {
namespace {

constexpr int backlog = 32;

base::Error failure(const std::filesystem::path& path, const std::string& what, int number) {
  return {path.string() + ": " + what + ": " + std::generic_category().message(number)};
}

base::Result<sockaddr_un> address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& name = path.native();
  // An empty name or a leading NUL would be the abstract namespace, which file permissions do not guard.
  if (name.empty() || name.find('\0') != std::string::npos || name.size() >= sizeof address.sun_path) {
    return base::Error{"'" + name + "' cannot be the path of a socket (1 to 107 octets)"};
  }
  std::memcpy(address.sun_path, name.data(), name.size());
  return address;
}

const sockaddr* general(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

base::Descriptor new_socket() {
  return base::Descriptor(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

// Whose process is at the other end: who connected, or who called listen().
std::optional<uid_t> uid_behind(const base::Descriptor& descriptor) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(descriptor.number(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return std::nullopt;
  if (size != sizeof credentials) return std::nullopt;
  return credentials.uid;
}

// Takes away what a program that was killed left behind; never a file of another kind, nor a socket that someone
// serves.
base::Result<void> clear_stale(const std::filesystem::path& path, const sockaddr_un& address) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return {};
    return failure(path, "cannot look at it", errno);
  }
  if (!S_ISSOCK(found.st_mode)) return base::Error{path.string() + ": is in the way and is not a socket"};
  const auto probe = new_socket();
  if (!probe.is_open()) return failure(path, "no socket", errno);
  if (::connect(probe.number(), general(address), sizeof address) == 0 || errno != ECONNREFUSED) {
    return base::Error{path.string() + ": another process serves it"};
  }
  if (::unlink(path.c_str()) != 0) return failure(path, "cannot remove the stale socket", errno);
  return {};
}

// The group that owns the directory is the group of the programs that may knock.
base::Result<void> open_to_group(const std::filesystem::path& path) {
  const auto directory = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  struct stat folder {};
  struct stat socket {};
  if (::stat(directory.c_str(), &folder) != 0) return failure(directory, "cannot look at it", errno);
  if (::lstat(path.c_str(), &socket) != 0) return failure(path, "cannot look at it", errno);
  if (socket.st_gid != folder.st_gid && ::lchown(path.c_str(), static_cast<uid_t>(-1), folder.st_gid) != 0) {
    return failure(path, "cannot give it its directory's group", errno);
  }
  if (::chmod(path.c_str(), 0660) != 0) return failure(path, "cannot set its mode", errno);
  return {};
}

}  // namespace

Receipt Connection::receive(base::Bytes& into) {
  std::array<std::uint8_t, message_limit> buffer;  // not cleared: only what was received is read
  ssize_t size = 0;
  do {
    // MSG_TRUNC gives the true length, so that a message that was cut short does not pass for a whole one.
    size = ::recv(m_descriptor.number(), buffer.data(), buffer.size(), MSG_TRUNC);
  } while (size < 0 && errno == EINTR);
  if (size < 0) return errno == EAGAIN ? Receipt::nothing_yet : Receipt::closed;
  if (size == 0 || static_cast<std::size_t>(size) > buffer.size()) return Receipt::closed;
  into.assign(buffer.begin(), buffer.begin() + size);
  return Receipt::message;
}

bool Connection::send(base::ByteView message) {
  // An empty message would look like the end of the connection to the peer.
  if (message.empty() || message.size() > message_limit) throw std::length_error("local message of a forbidden size");
  ssize_t size = 0;
  do {
    size = ::send(m_descriptor.number(), message.data(), message.size(), MSG_NOSIGNAL);
  } while (size < 0 && errno == EINTR);
  return size == static_cast<ssize_t>(message.size());
}

base::Result<Listener> Listener::bind(const std::filesystem::path& path, uid_t peer) {
  const auto address = address_of(path);
  if (!address) return address.error();
  if (const auto cleared = clear_stale(path, *address); !cleared) return cleared.error();
  auto descriptor = new_socket();
  if (!descriptor.is_open()) return failure(path, "no socket", errno);
  if (::bind(descriptor.number(), general(*address), sizeof *address) != 0) return failure(path, "cannot bind", errno);
  // Before listen(), so that nobody connects under other permissions.
  if (const auto opened = open_to_group(path); !opened) return opened.error();
  if (::listen(descriptor.number(), backlog) != 0) return failure(path, "cannot listen", errno);
  return Listener(std::move(descriptor), peer);
}

std::optional<Connection> Listener::accept() {
  base::Descriptor descriptor(::accept4(m_descriptor.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!descriptor.is_open()) return std::nullopt;
  if (uid_behind(descriptor) != m_peer) return std::nullopt;
  return Connection(std::move(descriptor), m_peer);
}

base::Result<Connection> dial(const std::filesystem::path& path, uid_t peer) {
  const auto address = address_of(path);
  if (!address) return address.error();
  auto descriptor = new_socket();
  if (!descriptor.is_open()) return failure(path, "no socket", errno);
  if (::connect(descriptor.number(), general(*address), sizeof *address) != 0) {
    return failure(path, "cannot connect", errno);
  }
  if (uid_behind(descriptor) != peer) {
    return base::Error{path.string() + ": is served by another user than uid " + std::to_string(peer)};
  }
  return Connection(std::move(descriptor), peer);
}

}  // namespace antin::local
