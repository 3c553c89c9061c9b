// A history: wishes one after the other, and what came of them, as a ledger keeps it. Everything in it is a plain
// value, so that a history can be played again with a wish left out.
#pragma once

#include "tests/unit/policy/histories/town.hpp"

namespace antin::policy::histories {

struct Revocation {
  base::Sha256Hash certificate{};
  base::Instant effective;
  bool compromised = false;  // or for a reason that was not stated
};

struct Wish {
  base::Instant now;
  std::variant<Submission, Ending> asked;
  bool completes = true;              // what is open is done before this one
  bool stays_open = false;            // what it opens is not done at once
  std::optional<Revocation> revoked;  // just before
};

// What happened to a record.
struct Event {
  std::string unit, kind, record;
  std::uint32_t revision = 0;
  std::string step;                    // of a step, or of a return
  base::Act act = base::Act::unknown;  // unknown: the step was approved
  bool open = false;                   // approved, and not done yet
  base::Digest digest;
  std::vector<std::string> people;
  std::vector<base::Sha256Hash> certificates;
  std::vector<base::Sha256Hash> statements;
  base::Instant at;
};

// The leaf of what happened: another for each.
base::Sha256Hash leaf_of(const Event& event);

struct Past {
  std::vector<Event> events;
  std::vector<Revocation> revocations;

  // Time goes on to the wish.
  void advance(const Wish& wish);
  // What a ledger would answer.
  [[nodiscard]] Facts facts_for(const Submission& asked, base::Instant now) const;
  [[nodiscard]] Facts facts_for(const Ending& asked) const;
  void take(const Approved& approved, const Submission& asked, bool open, base::Instant now);
  void take(const ApprovedEnding& approved, base::Instant now);
};

// One line, for people.
std::string print(const Wish& wish);

}  // namespace antin::policy::histories
