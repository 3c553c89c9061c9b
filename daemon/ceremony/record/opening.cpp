#include "daemon/ceremony/record/opening.hpp"

namespace antin::ceremony {
namespace {

constexpr const char* softhsm = "/usr/lib/softhsm/libsofthsm2.so";

base::Result<void> check_names(const LockedPlan& locked, const Entries& entries, const Entry& line) {
  if (line.fact("plan") != base::print(locked.hash))
    return base::Error{"plan.lock is not the plan that this ceremony began with"};
  const auto module = module_of(locked.plan, is_rehearsal(entries));
  if (line.fact("module") != module)
    return base::Error{"line " + std::to_string(line.number) + " names another module than " + module};
  return {};
}

}  // namespace

std::string module_of(const Plan& plan, bool rehearsal) { return rehearsal ? softhsm : plan.module; }

base::Result<void> check_opening(const LockedPlan& locked, const Entries& entries) {
  if (auto held = check_names(locked, entries, entries.front()); !held) return held;
  const auto* prologue = begin_of(entries, steps_of(locked.plan).front().id);
  return prologue == nullptr ? base::Result<void>() : check_names(locked, entries, *prologue);
}

}  // namespace antin::ceremony
