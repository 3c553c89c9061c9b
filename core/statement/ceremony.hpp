// `antin/ceremony/v1`: a security officer approves one step of a key ceremony, at the point that its transcript has
// reached.
#pragma once

#include <string>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

struct Ceremony {
  std::string log;          // origin of the log that the keys are for
  std::string ceremony;     // identifiers
  base::Sha256Hash plan{};  // of plan.lock
  std::string step;
  base::Sha256Hash transcript{};  // its head when the step was begun: what is about to be done is in it

  friend bool operator==(const Ceremony&, const Ceremony&) = default;
};

std::string print(const Ceremony& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Ceremony> parse_ceremony(std::string_view text);

}  // namespace antin::statement
