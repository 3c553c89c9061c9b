// The rules for what exists before a ceremony: tokens and keys that came of a former one. Inside this room.
#pragma once

#include "daemon/ceremony/plan/plan.hpp"
#include "policy/model.hpp"

namespace antin::ceremony {

std::optional<Fault> check_formers(const Plan& plan);
std::optional<Fault> check_existing(const Plan& plan, const std::string& label, const TokenPlan& token);
std::optional<Fault> check_existing(const Plan& plan, const std::string& label, const KeyPlan& key,
                                    const policy::Key& parsed);

// What people carry out with the vendor's tools, and for which keys.
std::optional<Fault> check_vendor(const Plan& plan);
// Of a key that is made in place of another.
std::optional<Fault> check_rotation(const Plan& plan, const std::string& label, const KeyPlan& key,
                                    const policy::Key& parsed);

}  // namespace antin::ceremony
