// How the rooms' own reasons become wire codes: exhaustive switches, so that a new reason cannot be forgotten.
#pragma once

#include "client/protocol/errors.hpp"
#include "daemon/keeper/seal/sealer.hpp"
#include "daemon/keeper/signers/key_store.hpp"
#include "policy/orders.hpp"

namespace antin::keeper {

protocol::Code code_of(policy::DenialReason reason);
protocol::Code code_of(policy::OrderRefusal refusal);
protocol::Code code_of(SealProblem problem);
protocol::Code code_of(SigningFailure failure);

}  // namespace antin::keeper
