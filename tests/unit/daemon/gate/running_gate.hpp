// A gate on a port of its own, turning in a thread, with a fake keeper behind it.
#pragma once

#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <thread>

#include "core/base/descriptor.hpp"
#include "daemon/gate/gate.hpp"
#include "tests/unit/daemon/gate/client.hpp"
#include "tests/unit/daemon/gate/fake_keeper.hpp"

namespace antin::gate {

class RunningGate : public testing::Test {
 protected:
  RunningGate() : m_wake(::eventfd(0, EFD_CLOEXEC)) {
    m_folder = (std::filesystem::temp_directory_path() / "antin-gate-XXXXXX").string();
    if (::mkdtemp(m_folder.data()) == nullptr) throw std::runtime_error("mkdtemp");
    m_settings.listen = "tcp://127.0.0.1:*";
    m_settings.endpoint_file = m_folder + "/endpoint";
    m_settings.keeper_socket = m_folder + "/gate.sock";
    m_settings.keeper_uid = ::getuid();
    m_settings.rate = 1'000'000;
    m_settings.burst = 1'000'000;
  }
  ~RunningGate() override {
    stop();
    std::filesystem::remove_all(m_folder);
  }

  void start() {
    m_keeper = std::make_unique<FakeKeeper>(m_settings.keeper_socket);
    auto keys = curve_keys(secret_of(m_gate_keys.secret_z85));
    std::optional<CurveKeys> next;
    if (m_next_keys) next = *curve_keys(secret_of(m_next_keys->secret_z85));
    auto gate = Gate::open(m_settings, *keys, next ? &*next : nullptr);
    if (!gate) throw std::runtime_error(gate.error().text);
    m_endpoint = gate->endpoint();
    if (gate->next_key()) m_next_endpoint = gate->next_key()->endpoint;
    m_thread = std::thread([this, turning = std::move(gate).value()]() mutable {
      while (!m_stop) turning.turn(m_wake.number(), patience);
    });
  }
  // A gate that has been told of `keys`, and nothing else to be waited for.
  void start_with(const std::vector<local::CurveKey>& keys) {
    start();
    m_keeper->wait_for_gate();
    m_keeper->register_only(keys);
  }
  void stop() {
    if (!m_thread.joinable()) return;
    m_stop = true;
    ::eventfd_write(m_wake.number(), 1);
    m_thread.join();
  }

  [[nodiscard]] std::unique_ptr<Client> client() const { return std::make_unique<Client>(m_gate_keys.public_z85); }
  [[nodiscard]] std::unique_ptr<Client> connected(const TestKeys& keys) const {
    auto made = client();
    made->with_curve(keys).connect(m_endpoint);
    return made;
  }
  // One request there and back: the gate serves this client.
  void expect_served(Client& client) {
    const base::Bytes response = protocol::encode(protocol::Response{{}, base::Bytes{1, 2, 3}});
    client.ask(request_of(0x77));
    const auto forward = m_keeper->next_forward();
    EXPECT_EQ(forward.request, request_of(0x77));
    m_keeper->answer(forward, response);
    EXPECT_EQ(client.next_octets(), response);
  }

  std::string m_folder;
  Settings m_settings;
  TestKeys m_gate_keys = new_keys();
  std::optional<TestKeys> m_next_keys;  // of a second door
  TestKeys m_school = new_keys();
  TestKeys m_stranger = new_keys();
  std::unique_ptr<FakeKeeper> m_keeper;
  std::string m_endpoint;
  std::string m_next_endpoint;

 private:
  base::Descriptor m_wake;
  std::atomic<bool> m_stop = false;
  std::thread m_thread;
};

}  // namespace antin::gate
