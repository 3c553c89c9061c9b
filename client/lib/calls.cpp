#include "client/lib/calls.hpp"

namespace antin::client {
namespace {

constexpr std::uint64_t blob_limit = 64 * 1024 * 1024;  // more than a log keeps of anything

Failure bad_answer(std::string text) { return {Trouble::bad_answer, "BAD_ANSWER", std::move(text)}; }

template <class Expected>
base::Result<Proven<Expected>, Failure> read(Completion completion) {
  if (auto* failure = std::get_if<Failure>(&completion.outcome)) return std::move(*failure);
  auto result = protocol::parse_result(std::get<base::Bytes>(completion.outcome));
  if (result) {
    if (auto* expected = std::get_if<Expected>(&result.value())) {
      return Proven<Expected>{std::move(*expected), std::move(completion.proof)};
    }
  }
  return bad_answer("The reply does not hold the result that was asked for.");
}

template <class Expected, class Body>
base::Result<Proven<Expected>, Failure> ask_with_proof(Connection& connection, const Body& body) {
  return read<Expected>(connection.complete({Connection::new_request_id(), body}));
}

template <class Expected, class Body>
base::Result<Expected, Failure> ask(Connection& connection, const Body& body) {
  auto result = ask_with_proof<Expected>(connection, body);
  if (!result) return result.error();
  return Expected(std::move(*result));
}

}  // namespace

base::Result<Proven<protocol::StepResult>, Failure> submit(Connection& connection, const protocol::Submit& request) {
  return ask_with_proof<protocol::StepResult>(connection, request);
}

base::Result<Proven<protocol::EndResult>, Failure> end(Connection& connection, const protocol::End& request) {
  return ask_with_proof<protocol::EndResult>(connection, request);
}

base::Result<Proven<protocol::TimestampResult>, Failure> timestamp(Connection& connection,
                                                                   const protocol::Timestamp& request) {
  return ask_with_proof<protocol::TimestampResult>(connection, request);
}

base::Result<Proven<protocol::LookupResult>, Failure> lookup(Connection& connection, const protocol::Lookup& request) {
  return ask_with_proof<protocol::LookupResult>(connection, request);
}

base::Result<Proven<protocol::StepResult>, Failure> step_result(Completion completion) {
  return read<protocol::StepResult>(std::move(completion));
}

base::Result<Proven<protocol::LookupResult>, Failure> lookup_result(Completion completion) {
  return read<protocol::LookupResult>(std::move(completion));
}

base::Result<Proven<protocol::ChangeRosterResult>, Failure> change_roster_result(Completion completion) {
  return read<protocol::ChangeRosterResult>(std::move(completion));
}

base::Result<Proven<protocol::GiveBackResult>, Failure> give_back_result(Completion completion) {
  return read<protocol::GiveBackResult>(std::move(completion));
}

base::Result<protocol::AboutResult, Failure> about(Connection& connection) {
  return ask<protocol::AboutResult>(connection, protocol::About{});
}

base::Result<protocol::OrderResult, Failure> stop(Connection& connection, const protocol::Stop& order) {
  return ask<protocol::OrderResult>(connection, order);
}

base::Result<protocol::OrderResult, Failure> resume(Connection& connection, const protocol::Resume& order) {
  return ask<protocol::OrderResult>(connection, order);
}

base::Result<protocol::OfferResult, Failure> offer_bundle(Connection& connection, const protocol::OfferBundle& offer) {
  return ask<protocol::OfferResult>(connection, offer);
}

base::Result<protocol::ChunkResult, Failure> chunk_result(Completion completion) {
  auto result = read<protocol::ChunkResult>(std::move(completion));
  if (!result) return result.error();
  return protocol::ChunkResult(*result);
}

base::Result<protocol::TakeBundleResult, Failure> take_bundle(Connection& connection,
                                                              const protocol::TakeBundle& take) {
  return ask<protocol::TakeBundleResult>(connection, take);
}

base::Result<protocol::CheckpointResult, Failure> checkpoint(Connection& connection) {
  return ask<protocol::CheckpointResult>(connection, protocol::Checkpoint{});
}

base::Result<protocol::EntriesResult, Failure> entries(Connection& connection, const protocol::Entries& request) {
  return ask<protocol::EntriesResult>(connection, request);
}

base::Result<protocol::InclusionResult, Failure> inclusion(Connection& connection, const protocol::Inclusion& request) {
  return ask<protocol::InclusionResult>(connection, request);
}

base::Result<protocol::ConsistencyResult, Failure> consistency(Connection& connection,
                                                               const protocol::Consistency& request) {
  return ask<protocol::ConsistencyResult>(connection, request);
}

base::Result<protocol::OpenReadingResult, Failure> open_reading(Connection& connection,
                                                                const protocol::OpenReading& request) {
  return ask<protocol::OpenReadingResult>(connection, request);
}

base::Result<protocol::CloseReadingResult, Failure> close_reading(Connection& connection,
                                                                  const protocol::CloseReading& request) {
  return ask<protocol::CloseReadingResult>(connection, request);
}

base::Result<protocol::ReadRosterResult, Failure> read_roster(Connection& connection,
                                                              const protocol::ReadRoster& request) {
  return ask<protocol::ReadRosterResult>(connection, request);
}

base::Result<protocol::StoredResult, Failure> stored(Connection& connection, const protocol::Stored& request) {
  auto result = ask<protocol::StoredResult>(connection, request);
  auto* whole = result ? std::get_if<base::Bytes>(&result->what) : nullptr;
  if (whole == nullptr) return result;
  const auto size = result->size;
  if (size > blob_limit) return bad_answer("The reply promises a blob that is too large.");
  while (whole->size() < size) {
    auto next = ask<protocol::StoredResult>(connection, protocol::Stored{request.reading, request.hash, whole->size()});
    if (!next) return next;
    const auto* part = std::get_if<base::Bytes>(&next->what);
    if (part == nullptr || next->size != size || part->size() > size - whole->size())
      return bad_answer("The parts of a blob do not belong together.");
    base::append(*whole, *part);
  }
  result->size = 0;
  return result;
}

}  // namespace antin::client
