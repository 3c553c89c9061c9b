#include "client/lib/calls.hpp"

namespace antin::client {
namespace {

template <class Expected, class Body>
base::Result<Expected, Failure> ask(Connection& connection, const Body& body) {
  const auto octets = connection.call({Connection::new_request_id(), body});
  if (!octets) return octets.error();
  auto result = protocol::parse_result(*octets);
  if (result) {
    if (auto* expected = std::get_if<Expected>(&result.value())) return std::move(*expected);
  }
  return Failure{Trouble::bad_answer, "BAD_ANSWER", "The reply does not hold the result that was asked for."};
}

}  // namespace

base::Result<protocol::StepResult, Failure> submit(Connection& connection, const protocol::Submit& request) {
  return ask<protocol::StepResult>(connection, request);
}

base::Result<protocol::TimestampResult, Failure> timestamp(Connection& connection, const protocol::Timestamp& request) {
  return ask<protocol::TimestampResult>(connection, request);
}

base::Result<protocol::LookupResult, Failure> lookup(Connection& connection, const protocol::Lookup& request) {
  return ask<protocol::LookupResult>(connection, request);
}

base::Result<protocol::AboutResult, Failure> about(Connection& connection) {
  return ask<protocol::AboutResult>(connection, protocol::About{});
}

}  // namespace antin::client
