// How antind begins: whose log it is, its ledger, made first where there shall be a new one, the security officers, and
// the bundle that they have put into force.
#pragma once

#include <memory>

#include "daemon/keeper/flow/flow.hpp"
#include "daemon/keeper/log/start_checks.hpp"
#include "daemon/keeper/options.hpp"

namespace antin::keeper {

struct Begun {
  OpenedLedger opened;
  std::unique_ptr<Clock> clock;  // with the accuracy that the policy demands
  PolicyPlaces places;
  std::unique_ptr<InForce> in_force;
  Flow::Beginning beginning;  // what the log does not hold yet
};

base::Error no_ledger(const std::string& file);

base::Result<Begun, StartProblem> begin(const KeeperOptions& options);

}  // namespace antin::keeper
