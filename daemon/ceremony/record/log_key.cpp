#include "daemon/ceremony/record/log_key.hpp"

namespace antin::ceremony {

base::Result<tlog::VerifierKey> log_key(const Plan& plan, const std::string& label, base::ByteView spki) {
  const bool edwards = plan.keys.at(label).algorithm == crypto::KeyAlgorithm::ed25519;
  return tlog::verifier_key(plan.log, edwards ? tlog::KeyType::ed25519 : tlog::KeyType::ecdsa, spki);
}

}  // namespace antin::ceremony
