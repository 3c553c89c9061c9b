// How a journal ends, for people: noted on paper whenever the program stops, compared before it goes on.
#pragma once

#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

// "Journal: 57 lines; hash of the last:", the hash in groups, and its first octets in words: five lines.
std::string shown_head(const Entries& entries, Language language);

}  // namespace antin::ceremony
