#include "tests/bench/client.hpp"

#include <ctime>

#include "client/lib/verification.hpp"

namespace antin::bench {
namespace {

// CPU time of the calling thread, added to `to` when the value goes.
class Stopwatch {
 public:
  explicit Stopwatch(double& to) : m_to(to), m_start(now()) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() { m_to += now() - m_start; }

 private:
  static double now() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  }
  double& m_to;
  double m_start;
};

protocol::StepResult step_result_of(client::Completion& completion) {
  if (const auto* failure = std::get_if<client::Failure>(&completion.outcome))
    throw std::runtime_error("a step was refused: " + failure->code + ": " + failure->text);
  auto result = protocol::parse_result(std::get<base::Bytes>(completion.outcome));
  auto* step = result ? std::get_if<protocol::StepResult>(&result.value()) : nullptr;
  if (step == nullptr) throw std::runtime_error("an answer is no step's result");
  return std::move(*step);
}

// A request that was sent twice would be counted once: better a slow answer than two.
client::Connection connect(const test::Appliance& appliance, const std::string& system) {
  auto options = appliance.options(system);
  options.attempt = std::chrono::seconds(30);
  options.deadline = std::chrono::seconds(60);
  auto connection = client::Connection::open(std::move(options));
  if (!connection) throw std::runtime_error(connection.error().text);
  return std::move(*connection);
}

}  // namespace

Client::Client(const test::Appliance& appliance, const std::string& system, const base::Sha256Hash& policy,
               unsigned documents)
    : m_connection(connect(appliance, system)), m_approvers(appliance.folder()) {
  m_journeys.reserve(documents);
  const Stopwatch watch(m_samples.prepared_seconds);
  for (unsigned i = 0; i < documents; ++i) m_journeys.emplace_back(policy).approve(m_approvers);
}

void Client::run(unsigned in_flight) {
  auto next = m_journeys.begin();
  while (next != m_journeys.end() || !m_under_way.empty()) {
    while (next != m_journeys.end() && m_under_way.size() < in_flight) send(*next++);
    receive();
  }
}

void Client::send(Journey& journey) {
  const auto id = client::Connection::new_request_id();
  m_connection.send({id, journey.request()});
  m_under_way[id] = &journey;
}

void Client::receive() {
  auto completion = m_connection.receive(std::chrono::seconds(60));
  if (!completion) throw std::runtime_error("no answer within a minute");
  auto& journey = *m_under_way.extract(completion->id).mapped();
  journey.take(step_result_of(*completion));
  if (journey.is_complete()) return finish(journey);
  {
    const Stopwatch watch(m_samples.approving_seconds);
    journey.approve(m_approvers);
  }
  send(journey);
}

void Client::finish(const Journey& journey) {
  for (std::size_t step = 0; step < step_names.size(); ++step) {
    m_samples.steps_ms.at(step).push_back(journey.step_ms(step));
    m_samples.indexes.push_back(journey.results().at(step).index);
  }
  m_samples.documents_ms.push_back(journey.document_ms());
  m_last = &journey;
}

void Client::verify_last(const evidence::Trust& trust) const {
  if (m_last == nullptr) return;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  unsigned held = 0;
  for (const auto& result : m_last->results()) {
    if (result.seal.empty()) continue;
    const auto verified = client::verify_seal({m_last->digest()}, result.seal, trust, now);
    if (!verified) throw std::runtime_error("a seal does not verify: " + verified.error().text);
    if (verified->timestamp) ++held;
  }
  if (held != seals_per_document) throw std::runtime_error("a document lacks a seal or its timestamp");
}

}  // namespace antin::bench
