// Where a ceremony stands, read from its journal alone.
#pragma once

#include <set>

#include "daemon/ceremony/journal/journal.hpp"
#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

using Entries = std::vector<Entry>;

// Pointers are into `entries`; null when there is no such line.
const Entry* begin_of(const Entries& entries, const std::string& step);
const Entry* end_of(const Entries& entries, const std::string& step);
// What officers are asked about under this id: the beginning of a step, an exception, a resumption, an abort.
const Entry* asked_in(const Entries& entries, const std::string& id);

std::set<std::string> approved_by(const Entries& entries, const std::string& id);  // officers
// "2 / 3: so-1, so-4"
std::string approvals_so_far(const Entries& entries, const std::string& id, unsigned quorum);
// What the journal says of a token that it has seen made; empty when it has not.
std::string serial_of(const Entries& entries, const std::string& token);

std::vector<const Entry*> of_kind(const Entries& entries, Kind kind);
const Entry* open_exception(const Entries& entries, unsigned quorum);  // the first that lacks approvals

// The last resumption, when it lacks approvals: before anything else it gets them.
const Entry* open_resume(const Entries& entries, unsigned quorum);

// The stops that it would answer: those before it that no other approved exception has answered.
std::vector<const Entry*> stops_before(const Entries& entries, const Entry& exception, unsigned quorum);

// "03-initialise-seals: the token is not that of the plan"
std::string said_of(const Entry& stop);

// What the program would not go on with, and no exception after it was approved.
const Entry* unanswered_stop(const Entries& entries, unsigned quorum);
// Did this step stop for just this, and have officers answered it since the run before this one? What is left behind
// may then be cleared away: now, and not again.
bool was_excused(const Entries& entries, const std::string& step, const std::string& text, unsigned quorum);

bool is_rehearsal(const Entries& entries);
// What officers approve now: an abort, a resumption, exceptions, the step that is under way. Null: nothing.
const Entry* asked_now(const Plan& plan, const Entries& entries);
const Step* next_step(const std::vector<Step>& steps, const Entries& entries);  // the first without an end

// Shares that were handed out and typed back, of a secret's newest round: hash by number of the share.
struct HandedOut {
  unsigned round = 0;  // 0: none yet
  std::map<unsigned, base::Sha256Hash> hashes;
  std::map<unsigned, std::string> holders;
};
HandedOut handed_out(const Entries& entries, const std::string& token, const std::string& pin);

}  // namespace antin::ceremony
