// The four requests as typed calls: each sends one request under a new id and reads its result.
#pragma once

#include "client/lib/connection.hpp"

namespace antin::client {

base::Result<protocol::StepResult, Failure> submit(Connection& connection, const protocol::Submit& request);
base::Result<protocol::TimestampResult, Failure> timestamp(Connection& connection, const protocol::Timestamp& request);
base::Result<protocol::LookupResult, Failure> lookup(Connection& connection, const protocol::Lookup& request);
base::Result<protocol::AboutResult, Failure> about(Connection& connection);

}  // namespace antin::client
