// In a log that succeeds another: a change of its roster, and an auditor who decides it again.
#pragma once

#include "tests/support/appliance.hpp"
#include "tests/support/enrolment.hpp"

namespace antin::test {

// By the school's registrar, who was one in the former log; the index of its entry.
inline std::uint64_t suspend_a_teacher(const Appliance& appliance, client::Connection& connection,
                                       const std::string& log) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  auto change = change_of(base::RosterAction::suspend, "79760001", "p-000001", must(client::about(connection)).policy,
                          now + std::chrono::hours(1));
  change.change.log = log;
  const auto result = change_roster(connection, alone(appliance.folder(), {"r-000003"}, change, now));
  expect_all_done(result);
  return std::get<protocol::RosterDone>(result.outcomes.at(0)).index;
}

inline Outcome check_again(const Appliance& appliance, std::uint64_t index, const std::string& more) {
  return appliance.folder().tools().run(
      std::string(ANTIN_BINARY_DIR) + "/bin/antin audit check " + std::to_string(index) +
      " --config dev/client/auditor-79.conf --server " + appliance.endpoint() +
      " --log-key dev/client/log.vkey --auditor --signing-key dev/client/auditor-79-x509.key"
      " --certificate dev/client/auditor-79.crt --chain dev/ca/people-ca.crt --root dev/ca/root.crt"
      " --untrusted dev/ca/people-ca.crt " +
      more);
}

}  // namespace antin::test
