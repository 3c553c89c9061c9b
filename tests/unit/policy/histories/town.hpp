// A town for histories: a department with two schools and a school without one, twelve people with sixteen
// certificates, four kinds of document.
#pragma once

#include "policy/decide.hpp"
#include "policy/ending.hpp"

namespace antin::policy::histories {

struct Town {
  Policy policy;
  std::vector<Person> people;
  Roster roster;  // the same people
};

const Town& the_town();

base::Sha256Hash certificate(unsigned number);  // of a person: 1 to 18, of a system: 101 to 104, any other is nobody's
base::Instant moment(const char* text);

}  // namespace antin::policy::histories
