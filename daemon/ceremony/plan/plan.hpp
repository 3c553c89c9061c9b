// What a ceremony is to do, as security staff have reviewed it: written in TOML, kept as plan.lock, whose SHA-256
// everybody in the room compares. Both forms are held to the same rules.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"
#include "core/crypto/certificate.hpp"

namespace antin::ceremony {

// Only a development plan may be run with answers from a file instead of people.
enum class Purpose { unknown, production, development };

enum class Role { unknown, officer, custodian, witness };
constexpr Role roles[] = {Role::officer, Role::custodian, Role::witness};

struct Participant {
  std::string name;                // for people
  base::Sha256Hash certificate{};  // ECDSA P-256: it signs approvals and, as a note, the transcript
  std::vector<Role> roles;         // in the order above; at least one

  [[nodiscard]] bool is(Role role) const;
  friend bool operator==(const Participant&, const Participant&) = default;
};

// A secret is split among its holders; `need` of them put it together again.
struct ShareGroup {
  unsigned need = 0;
  std::vector<std::string> holders;  // ids of custodians, sorted
  friend bool operator==(const ShareGroup&, const ShareGroup&) = default;
};

// How antin-signer gets the user PIN without people: not at all, as a credential that systemd-creds seals to this
// machine, or (development) in a plain file.
enum class Unattended { unknown, none, systemd_credential, file };

struct TokenPlan {
  std::string so_pin;    // share groups: the two have no holder in common. Of a token that is there already: those that
  std::string user_pin;  // get new PINs, if it gets any
  Unattended unattended = Unattended::unknown;
  std::optional<std::string> backup = {};   // share group of the key that wraps backups; of a token that has any
  std::optional<std::string> serial = {};   // of the one HSM that it may be in
  std::optional<std::string> from = {};     // of a token that is there already: the ceremony whose shares open it
  std::optional<std::string> resplit = {};  // group among which the key of its backups is split anew

  [[nodiscard]] bool gets_new_pins() const { return from && !so_pin.empty(); }
  friend bool operator==(const TokenPlan&, const TokenPlan&) = default;
};

// Of the certificate that is asked for.
struct Subject {
  std::string country;  // ISO 3166: two capitals
  std::string organisation;
  std::string name;
  friend bool operator==(const Subject&, const Subject&) = default;
};

// A ceremony that was held before, by what nobody can alter unseen. Its record lies beside the plan.
struct FormerPlan {
  base::Sha256Hash lock{};  // of its plan.lock
  base::Sha256Hash note{};  // of its transcript's text, which everybody there has signed
  friend bool operator==(const FormerPlan&, const FormerPlan&) = default;
};

// make: a new key. restore: out of its backup, into a token that is made new. keep: it stays, and is compared.
// destroy: it goes, from every token that has it.
enum class Fate { unknown, make, restore, keep, destroy };

// A key that exists, as a former ceremony's record has it.
struct KnownKey {
  std::string from;               // that ceremony
  base::Sha256Hash public_key{};  // of its SubjectPublicKeyInfo
  friend bool operator==(const KnownKey&, const KnownKey&) = default;
};

// none: the key exists once and never leaves its HSM. wrapped: a copy leaves it, under a key that custodians hold.
// vendor: by the HSM maker's own means, which people use by hand.
enum class Backup { unknown, none, wrapped, vendor };

struct KeyPlan {
  std::string token;
  crypto::KeyAlgorithm algorithm = crypto::KeyAlgorithm::unknown;  // ecdsa_p256, rsa (3072 bits), ed25519
  Backup backup = Backup::unknown;
  std::optional<Subject> subject;  // of a key that is made; none: a log key, which is known by its verifier key
  Fate fate = Fate::make;
  std::optional<KnownKey> known = {};        // of a key that is not made
  std::optional<std::string> replaces = {};  // of a key that is made: the generation before it, which is kept
  std::vector<std::string> spares = {};      // of a key that is destroyed: other tokens that have it; sorted
  friend bool operator==(const KeyPlan&, const KeyPlan&) = default;
};

// What a step of the vendor's leaves for the record: a file, or a line that two people type alike.
enum class Evidence { unknown, file, line };

struct VendorStep {
  std::string name;
  std::string token;
  Evidence evidence = Evidence::unknown;
  std::string text;  // for people: what is done
  friend bool operator==(const VendorStep&, const VendorStep&) = default;
};

struct Plan {
  std::string ceremony;  // identifier, never used again
  Purpose purpose = Purpose::unknown;
  std::string log;                                  // origin of the log that the keys are for
  unsigned quorum = 0;                              // so many officers approve each step: at least 2
  std::string module;                               // the PKCS#11 library
  std::vector<base::Sha256Hash> roots;              // certificates that those of the keys must lead to; sorted
  std::vector<base::Sha256Hash> intermediates;      // and by which; sorted
  std::map<std::string, FormerPlan> formers;        // by ceremony
  std::map<std::string, Participant> participants;  // by id
  std::map<std::string, ShareGroup> groups;         // by name
  std::map<std::string, TokenPlan> tokens;          // by label
  std::map<std::string, KeyPlan> keys;              // by label
  std::vector<VendorStep> vendor;                   // in the order in which they are carried out

  [[nodiscard]] std::vector<std::string> with(Role role) const;  // ids
  // The tokens that a key is destroyed in.
  [[nodiscard]] static std::vector<std::string> tokens_of(const KeyPlan& key);
  [[nodiscard]] std::vector<std::string> keys_of(const std::string& token, Fate fate) const;  // labels
  friend bool operator==(const Plan&, const Plan&) = default;
};

// Where a plan breaks a rule: a table of the TOML text ("", "former", "participant", "shares", "token", "key",
// "vendor"), which of them, key.
struct Fault {
  std::string table;
  std::string name;
  std::string key;
  std::string text;
};

// What files of a key, and steps about it, are called by: its label with dots for slashes. No two keys share one.
std::string dotted(std::string label);

// Labels that begin so are those of the tokens that backups are restored on.
constexpr std::string_view spare_prefix = "spare-";

// What cannot be seen in one value alone.
std::optional<Fault> first_fault(const Plan& plan);

constexpr std::string_view lock_title = "antin/ceremony-plan/v1";  // first line
constexpr std::size_t lock_size_limit = 256 * 1024;
std::string print_lock(const Plan& plan);
base::Result<Plan> parse_lock(std::string_view text);  // exactly what printing makes, of a plan without a fault

// Names of values, as both forms write them; empty for unknown.
std::string_view name_of(Purpose purpose);
std::string_view name_of(Role role);
std::string_view name_of(Unattended unattended);
std::string_view name_of(Backup backup);
std::string_view name_of(Fate fate);
std::string_view name_of(Evidence evidence);
std::string_view name_of(crypto::KeyAlgorithm algorithm);

}  // namespace antin::ceremony
