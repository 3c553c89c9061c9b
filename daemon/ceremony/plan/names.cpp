#include <algorithm>

#include "daemon/ceremony/plan/plan.hpp"

namespace antin::ceremony {

bool Participant::is(Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

std::vector<std::string> Plan::with(Role role) const {
  std::vector<std::string> ids;
  for (const auto& [id, participant] : participants)
    if (participant.is(role)) ids.push_back(id);
  return ids;
}

std::vector<std::string> Plan::tokens_of(const KeyPlan& key) {
  std::vector<std::string> tokens{key.token};
  tokens.insert(tokens.end(), key.spares.begin(), key.spares.end());
  return tokens;
}

std::vector<std::string> Plan::keys_of(const std::string& token, Fate fate) const {
  std::vector<std::string> labels;
  for (const auto& [label, key] : keys)
    if (key.token == token && key.fate == fate) labels.push_back(label);
  return labels;
}

std::string dotted(std::string label) {
  std::replace(label.begin(), label.end(), '/', '.');
  return label;
}

std::string_view name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::production: return "production";
    case Purpose::development: return "development";
    case Purpose::unknown: break;
  }
  return {};
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::officer: return "officer";
    case Role::custodian: return "custodian";
    case Role::witness: return "witness";
    case Role::unknown: break;
  }
  return {};
}

std::string_view name_of(Unattended unattended) {
  switch (unattended) {
    case Unattended::none: return "none";
    case Unattended::systemd_credential: return "systemd-credential";
    case Unattended::file: return "file";
    case Unattended::unknown: break;
  }
  return {};
}

std::string_view name_of(Backup backup) {
  switch (backup) {
    case Backup::none: return "none";
    case Backup::wrapped: return "wrapped";
    case Backup::vendor: return "vendor";
    case Backup::unknown: break;
  }
  return {};
}

std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::make: return "make";
    case Fate::restore: return "restore";
    case Fate::keep: return "keep";
    case Fate::destroy: return "destroy";
    case Fate::unknown: break;
  }
  return {};
}

std::string_view name_of(Evidence evidence) {
  switch (evidence) {
    case Evidence::file: return "file";
    case Evidence::line: return "line";
    case Evidence::unknown: break;
  }
  return {};
}

std::string_view name_of(crypto::KeyAlgorithm algorithm) {
  switch (algorithm) {
    case crypto::KeyAlgorithm::ecdsa_p256: return "ecdsa-p256";
    case crypto::KeyAlgorithm::rsa: return "rsa-pss-3072";
    case crypto::KeyAlgorithm::ed25519: return "ed25519";
    case crypto::KeyAlgorithm::ecdsa_p384:
    case crypto::KeyAlgorithm::unknown: break;
  }
  return {};
}

}  // namespace antin::ceremony
