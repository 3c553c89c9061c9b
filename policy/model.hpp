// What the rules are made of: units, systems, keys, workflows, and the roster of people. Plain values; policy/text
// fills them from TOML, requests that registrars have signed fill the roster.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "policy/by_name.hpp"

namespace antin::policy {

enum class UnitKind { unknown, department, school };

// From a day on a unit is no more. Its records keep its code for ever; succession.hpp says who answers for them.
struct UnitClosing {
  base::Instant from;                    // first moment at which it is closed
  std::optional<std::string> successor;  // the unit that it was merged into; none: nobody takes its records on
};

struct Unit {
  std::string code;
  std::optional<std::string> parent;
  UnitKind kind = UnitKind::unknown;
  std::string name;
  std::vector<std::uint32_t> record_keys = {};  // registered versions, rising; the last is current; none: not looked at
  std::optional<UnitClosing> closing = {};
};

enum class Grant { unknown, submit, timestamp, audit_own, auditor, govern };

using CurveKey = std::array<std::uint8_t, 32>;

struct System {
  std::string name;
  CurveKey curve{};
  base::Sha256Hash certificate{};
  std::vector<std::string> units;
  std::vector<Grant> grants;
};

enum class KeyPurpose { unknown, seal, time, log };
enum class KeyAlgorithm { unknown, ecdsa_p256, rsa_pss_3072, ed25519 };

// label: `seal|time|log/<owner>/<use>/<year>.<generation>`
struct Key {
  std::string label;
  KeyPurpose purpose = KeyPurpose::unknown;
  std::string owner;  // a unit's code for seals
  std::string use;    // what a step's `seal` names
  unsigned year = 0;
  unsigned generation = 0;
  std::string token;
  KeyAlgorithm algorithm = KeyAlgorithm::unknown;
  base::Sha256Hash certificate{};  // of a seal or time key
  std::string vkey;                // of a log key instead: `name+hash+base64` (C2SP signed-note), name = the origin
  bool retired = false;            // a seal key that is named for what it has sealed, and seals nothing any more
};

enum class StepUnit { unknown, own, parent };
// The person's own signature; or the word of the system that asks, where a person has none.
enum class Proof { unknown, certificate, vouched };
enum class Format { unknown, cades };

struct Window {
  base::Instant from;   // first moment that is inside
  base::Instant until;  // first moment that is outside
};

struct Step {
  std::string name;
  std::vector<std::string> roles;
  StepUnit unit = StepUnit::unknown;  // whose people approve and whose key seals
  Proof proof = Proof::unknown;
  unsigned approvers = 1;           // how many distinct people must approve
  std::optional<std::string> seal;  // the `use` of the key; none: the step gives a receipt and a timestamp only
  std::vector<Format> formats;
  std::optional<Window> window;
  std::optional<std::chrono::seconds> max_age;  // since the step before
  std::optional<std::uint64_t> quota;           // done records per unit and calendar year of UTC+7
  std::vector<std::string> returns;  // reason codes with which one of its people may return; none: nobody may
};

// Who may end a revision that is complete, and why.
struct EndingRule {
  std::vector<std::string> roles;
  StepUnit unit = StepUnit::unknown;
  unsigned approvers = 1;  // how many distinct people must say so, with the same reason
  std::vector<std::string> reasons;
};

struct Workflow {
  std::string kind;
  std::vector<base::DigestAlgorithm> digests;
  std::vector<Step> steps;              // in order; one person never fills two of a record
  std::optional<EndingRule> supersede;  // none: nobody may
  std::optional<EndingRule> withdraw;
};

// Whose word says that an end certificate is not revoked: its issuer's list, an OCSP response, or either.
enum class StatusSource { unknown, lists, responses, either };

struct RevocationDemand {
  StatusSource source = StatusSource::lists;
  std::optional<std::chrono::seconds> list_age;      // longest; none: until the list's nextUpdate
  std::optional<std::chrono::seconds> response_age;  // longest; none: until the response's nextUpdate
};

// Whom to believe, by the hashes of certificates that are files of the bundle.
struct Authority {
  std::vector<base::Sha256Hash> roots;
  std::vector<base::Sha256Hash> intermediates;
  RevocationDemand revocation;
};

struct TimestampAuthority {
  std::string key;                 // label of the time key
  std::string policy;              // dotted OID
  std::string development_policy;  // stamped instead when the development clock is on
  unsigned accuracy_ms = 1000;     // 1..1000
};

// What sealing does while too few witnesses keep up.
enum class OnLag { unknown, stop, go_on };

struct Witness {
  std::string name;  // the name in its vkey
  std::string vkey;  // of its cosignatures
  std::string url;   // before /add-checkpoint and /checkpoint
};

// How often a checkpoint is stamped when nothing else is said.
constexpr std::chrono::seconds usual_anchor_interval = std::chrono::hours(1);

// An external timestamp authority that checkpoints are taken to.
struct Anchor {
  std::string url;
  std::chrono::seconds every = usual_anchor_interval;
  std::vector<base::Sha256Hash> roots;
};

struct LogPolicy {
  std::string key;                // label of the log key that signs checkpoints
  unsigned witnesses_needed = 0;  // so many must have cosigned before a receipt counts
  std::chrono::seconds lag{};     // how far behind they may be
  OnLag on_lag = OnLag::unknown;
  std::vector<Witness> witnesses;
  std::optional<Anchor> anchor;         // none: the built-in authority stamps them
  std::optional<std::string> succeeds;  // vkey of the log that was closed for this one
};

struct Role {
  std::string unit;
  std::string role;
  std::optional<std::string> scope;  // none: every scope of the unit
  base::Instant from;
  base::Instant until;                         // first moment that is outside
  std::optional<std::string> acting_for = {};  // id of the person for whom they act
  bool founding = false;                       // stands in the bundle

  friend bool operator==(const Role&, const Role&) = default;
};

struct Person {
  std::string id;
  std::vector<base::Sha256Hash> certificates;
  std::vector<Role> roles;
  // Whom the authority means by their certificates, as an opaque hash. None: nobody has looked.
  std::optional<base::Sha256Hash> identity = {};
  std::vector<std::string> suspended = {};  // in these units

  friend bool operator==(const Person&, const Person&) = default;
};

// Who may enrol people into a role.
struct RegistrationRule {
  StepUnit unit = StepUnit::unknown;  // where its registrars are that: the unit of the role, or the one above
  std::string registrar;              // their role
  unsigned registrars = 1;            // so many different ones must sign
  std::vector<std::string> acts_for;  // roles of those who may be acted for; none: not an acting role
};

struct Policy {
  std::string origin;         // the log's name
  std::uint64_t version = 0;  // never falls
  base::Sha256Hash digest{};  // of the bundle, set by whoever read the files
  ByName<Unit> units;         // each by the name that its values carry: code, name, label, kind
  ByName<System> systems;
  ByName<Key> keys;
  std::map<std::string, Workflow> workflows;
  Authority people;
  Authority seals;
  Authority system_certificates;  // that systems sign requests with; those of people when nothing else is said
  TimestampAuthority timestamp;
  LogPolicy log;
  std::map<std::string, RegistrationRule> registration;  // by the role that it is about
  std::vector<Person> founders;                          // the first registrars
};

}  // namespace antin::policy
