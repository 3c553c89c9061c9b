// The real antin-courier, with the test as its keeper and an HTTP server that is not ours to reach.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>

#include <memory>
#include <optional>

#include "daemon/local/courier_messages.hpp"
#include "daemon/local/socket.hpp"
#include "tests/support/await.hpp"
#include "tests/support/child.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::courier {

class CourierProcess : public ::testing::Test {
 protected:
  static constexpr int patience_ms = 30'000;  // only a broken courier takes so long

  CourierProcess() {
    m_directory.write("empty.conf", "");
    listen();
  }
  ~CourierProcess() override {
    if (!HasFailure()) return;
    const auto log = base::read_file(path("log"), 1U << 20);
    if (log) std::fputs(std::string(base::text(*log)).c_str(), stderr);
  }

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return m_directory.path() / name; }
  [[nodiscard]] const test::ToolDirectory& folder() const { return m_directory; }

  // The port of a server; `certificate`: a PEM file with its key, for https.
  std::string serve(const std::string& certificate = "") {
    const auto file = path("port" + std::to_string(m_servers.size()));
    std::vector<std::string> command{"/usr/bin/python3", ANTIN_SOURCE_DIR "/tests/unit/daemon/courier/http_server.py",
                                     file};
    if (!certificate.empty()) command.push_back(path(certificate));
    m_servers.push_back(std::make_unique<test::Child>(command, path("server-log")));
    test::await("a server", [&] { return std::filesystem::exists(file); });
    return std::string(base::text(base::read_file(file, 16).value()));
  }
  void start(const std::vector<std::string>& options) {
    std::vector<std::string> command{ANTIN_BINARY_DIR "/bin/antin-courier",
                                     "--config",
                                     path("empty.conf"),
                                     "--keeper-socket",
                                     path("courier.sock"),
                                     "--keeper-uid",
                                     std::to_string(::getuid()),
                                     "--memory-limit-mib",
                                     "0"};
    command.insert(command.end(), options.begin(), options.end());
    m_courier.emplace(command, path("log"));
  }
  // An open server, and a courier that may reach what is under /open on it.
  void start_with_server(const std::vector<std::string>& options = {}) {
    m_base = "http://127.0.0.1:" + serve();
    auto all = options;
    all.insert(all.end(), {"--allow", m_base + "/open"});
    start(all);
    accept();
  }
  test::Child& courier() { return *m_courier; }

  void listen() {
    auto listener = local::Listener::bind(path("courier.sock"), ::getuid());
    if (!listener) throw std::runtime_error(listener.error().text);
    m_listener.emplace(std::move(listener).value());
  }
  void stop_listening() {
    m_connection.reset();
    m_listener.reset();
  }
  void accept() {
    m_connection.reset();
    while (!m_connection) {
      wait_for(m_listener->number(), POLLIN);
      m_connection = m_listener->accept();
    }
  }
  void say(base::ByteView message) {
    while (!m_connection->send(message)) wait_for(m_connection->number(), POLLOUT);
  }
  std::optional<local::Fetched> hear() {  // nullopt: the courier hung up
    base::Bytes message;
    for (;;) {
      switch (m_connection->receive(message)) {
        case local::Receipt::message: return local::parse_fetched(message).value();
        case local::Receipt::nothing_yet: wait_for(m_connection->number(), POLLIN); break;
        case local::Receipt::closed:
        case local::Receipt::unknown: return std::nullopt;
      }
    }
  }
  local::Fetched fetched(const local::Fetch& asked) {
    say(local::encode(asked));
    return hear().value();
  }
  local::Fetched get(const std::string& url) { return fetched({7, local::FetchMethod::get, url, "", {}}); }
  local::Fetched get_open(const std::string& name) { return get(m_base + "/open/" + name); }

  std::string m_base;

 private:
  static void wait_for(int descriptor, short what) {
    pollfd watched{descriptor, what, 0};
    if (::poll(&watched, 1, patience_ms) != 1) throw std::runtime_error("the courier says nothing");
  }

  test::ToolDirectory m_directory;
  std::vector<std::unique_ptr<test::Child>> m_servers;
  std::optional<local::Listener> m_listener;
  std::optional<local::Connection> m_connection;
  std::optional<test::Child> m_courier;
};

}  // namespace antin::courier
