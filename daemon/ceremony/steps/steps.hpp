// The steps of a ceremony, in order, as its plan asks for them. What is printed and what is run is this one list.
#pragma once

#include <string>
#include <vector>

#include "daemon/ceremony/plan/plan.hpp"

namespace antin::ceremony {

enum class Act {
  unknown,
  prologue,          // who is here, the plan's hash, the tool, the HSM, clock and randomness
  open,              // a token that is there already: by its user's PIN, out of shares that custodians hold
  inventory_before,  // what the module holds
  initialise,        // a token: random PINs, split among custodians
  unattended,        // its user PIN for antin-signer
  compare,           // a key that stays with what its ceremony's record says of it
  recover,           // keys out of their backups, into the token
  generate,          // a key
  backup,            // of a token's keys, wrapped under a key that is split among custodians
  restore,           // them on a spare token, and sign there
  close,             // no copy leaves the HSM from now on
  vendor,            // what the plan has people do with the vendor's tools
  request,           // a PKCS #10 request for its certificate
  certificate,       // what the CA made of it
  refresh,           // new PINs for a token that is there: split among new holders, not yet set
  change_user_pin,   // to the one of the new shares
  change_so_pin,
  resplit,          // the key of its backups, among new holders
  destroy,          // a key, in one token
  dispose,          // of its backups, by the word of those who hold them
  test,             // each key of a token, as antin-signer would use it
  inventory_after,  // and that nothing but the plan's keys was added
  transcript,       // every participant signs what happened
};

struct Step {
  unsigned number = 0;  // from 1
  Act act = Act::unknown;
  std::string object;   // label of a token or key; empty when it is about the whole
  std::string token;    // of a key that is destroyed, and of a step of the vendor's: where
  std::string id;       // an identifier, of this ceremony alone: "07-generate-seal.79760001.school.2026.1"
  bool quorum = false;  // officers approve it before anything is done
};

std::vector<Step> steps_of(const Plan& plan);

enum class Language { unknown, vietnamese, english };

std::string_view word_of(Act act);                                             // as in an id
std::string title_of(const Step& step, Language language);                     // one line
std::string explained(const Step& step, const Plan& plan, Language language);  // what is done, in a paragraph
std::string roles_of(const Participant& participant, Language language);       // "security officer, witness"

}  // namespace antin::ceremony
