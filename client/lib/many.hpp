// Many requests over one connection, a bounded number of them in flight.
#pragma once

#include <functional>

#include "client/lib/connection.hpp"

namespace antin::client {

struct Many {
  std::size_t count = 0;
  std::function<protocol::Request(std::size_t number)> request;         // called in order, once each
  std::function<bool(std::size_t number, Completion completion)> take;  // in any order; false: send no more
  std::size_t in_flight = 32;
};

// Returns when every request that was sent is complete: how many these were, the first of them all.
std::size_t send_many(Connection& connection, const Many& many);

}  // namespace antin::client
