#include <algorithm>

#include "client/protocol/message.hpp"
#include "core/base/identifier.hpp"

namespace antin::protocol {
namespace {

using Checked = base::Result<void>;

base::Result<StepResult> read(const wire::StepResult& from) {
  if (from.entry().empty()) return base::Error{"step result without its entry"};
  return StepResult{from.index(), octets_of(from.entry()), octets_of(from.seal()), octets_of(from.token())};
}

base::Result<TimestampResult> read(const wire::TimestampResult& from) {
  if (from.response().empty()) return base::Error{"timestamp result without its response"};
  return TimestampResult{from.index(), octets_of(from.entry()), octets_of(from.response())};
}

// What belongs to a done step must be there, else the next statement could not name it.
Checked read_completion(const wire::StepState& from, StepState& to) {
  if (!from.leaf().empty()) {
    to.leaf = array_of<32>(from.leaf());
    if (!to.leaf) return base::Error{"leaf is not 32 octets"};
  }
  if (!from.at().empty()) {
    to.at = base::parse_instant(from.at());
    if (!to.at) return base::Error{"the time of a step is none"};
  }
  if (to.status == "done" && (!to.leaf || !to.at)) return base::Error{"a done step without its leaf or its time"};
  return {};
}

base::Result<StepState> read(const wire::StepState& from) {
  if (!base::is_identifier(from.step())) return base::Error{"a step's name is not an identifier"};
  if (!base::is_identifier(from.status())) return base::Error{"a step's status is not an identifier"};
  auto digest = base::parse_digest(from.digest());
  if (!digest) return base::Error{"a step's digest is none"};
  StepState state{from.step(), from.status(), std::move(*digest), from.index(), std::nullopt, std::nullopt};
  if (const auto completion = read_completion(from, state); !completion) return completion.error();
  return state;
}

base::Result<Ending> read(const wire::Ending& from) {
  const auto act = base::act_from_verb(from.act());
  if (!act) return base::Error{"an ending that is none of return, supersede and withdraw"};
  if (!base::is_identifier(from.reason())) return base::Error{"the reason of an ending is not an identifier"};
  const auto leaf = array_of<32>(from.leaf());
  if (!leaf) return base::Error{"leaf is not 32 octets"};
  const auto at = base::parse_instant(from.at());
  if (!at) return base::Error{"the time of an ending is none"};
  return Ending{*act, from.reason(), from.index(), *leaf, *at, from.proof()};
}

base::Result<EndResult> read(const wire::EndResult& from) {
  if (from.entry().empty()) return base::Error{"the result of an ending without its entry"};
  return EndResult{from.index(), octets_of(from.entry())};
}

base::Result<OrderResult> read(const wire::OrderResult& from) {
  if (from.entry().empty()) return base::Error{"the result of an order without its entry"};
  return OrderResult{from.index(), octets_of(from.entry())};
}

base::Result<LookupResult> read(const wire::LookupResult& from) {
  LookupResult result;
  for (const auto& step : from.steps()) {
    auto state = read(step);
    if (!state) return state.error();
    result.steps.push_back(std::move(*state));
  }
  if (from.has_result()) {
    auto step = read(from.result());
    if (!step) return step.error();
    result.result = std::move(*step);
  }
  if (from.has_ending()) {
    auto ending = read(from.ending());
    if (!ending) return ending.error();
    result.ending = std::move(*ending);
  }
  result.newest_revision = from.newest_revision();
  if (!from.successor().empty() && !base::is_identifier(from.successor()))
    return base::Error{"a successor that is not an identifier"};
  result.successor = from.successor();
  return result;
}

base::Result<StepShape> read(const wire::StepShape& from) {
  if (!base::is_identifier(from.name())) return base::Error{"a step's name is not an identifier"};
  return StepShape{
      from.name(), {from.roles().begin(), from.roles().end()}, from.approvers(), from.seals(), from.vouched()};
}

base::Result<EndingShape> read(const wire::EndingShape& from) {
  const auto act = base::act_from_verb(from.act());
  if (!act) return base::Error{"an ending that is none of return, supersede and withdraw"};
  return EndingShape{*act,
                     from.step(),
                     {from.roles().begin(), from.roles().end()},
                     from.approvers(),
                     {from.reasons().begin(), from.reasons().end()}};
}

base::Result<WorkflowShape> read(const wire::WorkflowShape& from) {
  if (!base::is_identifier(from.kind())) return base::Error{"a workflow's kind is not an identifier"};
  WorkflowShape shape{from.kind(), {}};
  for (const auto& step : from.steps()) {
    auto read_step = read(step);
    if (!read_step) return read_step.error();
    shape.steps.push_back(std::move(*read_step));
  }
  for (const auto& ending : from.endings()) {
    auto read_ending = read(ending);
    if (!read_ending) return read_ending.error();
    shape.endings.push_back(std::move(*read_ending));
  }
  return shape;
}

// A client keeps this and dials it: nothing that could be read as more than an address.
bool is_endpoint(const std::string& text) {
  constexpr std::size_t longest = 256;
  return text.size() <= longest && text.starts_with("tcp://") &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

base::Result<NextKey> read(const wire::NextKey& from) {
  const auto key = array_of<32>(from.server_key());
  if (!key || !is_endpoint(from.endpoint())) return base::Error{"the appliance's next key is none"};
  return NextKey{from.endpoint(), *key};
}

base::Result<RegistrationShape> read(const wire::RegistrationShape& from) {
  if (from.unit() != "own" && from.unit() != "parent") return base::Error{"a rule's unit is neither own nor parent"};
  if (!base::is_identifier(from.registrar())) return base::Error{"a registrar's role is not an identifier"};
  return RegistrationShape{{from.roles().begin(), from.roles().end()},
                           from.unit(),
                           from.registrar(),
                           from.registrars(),
                           {from.acts_for().begin(), from.acts_for().end()}};
}

base::Result<AboutResult> read(const wire::AboutResult& from) {
  const auto policy = base::parse_sha256(from.policy());
  if (!policy) return base::Error{"the policy's digest is none"};
  AboutResult result{from.log(),
                     *policy,
                     from.policy_version(),
                     from.system(),
                     {from.units().begin(), from.units().end()},
                     {from.grants().begin(), from.grants().end()},
                     {},
                     {}};
  for (const auto& workflow : from.workflows()) {
    auto shape = read(workflow);
    if (!shape) return shape.error();
    result.workflows.push_back(std::move(*shape));
  }
  for (const auto& rule : from.registration()) {
    auto shape = read(rule);
    if (!shape) return shape.error();
    result.registration.push_back(std::move(*shape));
  }
  if (!from.has_next_key()) return result;
  auto next = read(from.next_key());
  if (!next) return next.error();
  result.next_key = std::move(*next);
  return result;
}

base::Result<CheckpointResult> read(const wire::CheckpointResult& from) {
  if (from.note().empty()) return base::Error{"a checkpoint without its note"};
  return CheckpointResult{from.note(), from.cosigned()};
}

base::Result<Item> read(const wire::Item& from) {
  switch (from.what_case()) {
    case wire::Item::kEntry:
      if (from.entry().empty()) return base::Error{"an empty entry"};
      return Item(octets_of(from.entry()));
    case wire::Item::kLeaf: {
      const auto leaf = array_of<32>(from.leaf());
      if (!leaf) return base::Error{"leaf is not 32 octets"};
      return Item(*leaf);
    }
    case wire::Item::WHAT_NOT_SET: break;
  }
  return base::Error{"an item that is neither entry nor leaf"};
}

base::Result<EntriesResult> read(const wire::EntriesResult& from) {
  if (from.checkpoint().empty()) return base::Error{"entries without a checkpoint"};
  if (from.items_size() > static_cast<int>(entries_limit)) return base::Error{"too many entries"};
  EntriesResult result{from.checkpoint(), from.from(), {}};
  for (const auto& each : from.items()) {
    auto item = read(each);
    if (!item) return item.error();
    result.items.push_back(std::move(*item));
  }
  return result;
}

base::Result<std::vector<base::Sha256Hash>> read_path(const auto& from) {
  if (from.path_size() > static_cast<int>(path_limit)) return base::Error{"a path of more than 64 hashes"};
  std::vector<base::Sha256Hash> path;
  for (const auto& each : from.path()) {
    const auto hash = array_of<32>(each);
    if (!hash) return base::Error{"a hash of a path is not 32 octets"};
    path.push_back(*hash);
  }
  return path;
}

base::Result<InclusionResult> read(const wire::InclusionResult& from) {
  if (from.index() >= from.size()) return base::Error{"index is not below size"};
  auto path = read_path(from);
  if (!path) return path.error();
  auto item = read(from.item());
  if (!item) return item.error();
  return InclusionResult{from.index(), from.size(), std::move(*path), from.note(), std::move(*item)};
}

base::Result<ConsistencyResult> read(const wire::ConsistencyResult& from) {
  auto path = read_path(from);
  if (!path) return path.error();
  return ConsistencyResult{std::move(*path)};
}

base::Result<OpenReadingResult> read(const wire::OpenReadingResult& from) {
  const auto reading = array_of<16>(from.reading());
  if (!reading) return base::Error{"reading is not 16 octets"};
  const auto person_key = array_of<32>(from.person_key());
  if (!person_key) return base::Error{"person_key is not 32 octets"};
  return OpenReadingResult{*reading, *person_key, from.index()};
}

base::Result<StoredRosterChange> read(const wire::StoredRosterChange& from) {
  if (from.statement().empty()) return base::Error{"a stored roster change without its statement"};
  if (from.cms_size() == 0) return base::Error{"a stored roster change without a signature"};
  StoredRosterChange change{octets_of(from.statement()), {}};
  for (const auto& cms : from.cms()) change.cms.push_back(octets_of(cms));
  if (!from.has_bulk()) return change;
  auto bulk = read_bulk_item(from.bulk());
  if (!bulk) return bulk.error();
  change.bulk = std::move(*bulk);
  return change;
}

base::Result<StoredResult> read(const wire::StoredResult& from) {
  switch (from.what_case()) {
    case wire::StoredResult::kBlob:
      if (from.blob().empty()) return base::Error{"an empty blob"};
      return StoredResult{octets_of(from.blob()), from.size()};
    case wire::StoredResult::kApproval: {
      auto approval = read_approval(from.approval());
      if (!approval) return approval.error();
      return StoredResult{std::move(*approval)};
    }
    case wire::StoredResult::kRosterChange: {
      auto change = read(from.roster_change());
      if (!change) return change.error();
      return StoredResult{std::move(*change)};
    }
    case wire::StoredResult::WHAT_NOT_SET: break;
  }
  return base::Error{"nothing stored"};
}

base::Result<OfferResult> read(const wire::OfferResult& from) {
  if (from.missing_size() > static_cast<int>(missing_limit)) return base::Error{"too much is missing at once"};
  OfferResult result{{}, from.more(), from.files()};
  for (const auto& each : from.missing()) {
    const auto object = array_of<32>(each.object());
    if (!object) return base::Error{"object is not 32 octets"};
    result.missing.push_back({*object, each.there()});
  }
  return result;
}

template <class Body>
base::Result<ResultBody> as_body(base::Result<Body> body) {
  if (!body) return body.error();
  return ResultBody(std::move(*body));
}

using Outcome = decltype(Response::outcome);

base::Result<Outcome> read_outcome(const wire::Response& from) {
  switch (from.outcome_case()) {
    case wire::Response::kResult: return Outcome(octets_of(from.result()));
    case wire::Response::kError: {
      auto error = read_error(from.error());
      if (!error) return error.error();
      return Outcome(std::move(*error));
    }
    case wire::Response::OUTCOME_NOT_SET: break;
  }
  return base::Error{"response without an outcome"};
}

}  // namespace

base::Result<Response> parse_response(base::ByteView frame) {
  const auto message = read_message<wire::Response>(frame, "response");
  if (!message) return message.error();
  const auto id = array_of<16>(message->request_id());
  if (!id && !message->request_id().empty()) return base::Error{"request_id is not 16 octets"};
  auto outcome = read_outcome(*message);
  if (!outcome) return outcome.error();
  if (!message->proof().empty() && !message->has_result()) return base::Error{"a proof without a result"};
  base::Result<Response> response(Response{id, {}, message->proof()});
  response->outcome = std::move(*outcome);
  return response;
}

base::Result<ResultBody> parse_result(base::ByteView bytes) {
  const auto message = read_message<wire::Result>(bytes, "result");
  if (!message) return message.error();
  switch (message->body_case()) {
    case wire::Result::kStep: return as_body(read(message->step()));
    case wire::Result::kTimestamp: return as_body(read(message->timestamp()));
    case wire::Result::kLookup: return as_body(read(message->lookup()));
    case wire::Result::kAbout: return as_body(read(message->about()));
    case wire::Result::kCheckpoint: return as_body(read(message->checkpoint()));
    case wire::Result::kEntries: return as_body(read(message->entries()));
    case wire::Result::kInclusion: return as_body(read(message->inclusion()));
    case wire::Result::kConsistency: return as_body(read(message->consistency()));
    case wire::Result::kOpenReading: return as_body(read(message->open_reading()));
    case wire::Result::kCloseReading: return ResultBody(CloseReadingResult{message->close_reading().index()});
    case wire::Result::kStored: return as_body(read(message->stored()));
    case wire::Result::kEnd: return as_body(read(message->end()));
    case wire::Result::kChangeRoster: return as_body(read_change_roster(message->change_roster()));
    case wire::Result::kReadRoster: return as_body(read_read_roster(message->read_roster()));
    case wire::Result::kOrder: return as_body(read(message->order()));
    case wire::Result::kOffer: return as_body(read(message->offer()));
    case wire::Result::kChunk: return ResultBody(ChunkResult{message->chunk().taken()});
    case wire::Result::kTaken:
      return ResultBody(TakeBundleResult{message->taken().index(), message->taken().version()});
    case wire::Result::kGivenBack: return as_body(read_give_back(message->given_back()));
    case wire::Result::BODY_NOT_SET: break;
  }
  return base::Error{"result without a body"};
}

}  // namespace antin::protocol
