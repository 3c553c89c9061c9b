// Past decisions of a log, from a backup of its ledger: what each said, and what it would be by other rules.
#pragma once

#include <functional>

#include "daemon/keeper/ledger/ledger.hpp"
#include "policy/bundle/bundle.hpp"
#include "policy/decide.hpp"

namespace antin::policy::cli {

// An entry about a step of a record, or about the end of a revision: it came about, or a rule was against it.
struct Past {
  std::uint64_t index = 0;
  std::string type;                    // `done`, `returned`, …; `denied` or `failed`
  base::Act act = base::Act::unknown;  // that ended the revision, or was to; unknown: it is of a step
  base::Instant at;
  keeper::StepName name;  // without a step where a whole revision ends
  base::Digest digest;    // of a step
  std::string system;
  std::string code;                          // of a refusal; empty: it came about
  std::string key;                           // of a seal
  base::Sha256Hash policy{};                 // the bundle that it was judged by
  std::vector<base::Sha256Hash> statements;  // of what came about: what the people signed
};
std::string outcome_of(const Past& past);  // `done`, `returned`, `denied OUT_OF_ORDER`, …

// An entry by which security officers stopped something, or let it go on.
struct PastOrder {
  std::uint64_t index = 0;
  bool stops = false;
  base::Target target;
};

// In the order of the log. An error: the ledger cannot be read.
base::Result<void> each_decision(keeper::Ledger& ledger, const std::function<base::Result<void>(const Past&)>& take);

// A past decision asked again: of its bundle, or of another.
class Replay {
 public:
  // `person_key`: of the ledger's identity.
  Replay(keeper::Ledger& ledger, base::Bytes person_key) : m_ledger(ledger), m_person_key(std::move(person_key)) {}

  // What `rules` have against it (nothing: it would come about), with what the ledger held of the record, and who was
  // in the roster, then. The statements name the bundle of then, so the rules are asked as if they were that bundle's.
  // Revocation is left out: lists of then are not kept. A denied one's approvals are not kept either: they count as
  // unverified, so `approval_invalid` means that nothing before them is against it.
  base::Result<std::optional<DenialReason>> ask(const Past& past, const bundle::Bundle& rules);

  // The bundle that the ledger keeps under this name, read once.
  base::Result<const bundle::Bundle*> bundle_of(const base::Sha256Hash& digest);

 private:
  std::optional<DenialReason> against(const Past& past, std::vector<PersonApproval> approvals, const Roster& roster,
                                      const Facts& facts, base::Instant when) const;
  base::Result<Facts> facts_then(const Past& past);
  base::Result<Stops> stops_then(const Past& past);
  base::Result<std::vector<PersonApproval>> approvals_then(const Past& past, const bundle::Bundle& rules,
                                                           base::Instant when);
  base::Result<base::Instant> decided_at(const Past& past);
  // As all entries before this one had made it, with the registrars of `rules`.
  base::Result<const Roster*> roster_then(std::uint64_t index, const bundle::Bundle& rules);

  keeper::Ledger& m_ledger;
  base::Bytes m_person_key;
  std::optional<std::vector<keeper::RosterRecord>> m_changes;  // all of the ledger, once read
  // The roster that was last asked: decisions mostly come in the order of the log.
  struct Then {
    const bundle::Bundle* rules = nullptr;
    std::size_t changes = 0;  // that are in it
    Roster roster;
  };
  Then m_then;
  std::optional<std::vector<PastOrder>> m_orders;  // read once
  std::map<base::Sha256Hash, bundle::Bundle> m_bundles;
  // The rules that were last asked, under the name of the bundle of then: one copy, as neighbours mostly share it.
  struct Asked {
    const bundle::Bundle* rules = nullptr;
    Policy policy;
  };
  Asked m_asked;
};

}  // namespace antin::policy::cli
