// The requests as typed calls: each sends one request under a new id and reads its result.
#pragma once

#include "client/lib/connection.hpp"

namespace antin::client {

// A result, and beside it the tlog-proof that its entry is in the log: text, not looked at yet; empty when there is
// none.
template <class Body>
struct Proven : Body {
  std::string proof;
};

base::Result<Proven<protocol::StepResult>, Failure> submit(Connection& connection, const protocol::Submit& request);
base::Result<Proven<protocol::EndResult>, Failure> end(Connection& connection, const protocol::End& request);
base::Result<Proven<protocol::TimestampResult>, Failure> timestamp(Connection& connection,
                                                                   const protocol::Timestamp& request);
base::Result<Proven<protocol::LookupResult>, Failure> lookup(Connection& connection, const protocol::Lookup& request);
// A security officer's order; `resume` with the signatures of a quorum.
base::Result<protocol::OrderResult, Failure> stop(Connection& connection, const protocol::Stop& order);
base::Result<protocol::OrderResult, Failure> resume(Connection& connection, const protocol::Resume& order);
// The same results from completions of requests that were sent otherwise.
base::Result<Proven<protocol::StepResult>, Failure> step_result(Completion completion);
base::Result<Proven<protocol::LookupResult>, Failure> lookup_result(Completion completion);
base::Result<Proven<protocol::ChangeRosterResult>, Failure> change_roster_result(Completion completion);
base::Result<Proven<protocol::GiveBackResult>, Failure> give_back_result(Completion completion);

// A policy bundle over the wire; chunks are sent many at a time, and their completions read one by one.
base::Result<protocol::OfferResult, Failure> offer_bundle(Connection& connection, const protocol::OfferBundle& offer);
base::Result<protocol::ChunkResult, Failure> chunk_result(Completion completion);
base::Result<protocol::TakeBundleResult, Failure> take_bundle(Connection& connection, const protocol::TakeBundle& take);

base::Result<protocol::AboutResult, Failure> about(Connection& connection);

base::Result<protocol::CheckpointResult, Failure> checkpoint(Connection& connection);
base::Result<protocol::EntriesResult, Failure> entries(Connection& connection, const protocol::Entries& request);
base::Result<protocol::InclusionResult, Failure> inclusion(Connection& connection, const protocol::Inclusion& request);
base::Result<protocol::ConsistencyResult, Failure> consistency(Connection& connection,
                                                               const protocol::Consistency& request);
base::Result<protocol::OpenReadingResult, Failure> open_reading(Connection& connection,
                                                                const protocol::OpenReading& request);
base::Result<protocol::CloseReadingResult, Failure> close_reading(Connection& connection,
                                                                  const protocol::CloseReading& request);
base::Result<protocol::ReadRosterResult, Failure> read_roster(Connection& connection,
                                                              const protocol::ReadRoster& request);
// A blob as a whole, however many answers it takes.
base::Result<protocol::StoredResult, Failure> stored(Connection& connection, const protocol::Stored& request);

}  // namespace antin::client
