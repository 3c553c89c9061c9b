// Who and what a development folder holds: units, keys, people, registrars, officers, custodians and systems. All names
// are invented.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/crypto/certificate.hpp"

namespace antin::keys_dev {

struct UnitPlan {
  std::string code;
  std::optional<std::string> parent;
  std::string kind;  // as units.toml writes it
  std::string name;
};

struct KeyPlan {
  std::string label;
  std::string token;
  crypto::KeyAlgorithm algorithm = crypto::KeyAlgorithm::unknown;
  std::string certificate;  // file name in the bundle's keys/, without .crt; empty for the log's key, which has none
  std::string common_name;
  std::string organisation;
};

struct RolePlan {
  std::string role;
  std::optional<std::string> scope;
};

// What is wrong with a person's certificate, so that each refusal can be shown.
enum class Fate { valid, revoked, expired, forged };

struct PersonPlan {
  std::string id;
  std::string name;
  std::string unit;
  std::vector<RolePlan> roles;
  Fate fate = Fate::valid;
  unsigned certificates = 1;  // the second as after a renewal: <id>-renewed
};

// Who enrols people, by the bundle's own word.
struct RegistrarPlan {
  std::string id;
  std::string name;
  std::string unit;
  std::string role;
  unsigned certificates = 1;  // as of other people
  Fate fate = Fate::valid;
};

// Who takes part in the ceremony.
struct StaffPlan {
  std::string id;
  std::string name;
};

struct SystemPlan {
  std::string name;
  std::string unit;
  std::vector<std::string> units;
  std::vector<std::string> grants;
};

const std::vector<UnitPlan>& units();
constexpr const char* tokens[] = {"seals", "time", "log"};
// The log's keys come last: as many generations of them as are asked for, the first of which is in force.
std::vector<KeyPlan> keys(unsigned log_keys = 1);
std::string log_key_label(unsigned generation = 1);
std::string name_of(crypto::KeyAlgorithm algorithm);  // as plans and policy write it
const std::vector<PersonPlan>& people();
const std::vector<RegistrarPlan>& registrars();
constexpr unsigned most_officers = 5;
std::vector<StaffPlan> officers(unsigned count);  // a quorum of them puts a policy bundle into force
const std::vector<StaffPlan>& custodians();
const std::vector<SystemPlan>& systems();
const UnitPlan& unit_of(const std::string& code);

}  // namespace antin::keys_dev
