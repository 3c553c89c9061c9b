// Rules about the document and where its record stands. Each looks at one thing and is asked in the order of
// decide.cpp.
#pragma once

#include "policy/case.hpp"

namespace antin::policy {

Refusal digest_is_allowed(const Case& its);
Refusal formats_are_allowed(const Case& its);

// The outcome that this very step with this very digest has or will have.
std::optional<Repeat> repeated(const Case& its);

Refusal unit_takes_it(const Case& its);
Refusal revision_is_open(const Case& its);
Refusal step_is_free(const Case& its);
Refusal revision_has_one_digest(const Case& its);
Refusal revision_is_next(const Case& its);
Refusal earlier_steps_are_done(const Case& its);
Refusal later_steps_are_untouched(const Case& its);
// One pupil under two keys would be two records. A record that exists goes on under the key that it was begun with.
Refusal new_record_has_the_current_key(const Case& its);
Refusal window_is_open(const Case& its);
Refusal step_before_is_recent(const Case& its);
Refusal quota_is_left(const Case& its);

}  // namespace antin::policy
