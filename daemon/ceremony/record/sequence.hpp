// Which line of a journal may follow which.
#pragma once

#include "daemon/ceremony/record/progress.hpp"

namespace antin::ceremony {

// Steps as the plan has them, one at a time, each approved by the quorum before it ends where it needs that. Whoever
// holds the folder while no program runs could have written anything: after a resumption nothing is done until the
// quorum has approved it, over all that stands before. The transcript stands for what comes before it is begun: from
// then on there are resumptions and its end, and nothing after that. The error names the first line that may not be
// where it is.
base::Result<void> check_sequence(const Plan& plan, const Entries& entries);

}  // namespace antin::ceremony
