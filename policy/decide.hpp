// The rules: may this step of this record be sealed, on these approvals, now? Pure: no clock, file, socket or OpenSSL.
#pragma once

#include <variant>

#include "core/base/act.hpp"
#include "policy/roster.hpp"
#include "policy/stops.hpp"

namespace antin::policy {

// What the caller found out about one presented approval before the rules look at it.
enum class Verification {
  unknown,
  valid,
  malformed,
  signature_invalid,
  certificate_untrusted,
  certificate_expired,
  certificate_revoked,
  revocation_stale,
};

// What a statement says that does not approve a step but ends the revision.
struct EndingClause {
  base::Act act = base::Act::unknown;
  std::string reason;

  friend bool operator==(const EndingClause&, const EndingClause&) = default;
};

// What a system says of a person who has no signature of their own.
struct Vouching {
  std::string system;
  std::string person;  // roster id

  friend bool operator==(const Vouching&, const Vouching&) = default;
};

// The fields of the statement that a person signed, or a system for a person.
struct Statement {
  std::string log;
  std::string unit;
  std::string kind;
  std::string record;
  std::uint32_t revision = 0;
  std::string step;  // empty when a whole revision is superseded or withdrawn
  std::string role;
  std::optional<std::string> scope;
  base::Digest digest;
  std::optional<base::Sha256Hash> previous;
  base::Sha256Hash policy{};
  base::Instant expires;
  std::optional<EndingClause> ending = {};  // none: it approves the step
  std::optional<Vouching> vouched = {};     // none: the person signed
};

struct PersonApproval {
  Verification verification = Verification::unknown;
  std::optional<Statement> statement;  // none when its text does not parse
  base::Sha256Hash statement_hash{};   // SHA-256 of its text: what everything refers to
  base::Sha256Hash certificate{};      // of the signer: the person, or the system that vouches
};

struct Submission {
  std::string system;  // authenticated name
  std::string unit;
  std::string kind;
  std::string record;
  std::uint32_t revision = 0;
  std::string step;
  base::Digest digest;
  std::vector<Format> formats;            // asked for; empty: the step's own
  std::vector<PersonApproval> approvals;  // not looked at when the step is open or done already
};

enum class StepStatus { unknown, open, done };

struct StepFacts {
  std::string step;
  StepStatus status = StepStatus::unknown;
  base::Digest digest;
  std::vector<std::string> people;       // roster ids of who approved it
  std::vector<Verification> standing;    // of those approvals now: revocation counts, and that nobody could look
  std::optional<base::Sha256Hash> leaf;  // of its done entry
  base::Instant at;                      // when it was done
};

struct EndingFacts {
  base::Act act = base::Act::unknown;
  std::vector<base::Sha256Hash> statements;  // that it rests on
  base::Sha256Hash leaf{};                   // of its entry
};

// What the ledger knows about the record.
struct Facts {
  std::vector<StepFacts> steps;              // of the revision asked for, those that are open or done
  std::optional<EndingFacts> ending;         // of the revision asked for
  std::optional<EndingFacts> ending_before;  // of revision - 1; not used for revision 1
  std::uint64_t done_this_year = 0;          // records of this unit, kind and step, open ones included
  Stops stops = {};                          // in force
};

enum class DenialReason {
  unknown,
  no_grant,
  unknown_unit,
  unknown_kind,
  unknown_step,
  unit_closed,  // no new record of it; without a successor nothing but a withdrawal by its parent
  digest_not_allowed,
  format_not_allowed,
  out_of_order,
  digest_differs,
  already_sealed,
  record_key_not_current,  // a new record whose id is not under the current version of the unit's record-id key
  revision_ended,          // returned, superseded or withdrawn: nothing more happens to it
  window_closed,
  too_old,
  quota_exceeded,
  approvals_missing,   // fewer, or more, than the step asks for
  approval_invalid,    // the CMS or its signature does not hold
  statement_mismatch,  // says something else than what is asked for, or is another person's in the same step
  approval_expired,
  certificate_untrusted,
  certificate_expired,
  certificate_revoked,
  revocation_stale,
  not_in_roster,
  wrong_role,
  wrong_scope,
  same_person,
  reason_not_allowed,  // the policy does not list it, or nobody may end a revision so
  person_suspended,
  registrar_approves,  // in units that they enrol for
  not_registrable,     // no rule leads into this role, or not so
  not_a_registrar,     // by the rule that does
  own_registration,    // somebody speaks for themself
  identity_missing,    // the certificate does not tell whose it is
  identity_taken,      // one human as two people, or two as one
  unknown_person,
  not_applicable,  // the roster is not in the state that the change begins from
  no_seal_key,
  stopped,  // by a security officer, until a quorum resumes it
};

struct Denial {
  DenialReason reason = DenialReason::unknown;
  std::string system;
  // `<kind>/<step>`, of an ending `<kind>/<step>:return` or `<kind>:<verb>`, of a roster change `registration/<role>`
  // or `registration:<action>`; empty when none matched
  std::string rule;
  std::optional<base::Target> stop = {};  // what is stopped, when that is the reason
};

// The step is open or done with this very digest, or the revision ended on these very statements: the caller gets that
// outcome.
struct Repeat {
  StepStatus status = StepStatus::unknown;
};

struct ApprovedBy {
  std::string person;  // roster id
  std::string role;
  Proof proof = Proof::unknown;
  base::Sha256Hash statement{};
  base::Sha256Hash certificate{};
};

struct Approved {
  std::string system;
  std::string unit;
  std::string kind;
  std::string record;
  std::uint32_t revision = 0;
  std::string step;
  base::Digest digest;
  std::string rule;  // `<kind>/<step>`
  std::vector<ApprovedBy> people;
  std::optional<std::string> key;  // label of the seal key; none for a step without a seal
  std::vector<Format> formats;
  base::Sha256Hash policy{};
  std::optional<std::string> acting = {};  // the unit that acted instead of one that has closed
};

// The permission to use a seal key, once. Only `decide` makes one (invariant 1).
class Approval {
 public:
  Approval(Approval&&) noexcept = default;
  Approval& operator=(Approval&&) noexcept = default;
  Approval(const Approval&) = delete;
  Approval& operator=(const Approval&) = delete;

  [[nodiscard]] const Approved& what() const { return m_what; }

 private:
  explicit Approval(Approved what) : m_what(std::move(what)) {}
  Approved m_what;
  friend class Decider;
};

using Decision = std::variant<Denial, Repeat, Approval>;

// The rules are asked in this order, and the first that does not hold is the denial's reason: caller, unit, kind, step,
// digest algorithm, formats; then a repeat is answered as such; then whether something that the step needs is stopped;
// then whether the unit has closed, whether the revision has ended, one digest a revision, order of revisions and
// steps, the record-id key of a new record, window, age, quota; then the approvals one by one, distinct people and
// statements, earlier approvers' certificates, the seal key.
Decision decide(const Policy& policy, const Roster& roster, const Submission& submission, const Facts& facts,
                base::Instant now);

// The plain requests: nothing to decide but the grant and, for a timestamp that is no repeat, whether that is stopped.
std::optional<Denial> deny_timestamp(const Policy& policy, const std::string& system);
std::optional<Denial> deny_stopped_timestamp(const Policy& policy, const Stops& stops, const std::string& system);
std::optional<Denial> deny_lookup(const Policy& policy, const std::string& system, const std::string& unit,
                                  base::Instant now);

}  // namespace antin::policy
