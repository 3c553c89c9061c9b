// Removing what the probe made, found by its label.
#pragma once

#include "core/hsm/session.hpp"
#include "daemon/ceremony/probe/aim.hpp"

namespace antin::ceremony::probe {

struct Removed {
  std::size_t gone = 0;
  std::size_t left = 0;
};

// Token objects whose labels begin so.
base::Result<Removed> remove_labelled(const hsm::Session& session, std::string_view prefix);

// All of this run's, by a process that logs in for it: for a process that has not loaded the module itself.
void remove_in_a_process(const Aim& aim);

}  // namespace antin::ceremony::probe
