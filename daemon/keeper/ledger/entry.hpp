// Log entries: one JSON object each, UTF-8, keys sorted, one line, at most 16 KiB, with 32 random octets so that nobody
// can guess an entry from its public leaf hash. Bytes are stored as they were hashed; an entry is never printed again.
// Everything here throws std::logic_error on what does not fit an entry: too long, not UTF-8, not what was decided.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "daemon/keeper/ledger/ledger.hpp"

namespace antin::keeper {

constexpr std::size_t entry_size_limit = 16 * 1024;
constexpr std::size_t decision_size_limit = 15 * 1024;  // the rest is for what becomes known after the decision

struct EntryClock {
  std::uint64_t error_us = 0;
  std::string source;  // "kernel" or "development"
};

struct EntryToken {
  base::Instant gen_time;
  base::Bytes serial;
  base::Sha256Hash sha256{};  // of the token's DER
};

// `hmac:<hex>`, how entries name a person: HMAC-SHA256 of the roster id under the log's person key.
std::string print_person(base::ByteView person_key, const std::string& roster_id);

struct EntryPerson {
  std::string id;  // roster id; it never reaches an entry
  std::string role;
  std::string proof;  // "certificate", "vouched"
  base::Sha256Hash statement{};
  std::optional<base::Sha256Hash> bulk = {};  // of the bulk statement that was signed, when this one is an item of it
};

// What a *done* entry of a step says already when the step is decided; kept in Intent::entry until the step is done.
struct DecisionFields {
  StepName name;
  base::Digest approved;
  std::vector<EntryPerson> people;
  std::string rule;
  base::Sha256Hash policy{};  // digest of the bundle
  std::string key;            // empty for a step without a seal
  std::string system;
  bool retried = false;     // an earlier attempt at this step was abandoned
  std::string acting = {};  // the unit that acted instead of one that has closed; else empty
};
std::string encode(const DecisionFields& fields, base::ByteView person_key);

// What it says beyond that. A step without a seal has no `seal` and no `sealed`.
struct Completion {
  base::Instant at;
  EntryClock clock;
  std::optional<base::Sha256Hash> seal;  // of the seal's DER
  std::optional<base::Digest> sealed;    // differs from the approved digest for PDF
  EntryToken token;
};
base::Bytes encode_done(const std::string& decision, const Completion& completion);

// A revision was returned, superseded or withdrawn: the entry's type is that word.
struct EndingEntry {
  base::Instant at;
  EntryClock clock;
  RevisionName name;
  base::Act act = base::Act::unknown;
  std::string step;  // of a return: the one that was not approved; else empty
  std::string reason;
  base::Digest digest;  // of the revision's document
  std::vector<EntryPerson> people;
  std::string rule;
  base::Sha256Hash policy{};
  std::string system;
  std::string acting = {};  // as of a step
};
base::Bytes encode(const EndingEntry& entry, base::ByteView person_key);

// The roster changed.
struct RosterEntry {
  base::Instant at;
  EntryClock clock;
  base::RosterAction action = base::RosterAction::unknown;
  std::string unit;
  std::string person;                   // roster id, as acting_for; they never reach an entry
  std::string role, scope, acting_for;  // empty: none
  std::optional<base::Instant> from, until;
  std::optional<base::Sha256Hash> certificate;
  base::Sha256Hash statement{};  // of the change
  std::vector<EntryPerson> registrars;
  std::string rule;
  base::Sha256Hash policy{};
  std::string system;
};
base::Bytes encode(const RosterEntry& entry, base::ByteView person_key);

// A plain timestamp that a system was given.
struct TimestampEntry {
  base::Instant at;
  EntryClock clock;
  std::string system;
  base::Digest imprint;
  base::Sha256Hash policy{};
  EntryToken token;
};

// What is known of a request that came to nothing. A request that could not be read to the end leaves fields out.
struct Attempt {
  base::Instant at;
  std::string system;
  std::string code;  // the wire's error code
  std::optional<StepName> name;
  std::optional<base::Digest> digest;
  std::string rule;  // empty when none matched
  base::Sha256Hash policy{};
  std::string unit = {};                    // of a request that is about no record
  std::optional<base::Target> target = {};  // what is stopped, or was to be stopped or resumed
};
struct DeniedEntry {
  Attempt attempt;
};
struct FailedEntry {
  Attempt attempt;
};

// An intent that recovery closed: nothing was sealed, and the step may be tried again.
struct AbandonedEntry {
  base::Instant at;
  StepName name;
  base::Digest approved;
  std::string system;
  std::string key;   // empty for a step without a seal
  std::string code;  // why
  base::Sha256Hash policy{};
};

// Refusals that got no entry of their own. Without a system: what the gate or the keeper refused unlogged.
struct DenialsEntry {
  base::Instant at;
  std::string system;
  base::Instant from;
  base::Instant until;
  std::map<std::string, std::uint64_t> counts;  // by error code
  base::Sha256Hash policy{};
};

struct StartEntry {
  base::Instant at;
  EntryClock clock;
  std::string version;
  std::string openssl;  // as it runs, not as it was compiled against
  std::uint32_t start = 0;
  base::Sha256Hash policy{};
};
struct StopEntry {
  base::Instant at;
  std::uint32_t start = 0;
  base::Sha256Hash policy{};
};

// A timestamp over a checkpoint of this log, as tlog::anchored_imprint has it.
struct AnchorEntry {
  base::Instant at;
  std::uint64_t size = 0;
  base::Sha256Hash root{};
  std::string url;                  // of the external authority; empty: the built-in one, no proof against the operator
  std::optional<EntryClock> clock;  // the built-in one's
  EntryToken token;
  base::Sha256Hash policy{};
};

// An auditor began, and ceased, to read everything.
struct ReadOpenEntry {
  base::Instant at;
  std::string system;
  base::Sha256Hash statement{};  // what the system signed for it
  base::Sha256Hash policy{};
};
struct ReadCloseEntry {
  base::Instant at;
  std::string system;
  std::uint64_t opened = 0;  // index of its read-open
  std::uint64_t items = 0;   // that were given
  std::string why;           // "closed", "idle", "stop" or "log-closed"
  base::Sha256Hash policy{};
};

// The HSM signed more, or less, than was ordered: nobody can say what for.
struct HsmUseEntry {
  base::Instant at;
  std::string token;
  std::uint64_t used = 0;
  std::uint64_t explained = 0;
  base::Sha256Hash policy{};
};

// Word of revocation on which decisions rest from here on, until newer word of the same issuer or certificate comes.
struct RevocationEntry {
  base::Instant at;
  std::vector<base::Sha256Hash> lists;      // CRLs, blobs
  std::vector<base::Sha256Hash> responses;  // of OCSP, blobs
  base::Sha256Hash policy{};
};

// A security officer who has signed. The signature is a blob: an auditor checks it again.
struct EntrySigner {
  std::string officer;
  base::Sha256Hash signature{};
};

// Another bundle is in force from here on.
struct PolicyEntry {
  base::Instant at;
  std::uint64_t version = 0;
  base::Sha256Hash policy{};
  std::optional<base::Sha256Hash> previous;  // none: the log's first
  base::Sha256Hash statement{};              // what the officers signed, a blob
  std::vector<EntrySigner> signers;
};

// A key ceremony, by what those who held it have signed.
struct EntryCeremony {
  std::string ceremony;
  base::Sha256Hash plan{};        // of its plan.lock
  base::Sha256Hash transcript{};  // of the text
  base::Sha256Hash note{};        // of the text with its signatures, a blob
};

// These are the security officers from here on. The log's first entry pins the first, whom nobody has signed for but
// the ceremony that they come from.
struct OfficersEntry {
  base::Instant at;
  std::uint32_t number = 0;
  std::uint32_t threshold = 0;
  std::map<std::string, base::Sha256Hash> officers;  // hash of the certificate, a blob, by id
  base::Sha256Hash statement{};                      // a blob
  std::optional<base::Sha256Hash> previous;          // the statement before; none: the log's first
  std::vector<EntrySigner> signers;                  // of the set before
  base::Sha256Hash policy{};
  std::optional<EntryCeremony> ceremony = {};  // of the first: that it comes from
};

// A key ceremony, whose transcript a quorum of the officers in force has signed.
struct CeremonyEntry {
  base::Instant at;
  EntryCeremony ceremony;
  std::map<std::string, base::Sha256Hash> officers;  // who have signed, as in OfficersEntry
  base::Sha256Hash policy{};
};

// A security officer stopped something, or a quorum let it go on.
struct OrderEntry {
  base::Instant at;
  EntryClock clock;
  OrderAct act = OrderAct::unknown;
  base::Target target;
  std::string reason;                        // of a stop
  std::optional<base::Sha256Hash> previous;  // of a resume: leaf of the stop that ends
  base::Sha256Hash statement{};              // a blob
  std::vector<EntrySigner> signers;
  std::string system;  // that brought it; empty: it came at the machine itself
  base::Sha256Hash policy{};
};

// A quorum let antind start in spite of a fault.
struct ClearedEntry {
  base::Instant at;
  EntryClock clock;
  std::string fault;        // `clock`
  base::Sha256Hash last{};  // leaf of the entry before, which the officers named
  base::Sha256Hash statement{};
  std::vector<EntrySigner> signers;
  base::Sha256Hash policy{};
};

// A seal key's last entry: nothing is sealed with it any more, by whatever bundle.
struct KeyRetiredEntry {
  base::Instant at;
  SealKey key;         // as it was until now
  std::string reason;  // "unit-closed", "dropped" or "retired"
  base::Sha256Hash policy{};
};

base::Bytes encode(const TimestampEntry& entry);
base::Bytes encode(const DeniedEntry& entry);
base::Bytes encode(const FailedEntry& entry);
base::Bytes encode(const AbandonedEntry& entry);
base::Bytes encode(const DenialsEntry& entry);
base::Bytes encode(const StartEntry& entry);
base::Bytes encode(const StopEntry& entry);
base::Bytes encode(const AnchorEntry& entry);
base::Bytes encode(const ReadOpenEntry& entry);
base::Bytes encode(const ReadCloseEntry& entry);
base::Bytes encode(const HsmUseEntry& entry);
base::Bytes encode(const RevocationEntry& entry);
base::Bytes encode(const PolicyEntry& entry);
base::Bytes encode(const OrderEntry& entry);
base::Bytes encode(const ClearedEntry& entry);
base::Bytes encode(const OfficersEntry& entry);
base::Bytes encode(const CeremonyEntry& entry);
base::Bytes encode(const KeyRetiredEntry& entry);

}  // namespace antin::keeper
