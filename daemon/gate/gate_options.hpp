// The gate's settings as options of the command line and of its file.
#pragma once

#include "daemon/gate/settings.hpp"
#include "daemon/process/options.hpp"

namespace antin::gate {

// `settings` must outlive the options.
process::Options options_into(Settings& settings);

}  // namespace antin::gate
