// The roster as a log's entries make it, each change decided again on the word of those who signed for it.
#pragma once

#include "client/cli/findings.hpp"
#include "client/cli/governed_bundles.hpp"
#include "core/statement/roster.hpp"
#include "policy/orders.hpp"
#include "policy/registration.hpp"

namespace antin::cli {

class GovernedRoster {
 public:
  GovernedRoster(const GovernanceMeans& means, Bundles& bundles) : m_means(means), m_bundles(bundles) {}

  // Of `roster`, at the entry's time; `stops`: in force then. Not `is_known`: the log goes on where another ended,
  // whose roster is not at hand, so that what the rules say stays open.
  Outcome<Findings> take(const EntryFacts& facts, base::Instant at, const policy::Stops& stops, bool is_known);

  // Who was in the roster at the end of the log before, before anything is taken.
  void inherit(RosterChanges changes) { m_changes = std::move(changes); }
  [[nodiscard]] const RosterChanges& changes() const { return m_changes; }

 private:
  struct Asked {
    policy::RosterRequest request;
    Findings findings;
  };
  Outcome<void> make_ready();
  Outcome<Asked> ask(const EntryFacts& facts, base::Instant at, const protocol::StoredRosterChange& stored) const;
  Outcome<policy::PresentedCertificate> presented(const std::string& hash, base::Instant at, Findings& findings) const;
  [[nodiscard]] Finding says_the_same(const statement::RosterChange& said, const EntryFacts& facts) const;
  Outcome<Finding> decide(const policy::RosterRequest& request, const EntryFacts& facts, base::Instant at);
  [[nodiscard]] std::string salted(const std::string& person) const;
  [[nodiscard]] Line compared_id(const char* name, const std::string& person, const std::string& entered) const;
  [[nodiscard]] std::vector<std::string> told(const std::vector<EntryPerson>& people) const;

  const GovernanceMeans& m_means;
  Bundles& m_bundles;
  policy::Roster m_roster;  // with the registrars of the bundle m_founded
  std::optional<base::Sha256Hash> m_founded;
  RosterChanges m_changes;       // that have led to it
  std::set<std::string> m_used;  // statements
};

}  // namespace antin::cli
