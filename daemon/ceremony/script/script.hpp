// The script that lies before everyone in the room: the plan's hash in hex, words and as a QR code, who takes part, and
// each step with room for initials and the time. A PDF.
#pragma once

#include "daemon/ceremony/steps/steps.hpp"

namespace antin::ceremony {

base::Result<base::Bytes> printed_script(const Plan& plan, const base::Sha256Hash& plan_hash, Language language);

}  // namespace antin::ceremony
