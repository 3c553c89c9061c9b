// Load: 8 clients that take reports through all steps, two of them racing on each report, and what they were told.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/support/appliance.hpp"
#include "tests/support/ledger_copy.hpp"

namespace antin::test {

class Load {
 public:
  static constexpr unsigned clients = 8;

  explicit Load(const Appliance& appliance);
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  ~Load();  // ends the clients

  void allow(unsigned results);        // so many more results may be asked for
  void await_results(unsigned total);  // until the clients hold so many
  void await_clients();                // until all that was allowed is done; throws what a client met
  [[nodiscard]] unsigned results() const;

  // Every result that a client held is found, by lookup and by repeat, octet by octet, and nothing was done twice.
  void expect_all_is_found();
  void expect_ledger_agrees() const;  // of an appliance that was stopped

 private:
  class Client;
  bool take_turn();
  void hold(const RecordStep& step, const base::Bytes& octets);
  void fail(const std::string& problem);

  const Appliance& m_appliance;
  base::Sha256Hash m_policy{};
  mutable std::mutex m_mutex;
  std::condition_variable m_changed;
  unsigned m_allowed = 0, m_taken = 0, m_finished = 0;
  bool m_ending = false;
  std::map<RecordStep, base::Bytes> m_held;
  std::string m_problems;
  std::vector<std::thread> m_threads;
};

}  // namespace antin::test
