#include "daemon/local/socket.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace antin::local {
namespace {

class Socket : public testing::Test {
 protected:
  Socket() {
    std::string pattern = (std::filesystem::temp_directory_path() / "antin-socket-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    m_folder = pattern;
  }
  ~Socket() override { std::filesystem::remove_all(m_folder); }

  [[nodiscard]] std::filesystem::path path() const { return m_folder / "s"; }
  static uid_t me() { return ::getuid(); }
  static uid_t somebody_else() { return me() + 1; }

  std::filesystem::path m_folder;
};

struct Pair {
  Listener listener;
  Connection client;
  Connection server;
};

Pair connected(const std::filesystem::path& path) {
  auto listener = Listener::bind(path, ::getuid());
  if (!listener) throw std::runtime_error(listener.error().text);
  auto client = dial(path, ::getuid());
  if (!client) throw std::runtime_error(client.error().text);
  auto server = listener->accept();
  if (!server) throw std::runtime_error("nobody to accept");
  return {std::move(listener).value(), std::move(client).value(), std::move(*server)};
}

TEST_F(Socket, whole_messages_arrive_in_order_both_ways) {
  auto pair = connected(path());
  const base::Bytes large(message_limit, 0x5a);
  ASSERT_TRUE(pair.client.send(base::view("one")));
  ASSERT_TRUE(pair.client.send(large));
  ASSERT_TRUE(pair.server.send(base::view("back")));
  base::Bytes got;
  ASSERT_EQ(pair.server.receive(got), Receipt::message);
  EXPECT_EQ(base::text(got), "one");
  ASSERT_EQ(pair.server.receive(got), Receipt::message);
  EXPECT_EQ(got, large);
  EXPECT_EQ(pair.server.receive(got), Receipt::nothing_yet);
  ASSERT_EQ(pair.client.receive(got), Receipt::message);
  EXPECT_EQ(base::text(got), "back");
}

TEST_F(Socket, the_peer_is_known_by_its_uid) {
  auto pair = connected(path());
  EXPECT_EQ(pair.client.peer(), me());
  EXPECT_EQ(pair.server.peer(), me());
}

TEST_F(Socket, a_peer_that_went_away_shows_as_closed) {
  auto pair = connected(path());
  { const Connection gone = std::move(pair.client); }
  base::Bytes got;
  EXPECT_EQ(pair.server.receive(got), Receipt::closed);
  EXPECT_FALSE(pair.server.send(base::view("x")));
}

TEST_F(Socket, a_message_over_the_limit_closes) {
  auto pair = connected(path());
  const base::Bytes huge(message_limit + 1);
  ASSERT_EQ(::send(pair.client.number(), huge.data(), huge.size(), 0), static_cast<ssize_t>(huge.size()));
  base::Bytes got;
  EXPECT_EQ(pair.server.receive(got), Receipt::closed);
}

TEST_F(Socket, an_empty_or_oversized_message_cannot_be_sent) {
  auto pair = connected(path());
  EXPECT_THROW(pair.client.send({}), std::length_error);
  EXPECT_THROW(pair.client.send(base::Bytes(message_limit + 1)), std::length_error);
}

TEST_F(Socket, a_full_buffer_says_so_and_nothing_is_lost) {
  auto pair = connected(path());
  const base::Bytes message(32 * 1024, 1);
  int sent = 0;
  while (pair.client.send(message)) ++sent;
  EXPECT_GT(sent, 0);
  base::Bytes got;
  int received = 0;
  while (pair.server.receive(got) == Receipt::message) ++received;
  EXPECT_EQ(received, sent);
  EXPECT_TRUE(pair.client.send(message));
}

TEST_F(Socket, a_peer_of_another_uid_is_turned_away) {
  auto listener = Listener::bind(path(), somebody_else());
  ASSERT_TRUE(listener) << listener.error().text;
  auto client = dial(path(), me());
  ASSERT_TRUE(client) << client.error().text;
  EXPECT_FALSE(listener->accept());
  base::Bytes got;
  EXPECT_EQ(client->receive(got), Receipt::closed);
}

TEST_F(Socket, a_listener_of_another_uid_is_not_dialled) {
  auto listener = Listener::bind(path(), me());
  ASSERT_TRUE(listener);
  const auto client = dial(path(), somebody_else());
  ASSERT_FALSE(client);
  EXPECT_NE(client.error().text.find("another user"), std::string::npos);
}

TEST_F(Socket, nobody_there_is_an_error_or_nothing) {
  EXPECT_FALSE(dial(path(), me()));
  auto listener = Listener::bind(path(), me());
  ASSERT_TRUE(listener);
  EXPECT_FALSE(listener->accept());
}

TEST_F(Socket, the_file_is_for_owner_and_group_only) {
  const auto previous = ::umask(0);
  const auto listener = Listener::bind(path(), me());
  ::umask(previous);
  ASSERT_TRUE(listener);
  struct stat found {};
  struct stat folder {};
  ASSERT_EQ(::lstat(path().c_str(), &found), 0);
  ASSERT_EQ(::stat(m_folder.c_str(), &folder), 0);
  EXPECT_EQ(found.st_mode & 07777, 0660U);
  EXPECT_EQ(found.st_gid, folder.st_gid);
}

TEST_F(Socket, descriptors_do_not_block_and_are_not_inherited) {
  auto pair = connected(path());
  for (const int number : {pair.listener.number(), pair.client.number(), pair.server.number()}) {
    EXPECT_TRUE((::fcntl(number, F_GETFL) & O_NONBLOCK) != 0);
    EXPECT_TRUE((::fcntl(number, F_GETFD) & FD_CLOEXEC) != 0);
  }
}

TEST_F(Socket, a_stale_socket_is_replaced) {
  { ASSERT_TRUE(Listener::bind(path(), me())); }
  ASSERT_TRUE(std::filesystem::exists(path()));
  EXPECT_TRUE(Listener::bind(path(), me()));
}

TEST_F(Socket, a_socket_that_is_served_is_left_alone) {
  const auto first = Listener::bind(path(), me());
  ASSERT_TRUE(first);
  const auto second = Listener::bind(path(), me());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().text.find("another process"), std::string::npos);
  EXPECT_TRUE(dial(path(), me()));
}

TEST_F(Socket, a_file_that_is_no_socket_is_left_alone) {
  std::ofstream(path()) << "precious";
  EXPECT_FALSE(Listener::bind(path(), me()));
  EXPECT_TRUE(std::filesystem::is_regular_file(path()));
}

TEST_F(Socket, a_symbolic_link_to_a_socket_is_left_alone) {
  { ASSERT_TRUE(Listener::bind(m_folder / "real", me())); }
  std::filesystem::create_symlink(m_folder / "real", path());
  EXPECT_FALSE(Listener::bind(path(), me()));
  EXPECT_TRUE(std::filesystem::is_socket(m_folder / "real"));
}

TEST_F(Socket, a_path_that_does_not_fit_is_refused) {
  EXPECT_FALSE(Listener::bind(m_folder / std::string(120, 'x'), me()));
  EXPECT_FALSE(dial("", me()));
  EXPECT_FALSE(dial(std::string("\0abstract", 9), me()));
}

}  // namespace
}  // namespace antin::local
