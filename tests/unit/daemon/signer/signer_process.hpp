// The real antin-signer on a real SoftHSM token, with the test as its keeper.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <optional>

#include "core/crypto/signature.hpp"
#include "daemon/local/socket.hpp"
#include "daemon/signer/clock.hpp"
#include "daemon/signer/timestamp_guard.hpp"
#include "tests/support/foreign_tools.hpp"
#include "tests/support/token_maker.hpp"
#include "tests/unit/daemon/signer/samples.hpp"

namespace antin::signer {

class SignerProcess : public ::testing::Test {
 protected:
  static constexpr int patience_ms = 30'000;  // only a broken signer takes so long

  SignerProcess() {
    antin::test::write_softhsm_conf(path("softhsm2.conf"), path("tokens"));
    ::setenv("SOFTHSM2_CONF", path("softhsm2.conf").c_str(), 1);
    using crypto::KeyAlgorithm;
    const std::vector<antin::test::WantedKey> keys = {
        {seal_key, KeyAlgorithm::ecdsa_p256}, {time_key, KeyAlgorithm::ecdsa_p256}, {log_key, KeyAlgorithm::ed25519}};
    const auto made = antin::test::TokenMaker("/usr/lib/softhsm/libsofthsm2.so").make("seals", keys);
    m_directory.write("pin", made.pin.expose_secret());
    std::filesystem::permissions(path("pin"), std::filesystem::perms(0400));
    m_directory.write("empty.conf", "");
    std::filesystem::create_directory(path("state"));
    if (!TimestampGuard::initialise(path("state"))) throw std::runtime_error("no guard");
    listen();
  }
  ~SignerProcess() override {
    if (m_process > 0) {
      ::kill(m_process, SIGKILL);
      ::waitpid(m_process, nullptr, 0);
    }
    if (HasFailure()) std::fputs(log().c_str(), stderr);
  }

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return m_directory.path() / name; }
  [[nodiscard]] std::string log() const {
    const auto content = base::read_file(path("log"), 1U << 20);
    return content ? std::string(base::text(*content)) : "";
  }
  void write(const std::string& name, std::string_view content) const { m_directory.write(name, content); }

  void listen() {
    m_listener.reset();
    auto listener = local::Listener::bind(path("signer.sock"), ::getuid());
    if (!listener) throw std::runtime_error(listener.error().text);
    m_listener.emplace(std::move(listener).value());
  }
  void stop_listening() {
    m_connection.reset();
    m_listener.reset();
    std::filesystem::remove(path("signer.sock"));
  }

  // `changes`: options that differ from the usual ones; an empty value is a flag.
  void start(const std::map<std::string, std::string>& changes = {}) {
    std::map<std::string, std::string> options = {{"config", path("empty.conf")},
                                                  {"token", "seals"},
                                                  {"pin", path("pin")},
                                                  {"state", path("state")},
                                                  {"keeper-socket", path("signer.sock")},
                                                  {"keeper-uid", std::to_string(::getuid())},
                                                  {"start-lock", path("start.lock")},
                                                  {"memory-limit-mib", "0"}};
    for (const auto& [name, value] : changes) options[name] = value;
    std::vector<std::string> arguments = {std::string(ANTIN_BINARY_DIR) + "/bin/antin-signer"};
    for (const auto& [name, value] : options) {
      arguments.push_back("--" + name);
      if (!value.empty()) arguments.push_back(value);
    }
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    m_process = ::fork();
    ASSERT_GE(m_process, 0);
    if (m_process != 0) return;
    ::dup2(::open(path("log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }

  int exit_code() {
    int status = 0;
    if (::waitpid(m_process, &status, 0) != m_process) return -1;
    m_process = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void signal(int number) const { ::kill(m_process, number); }

  // Takes the signer's call and all its hello.
  local::SignerHello greeted() {
    accept();
    local::SignerHello whole;
    do {
      const auto page = std::get<local::SignerHello>(receive());
      whole.token = page.token;
      whole.keys.insert(whole.keys.end(), page.keys.begin(), page.keys.end());
      whole.last = page.last;
      whole.used = page.used;
    } while (!whole.last);
    m_hello = whole;
    return whole;
  }

  local::FromSigner ask(const local::ToSigner& message) {
    EXPECT_TRUE(m_connection->send(local::encode(message)));
    return receive();
  }
  local::SignerRefusal refusal(const local::ToSigner& message) {
    const auto answer = ask(message);
    const auto* refused = std::get_if<local::Refused>(&answer);
    return refused == nullptr ? local::SignerRefusal::unknown : refused->reason;
  }
  // Whether the answer is a signature of these octets by that key.
  bool is_signed(const local::ToSigner& message, const std::string& key, base::ByteView octets,
                 crypto::SignatureScheme scheme = crypto::SignatureScheme::ecdsa) {
    const auto answer = ask(message);
    const auto* made = std::get_if<local::Signed>(&answer);
    if (made == nullptr) return false;
    for (const auto& known : m_hello.keys) {
      if (known.label == key)
        return crypto::verify_signature(known.spki, scheme, base::DigestAlgorithm::sha256, octets, made->signature);
    }
    return false;
  }
  local::Connection& connection() { return *m_connection; }
  void hang_up() { m_connection.reset(); }

  static void wait_for(int descriptor) {
    pollfd watched{descriptor, POLLIN, 0};
    if (::poll(&watched, 1, patience_ms) != 1) throw std::runtime_error("the signer says nothing");
  }

 private:
  void accept() {
    m_connection.reset();
    while (!m_connection) {
      wait_for(m_listener->number());
      if (auto connection = m_listener->accept()) m_connection.emplace(std::move(*connection));
    }
  }
  local::FromSigner receive() {
    base::Bytes message;
    auto receipt = local::Receipt::nothing_yet;
    while ((receipt = m_connection->receive(message)) == local::Receipt::nothing_yet) wait_for(m_connection->number());
    if (receipt != local::Receipt::message) throw std::runtime_error("the signer hung up");
    const auto parsed = local::parse_from_signer(message);
    if (!parsed) throw std::runtime_error("not a message of a signer");
    return *parsed;
  }

  test::ToolDirectory m_directory;
  std::optional<local::Listener> m_listener;
  std::optional<local::Connection> m_connection;
  local::SignerHello m_hello;
  pid_t m_process = -1;
};

}  // namespace antin::signer
