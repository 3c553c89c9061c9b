// How an appliance's policy shapes what may be asked of it: workflows, and who enrols whom. Plain values of an `about`.
#pragma once

#include <string>
#include <vector>

#include "core/base/act.hpp"

namespace antin::protocol {

struct RegistrationShape {
  std::vector<std::string> roles;
  std::string unit;  // `own` or `parent`
  std::string registrar;
  unsigned registrars = 0;
  std::vector<std::string> acts_for;
};
struct StepShape {
  std::string name;
  std::vector<std::string> roles;
  unsigned approvers = 0;
  bool seals = false;
  bool vouched = false;
};
struct EndingShape {
  base::Act act = base::Act::unknown;
  std::string step;  // of a return; else empty
  std::vector<std::string> roles;
  unsigned approvers = 0;
  std::vector<std::string> reasons;
};
struct WorkflowShape {
  std::string kind;
  std::vector<StepShape> steps;
  std::vector<EndingShape> endings = {};
};

}  // namespace antin::protocol
