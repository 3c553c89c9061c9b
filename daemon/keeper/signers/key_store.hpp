// Port: where signatures come from. Orders go out after their intent is durable; outcomes come back in any order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "daemon/keeper/seal/sealer.hpp"

namespace antin::keeper {

using Operation = std::uint64_t;

enum class SigningFailure {
  unknown,
  hsm,      // no signer, no answer in time, or the HSM failed: trying again may help
  clock,    // the signer's clock disagrees with the time to be stamped
  refused,  // the signer will not sign this: a bug, or a key that is not what the policy says
};

struct SigningOutcome {
  Operation operation = 0;
  base::Result<base::Bytes, SigningFailure> signature;
};

class KeyStore {
 public:
  virtual ~KeyStore() = default;
  virtual void sign_seal(Operation operation, const SealOrder& order) = 0;
  virtual void sign_timestamp(Operation operation, const std::string& key, base::ByteView info,
                              base::ByteView attributes) = 0;
  // `text`: as tlog::print(Checkpoint) makes it.
  virtual void sign_checkpoint(Operation operation, const std::string& key, const std::string& text) = 0;
  // True: no signer has it yet and none will get it; there is no outcome.
  virtual bool withdraw(Operation operation) = 0;
  // What has been decided since the last call. Every other operation gets exactly one outcome.
  virtual std::vector<SigningOutcome> take_outcomes() = 0;
};

}  // namespace antin::keeper
