// Whatever 8 clients do to the same records at the same time: one seal for each step of each record (invariant 4).
#include <gtest/gtest.h>

#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "core/crypto/sha2.hpp"
#include "tests/support/await.hpp"
#include "tests/support/ledger_copy.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

constexpr unsigned clients = 8;
constexpr unsigned records = 6;
constexpr unsigned actions = 60;
constexpr unsigned burst = 5;  // requests of a client in flight at once

const std::string unit = "79760001";

std::string record_name(unsigned number) { return "1.record-" + std::to_string(number); }

// Of each record there are two versions, and clients disagree which one is the record.
base::Digest version_of(unsigned record, bool other) {
  return base::sha256_digest(crypto::sha256(base::view(record_name(record) + (other ? " other" : ""))));
}

struct Asked {
  unsigned record = 0;
  std::string step;
  base::Digest digest;
  bool knew_previous = false;
  protocol::Request request;
};

// What all clients saw together.
struct Seen {
  std::mutex mutex;
  std::map<std::pair<unsigned, std::string>, std::set<base::Bytes>> results;
  std::map<unsigned, std::set<base::Bytes>> sealed_versions;   // that a result was given for
  std::map<unsigned, std::set<base::Bytes>> refused_versions;  // that are not the record's digest, the keeper said
  std::map<std::string, unsigned> codes;
  std::string surprises;
};

class Client {
 public:
  Client(const Appliance& appliance, const base::Sha256Hash& policy, unsigned seed, Seen& seen)
      : m_connections{appliance.connect("department-79"), appliance.connect("school-79760001")},
        m_office(appliance.folder(), unit, policy),
        m_random(seed),
        m_seen(seen) {}

  void run() {
    for (unsigned done = 0; done < actions; done += burst) {
      for (unsigned i = 0; i < burst; ++i) act();
      for (auto& connection : m_connections) drain(connection);
    }
  }

 private:
  unsigned roll(unsigned sides) { return std::uniform_int_distribution<unsigned>(0, sides - 1)(m_random); }

  // A new request, or one from before under its old id; sent once or twice; by one system or the other.
  void act() {
    auto& connection = m_connections.at(roll(2));
    const bool again = !m_history.empty() && roll(4) == 0;
    if (!again) m_history.push_back(ask(connection));
    const auto& asked = again ? m_history.at(roll(static_cast<unsigned>(m_history.size()))) : m_history.back();
    m_in_flight[asked.request.id] = asked;
    for (unsigned copies = 1 + roll(2); copies > 0; --copies) connection.send(asked.request);
  }

  Asked ask(client::Connection& connection) {
    Asked asked;
    asked.record = roll(records);
    asked.step = steps().at(roll(3));
    asked.digest = version_of(asked.record, roll(4) == 0);
    std::optional<base::Sha256Hash> previous;
    if (asked.step != "teacher") previous = leaf_before(connection, asked);
    asked.knew_previous = asked.step == "teacher" || previous.has_value();
    asked.request = request(m_office.submission({unit, record_name(asked.record), asked.digest}, asked.step, previous));
    return asked;
  }

  static std::optional<base::Sha256Hash> leaf_before(client::Connection& connection, const Asked& asked) {
    const auto before = asked.step == "principal" ? "teacher" : "principal";
    const auto known = client::lookup(connection, {unit, "hoc-ba", record_name(asked.record), 1, ""});
    if (!known && known.error().code == "NOT_FOUND") return std::nullopt;
    for (const auto& state : must(known).steps)
      if (state.step == before) return state.leaf;
    return std::nullopt;
  }

  void drain(client::Connection& connection) {
    while (auto completion = connection.receive(patience)) note(m_in_flight.at(completion->id), *completion);
  }

  void note(const Asked& asked, const client::Completion& completion) {
    const std::lock_guard lock(m_seen.mutex);
    if (const auto* result = std::get_if<base::Bytes>(&completion.outcome)) {
      m_seen.results[{asked.record, asked.step}].insert(*result);
      m_seen.sealed_versions[asked.record].insert(asked.digest.value);
      return;
    }
    const auto& failure = std::get<client::Failure>(completion.outcome);
    ++m_seen.codes[failure.code];
    if (failure.code == "DIGEST_DIFFERS" || failure.code == "ALREADY_SEALED")
      m_seen.refused_versions[asked.record].insert(asked.digest.value);
    // Without knowing the step before a statement cannot name it; when that was done meanwhile, this is what is wrong.
    const bool expected = failure.code == "DIGEST_DIFFERS" || failure.code == "ALREADY_SEALED" ||
                          failure.code == "OUT_OF_ORDER" ||
                          (failure.code == "STATEMENT_MISMATCH" && !asked.knew_previous);
    if (!expected) m_seen.surprises += record_name(asked.record) + " " + asked.step + ": " + failure.code + "\n";
  }

  std::array<client::Connection, 2> m_connections;
  Office m_office;
  std::mt19937 m_random;
  Seen& m_seen;
  std::vector<Asked> m_history;
  std::map<protocol::RequestId, Asked> m_in_flight;
};

class OneSeal : public ::testing::TestWithParam<unsigned> {
 protected:
  void run_all() {
    auto connection = appliance.connect("department-79");
    const auto policy = must(client::about(connection)).policy;
    std::vector<std::unique_ptr<Client>> all;
    for (unsigned i = 0; i < clients; ++i)
      all.push_back(std::make_unique<Client>(appliance, policy, GetParam() * clients + i, seen));
    std::vector<std::thread> threads;
    for (auto& client : all)
      threads.emplace_back([this, &client] {
        try {
          client->run();
        } catch (const std::exception& problem) {
          const std::lock_guard lock(seen.mutex);
          seen.surprises += std::string(problem.what()) + "\n";
        }
      });
    for (auto& thread : threads) thread.join();
  }

  Appliance appliance;
  Seen seen;
};

TEST_P(OneSeal, each_step_of_each_record_is_sealed_once_whatever_eight_clients_do) {
  run_all();
  EXPECT_EQ(seen.surprises, "");
  for (const auto& [step, octets] : seen.results)
    EXPECT_EQ(octets.size(), 1U) << record_name(step.first) << " " << step.second;
  for (const auto& [record, versions] : seen.sealed_versions) {
    ASSERT_EQ(versions.size(), 1U) << record_name(record);
    EXPECT_FALSE(seen.refused_versions[record].contains(*versions.begin())) << record_name(record);
  }

  appliance.stop();
  const LedgerCopy ledger(appliance);
  EXPECT_EQ(ledger.open_steps(), 0U);
  const auto done = ledger.done();
  EXPECT_EQ(done.size(), seen.results.size());
  for (const auto& [step, octets] : seen.results) {
    const auto result = step_result(*octets.begin());
    const auto found = done.find({unit, record_name(step.first), step.second});
    ASSERT_NE(found, done.end());
    EXPECT_EQ(found->second, std::vector<std::uint64_t>{result.index});
    EXPECT_EQ(ledger.entry(result.index), result.entry);
  }
  // The seeds are such that something was done, and that something was refused.
  EXPECT_GE(seen.results.size(), records);
  EXPECT_GT(seen.codes["DIGEST_DIFFERS"], 0U);
  EXPECT_GT(seen.codes["OUT_OF_ORDER"], 0U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, OneSeal, ::testing::Values(1U, 2U, 3U));

}  // namespace
}  // namespace antin::test
