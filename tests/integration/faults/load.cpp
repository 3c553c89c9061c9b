#include "tests/integration/faults/load.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

const std::string unit = "79760001";

Report report(unsigned pair, unsigned number) {
  const auto name = "1.report-" + std::to_string(pair) + "-" + std::to_string(number);
  return {unit, name, base::sha256_digest(crypto::sha256(base::view(name)))};
}

}  // namespace

// Clients 2n and 2n+1 work on the same reports. An approval of its own from each: the first one counts.
class Load::Client {
 public:
  Client(Load& load, unsigned number)
      : m_load(load),
        m_pair(number / 2),
        m_connection(load.m_appliance.connect(number % 2 == 0 ? "department-79" : "school-79760001")),
        m_office(load.m_appliance.folder(), unit, load.m_policy) {}

  void run() {
    for (unsigned number = 0;; ++number) {
      std::optional<base::Sha256Hash> previous;
      for (const auto& step : steps()) {
        if (!m_load.take_turn()) return;
        const auto its = report(m_pair, number);
        const auto octets = must(m_connection.call(request(m_office.submission(its, step, previous))));
        m_load.hold({unit, its.record, step}, octets);
        previous = tlog::leaf_hash(step_result(octets).entry);
      }
    }
  }

 private:
  Load& m_load;
  unsigned m_pair;
  client::Connection m_connection;
  Office m_office;
};

Load::Load(const Appliance& appliance) : m_appliance(appliance) {
  auto connection = appliance.connect("department-79");
  m_policy = must(client::about(connection)).policy;
  for (unsigned i = 0; i < clients; ++i)
    m_threads.emplace_back([this, i] {
      try {
        Client(*this, i).run();
      } catch (const std::exception& problem) {
        fail(problem.what());
      }
    });
}

Load::~Load() {
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
  }
  m_changed.notify_all();
  for (auto& thread : m_threads) thread.join();
}

void Load::allow(unsigned results) {
  {
    const std::lock_guard lock(m_mutex);
    m_allowed += results;
  }
  m_changed.notify_all();
}

void Load::await_results(unsigned total) {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [&] { return m_finished >= total || !m_problems.empty(); });
  if (!m_problems.empty()) throw std::runtime_error(m_problems);
}

void Load::await_clients() { await_results(m_allowed); }

unsigned Load::results() const {
  const std::lock_guard lock(m_mutex);
  return m_finished;
}

bool Load::take_turn() {
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [&] { return m_taken < m_allowed || m_ending; });
  if (m_ending) return false;
  ++m_taken;
  return true;
}

void Load::hold(const RecordStep& step, const base::Bytes& octets) {
  const std::lock_guard lock(m_mutex);
  const auto [held, first] = m_held.emplace(step, octets);
  if (!first && held->second != octets) m_problems += "two results of " + std::get<1>(step) + "\n";
  ++m_finished;
  m_changed.notify_all();
}

void Load::fail(const std::string& problem) {
  const std::lock_guard lock(m_mutex);
  m_problems += problem + "\n";
  m_changed.notify_all();
}

void Load::expect_all_is_found() {
  await_clients();
  auto connection = m_appliance.connect("department-79");
  for (const auto& [name, octets] : m_held) {
    const auto& [of, record, step] = name;
    const auto found = must(client::lookup(connection, {of, "hoc-ba", record, 1, step}));
    ASSERT_TRUE(found.result) << record << " " << step;
    EXPECT_EQ(protocol::encode(*found.result), octets) << record << " " << step;
    // A repeat needs no approvals: the step is begun.
    const auto digest = base::sha256_digest(crypto::sha256(base::view(record)));
    const auto repeated =
        must(connection.call(request(protocol::Submit{of, "hoc-ba", record, 1, step, digest, {}, {}})));
    EXPECT_EQ(repeated, octets) << record << " " << step;
  }
}

void Load::expect_ledger_agrees() const {
  const LedgerCopy ledger(m_appliance);
  EXPECT_EQ(ledger.open_steps(), 0U);
  const auto done = ledger.done();
  EXPECT_EQ(done.size(), m_held.size());
  for (const auto& [step, indices] : done)
    EXPECT_EQ(indices.size(), 1U) << std::get<1>(step) << " " << std::get<2>(step) << " was done twice";
  for (const auto& [step, octets] : m_held) {
    const auto result = step_result(octets);
    EXPECT_EQ(ledger.entry(result.index), result.entry) << std::get<1>(step) << " " << std::get<2>(step);
  }
}

}  // namespace antin::test
