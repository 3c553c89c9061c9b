#include "daemon/ceremony/record/log_key.hpp"

#include "policy/text/values.hpp"

namespace antin::ceremony {

base::Result<tlog::VerifierKey> log_key(const Plan& plan, const std::string& label, base::ByteView spki) {
  const bool edwards = plan.keys.at(label).algorithm == crypto::KeyAlgorithm::ed25519;
  return tlog::verifier_key(plan.log, edwards ? tlog::KeyType::ed25519 : tlog::KeyType::ecdsa, spki);
}

std::vector<std::string> log_keys(const Plan& plan) {
  std::vector<std::string> labels;
  for (const auto& [label, key] : plan.keys) {
    const auto parsed = policy::text::key_label(label);
    const bool is_there = key.fate == Fate::make || key.fate == Fate::keep;
    if (is_there && parsed && parsed->purpose == policy::KeyPurpose::log) labels.push_back(label);
  }
  return labels;
}

}  // namespace antin::ceremony
