// Who answers for a unit that has closed. Its records keep its code for ever: one record, one seal. What goes on with
// them is decided with another unit's people, keys and systems in its place.
#pragma once

#include "policy/model.hpp"

namespace antin::policy {

enum class Answer {
  unknown,    // the policy has no such unit
  itself,     // it has not closed
  successor,  // the last of its successors, which has not closed itself
  above,      // it has no successor: its parent, which may withdraw what must not stand and nothing else
  nobody,     // closed without a successor, at the top of the tree
};

struct Answering {
  const Unit* unit = nullptr;  // nullptr: unknown or nobody
  Answer how = Answer::unknown;
};

bool has_closed(const Unit& unit, base::Instant now);

Answering answering_for(const Policy& policy, const std::string& unit, base::Instant now);

// Who goes on with the unit's records: itself, or the last of its successors; nullptr: nobody.
const Unit* taking_over(const Policy& policy, const std::string& unit, base::Instant now);

// Does whoever answers so go on with the unit's records?
bool takes_over(Answer how);

// All who answer for the unit now or have come in between; empty when it has not closed.
std::vector<const Unit*> answerers_of(const Policy& policy, const std::string& unit, base::Instant now);

// Do two bundles say another of who answers for this unit, or for its parent? Who that is, is never judged by a bundle
// of yesterday.
bool answers_differ(const Policy& one, const Policy& other, const std::string& unit, base::Instant now);

}  // namespace antin::policy
