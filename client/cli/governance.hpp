// Who governs a log, read from its entries: the security officers, the bundle that is in force, what is stopped, the
// roster. Each change is decided again, in the log's order, from what people signed and by the rules that were in force
// then. Nobody's word is taken for it.
#pragma once

#include <functional>

#include "client/cli/findings.hpp"
#include "client/cli/governed_roster.hpp"
#include "client/lib/log_reader.hpp"

namespace antin::cli {

// Does an entry of this type change who governs?
bool is_governance(std::string_view type);

class Governance {
 public:
  explicit Governance(GovernanceMeans means);
  Governance(const Governance&) = delete;
  Governance& operator=(const Governance&) = delete;

  // The log's next entry, from its first on. What was found of it; nothing when it is no change of this kind. What is
  // broken has come into force all the same: so the log goes on.
  Outcome<Findings> take(const client::LogEntry& entry);

  // What the log that goes on from here inherits; nothing when who governed this one is not known.
  [[nodiscard]] std::optional<Inheritance> hand_on() const;

 private:
  struct Change {  // an entry with what officers signed for it
    const EntryFacts& facts;
    base::Sha256Hash leaf{};
    base::Instant at;
    policy::bundle::SignedStatement what;
  };
  Outcome<Findings> take(const EntryFacts& facts, const base::Sha256Hash& leaf);
  Outcome<policy::bundle::SignedStatement> signed_by_officers(const EntryFacts& facts) const;
  [[nodiscard]] Finding quorum(const Change& change) const;

  Outcome<Findings> take_officers(const Change& change);
  Outcome<base::Result<policy::bundle::Officers>> read_officers(statement::Officers said) const;
  [[nodiscard]] Finding says_the_same(const statement::Officers& said, const EntryFacts& facts) const;
  Outcome<Findings> take_bundle(const Change& change);
  Outcome<Findings> take_stop(const Change& change);
  Outcome<Findings> take_resume(const Change& change);
  [[nodiscard]] Findings cleared(const Change& change) const;
  [[nodiscard]] policy::OfficerSignature judged(const Change& change, const base::Bytes& cms) const;
  policy::OrderUse use_of(const EntryFacts& facts);

  Outcome<Findings> take_succession(std::uint64_t index, const EntryFacts& facts);
  void inherit(Inheritance what);
  Outcome<Findings> take_loss(const EntryFacts& facts);
  [[nodiscard]] bool is_stop_of_loss(const EntryFacts& facts) const;
  Findings take_stop_of_loss(const Change& change);
  [[nodiscard]] Finding quorum_of_loss(const Change& change) const;

  GovernanceMeans m_means;
  std::optional<policy::bundle::Officers> m_officers;
  Bundles m_bundles;
  GovernedRoster m_roster;
  std::map<base::Target, base::Sha256Hash> m_stopped;  // leaf of the stop
  std::set<std::string> m_ordered;                     // statements that were orders
  base::Sha256Hash m_last{};                           // leaf of the entry before
  bool m_unknown_before = false;                       // it goes on where another log ended, which is not at hand
  bool m_awaits_inherited = false;                     // officers who are not entered in this log yet
  std::string m_loss;                                  // what was signed of a log that was lost: its hash
};

}  // namespace antin::cli
