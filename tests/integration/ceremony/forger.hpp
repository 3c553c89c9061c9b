// Somebody who can write to a ceremony's folder, for tests: the journal is written again, its chain made good.
#pragma once

#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {

// `python` changes `entries`, the journal's lines as objects. Hash and number of each follow from what is before it.
// `hash_of(file)` is a hash as the journal has them, `approve(step, officer)` appends an approval with the file that
// lies there, `add(type, step, facts)` another line, `cut(type, step)` takes the first line of it and all behind it.
void forge(const Office& office, const std::string& python);

}  // namespace antin::ceremony
