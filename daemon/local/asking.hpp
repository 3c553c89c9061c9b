// One request on antind's control socket, and what it says until it is done.
#pragma once

#include <functional>

#include "daemon/local/control_messages.hpp"
#include "daemon/local/socket.hpp"

namespace antin::local {

// The last word; Progress goes to `hear` as it comes. An error: nobody knows what became of the request.
base::Result<ToControl> ask(Connection& connection, const FromControl& request,
                            const std::function<void(const Progress&)>& hear);

}  // namespace antin::local
