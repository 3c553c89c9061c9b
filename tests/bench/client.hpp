// A client that keeps several documents under way on one connection.
#pragma once

#include <map>

#include "core/evidence/trust.hpp"
#include "tests/bench/journey.hpp"
#include "tests/support/appliance.hpp"

namespace antin::bench {

struct Samples {
  std::array<std::vector<double>, step_names.size()> steps_ms;
  std::vector<double> documents_ms;
  std::vector<std::uint64_t> indexes;  // of the log entries
  double prepared_seconds = 0, approving_seconds = 0;
};

class Client {
 public:
  // Signs the teachers' approvals of all its documents.
  Client(const test::Appliance& appliance, const std::string& system, const base::Sha256Hash& policy,
         unsigned documents);

  // All documents through all steps, `in_flight` at a time. Throws on any refusal.
  void run(unsigned in_flight);

  [[nodiscard]] const Samples& samples() const { return m_samples; }
  // The seals and timestamps of the document that was finished last hold, as anyone may verify them.
  void verify_last(const evidence::Trust& trust) const;

 private:
  void send(Journey& journey);
  void receive();
  void finish(const Journey& journey);

  client::Connection m_connection;
  Approvers m_approvers;
  std::vector<Journey> m_journeys;
  std::map<protocol::RequestId, Journey*> m_under_way;
  const Journey* m_last = nullptr;
  Samples m_samples;
};

}  // namespace antin::bench
