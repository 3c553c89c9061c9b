// Owners of libzmq's objects. Included by .cpp files and link.hpp alone.
#pragma once

#include <zmq.h>

#include "core/base/handle.hpp"

namespace antin::client {

using ZmqContext = base::Handle<void, zmq_ctx_term>;
using ZmqSocket = base::Handle<void, zmq_close>;

}  // namespace antin::client
