// How programs end, in the numbers of sysexits.h, which systemd's RestartPreventExitStatus= names.
#pragma once

namespace antin::process {

constexpr int exit_usage = 64;
constexpr int exit_temporary = 75;  // start me again
constexpr int exit_configuration = 78;

}  // namespace antin::process
