#include <google/protobuf/io/coded_stream.h>

#include "client/protocol/message.hpp"
#include "core/base/identifier.hpp"

namespace antin::protocol {
namespace {

using Checked = base::Result<void>;

Checked identifier(const char* field, const std::string& value) {
  if (!base::is_identifier(value)) return base::Error{std::string(field) + " is not an identifier"};
  return {};
}

Checked check_names(const auto& body) {
  if (auto unit = identifier("unit", body.unit()); !unit) return unit;
  if (auto kind = identifier("kind", body.kind()); !kind) return kind;
  if (auto record = identifier("record", body.record()); !record) return record;
  if (body.revision() == 0) return base::Error{"revision is 0; the first is 1"};
  return {};
}

Checked read_approvals(const auto& from, auto& to) {
  if (from.approvals_size() > static_cast<int>(approvals_limit)) return base::Error{"too many approvals"};
  for (const auto& each : from.approvals()) {
    auto approval = read_approval(each);
    if (!approval) return approval.error();
    to.approvals.push_back(std::move(*approval));
  }
  return {};
}

Checked read_formats(const wire::Submit& from, Submit& to) {
  if (from.formats_size() > static_cast<int>(formats_limit)) return base::Error{"too many formats"};
  for (const auto& format : from.formats()) {
    if (auto name = identifier("format", format); !name) return name;
    to.formats.push_back(format);
  }
  return {};
}

Checked read(const wire::Submit& from, Request& to) {
  if (auto names = check_names(from); !names) return names;
  if (auto step = identifier("step", from.step()); !step) return step;
  auto digest = base::parse_digest(from.digest());
  if (!digest) return base::Error{"digest is neither sha256:<hex> nor sha384:<hex>"};
  Submit body{from.unit(), from.kind(), from.record(), from.revision(), from.step(), std::move(*digest), {}, {}};
  if (auto approvals = read_approvals(from, body); !approvals) return approvals;
  if (auto formats = read_formats(from, body); !formats) return formats;
  to.body = std::move(body);
  return {};
}

Checked read(const wire::End& from, Request& to) {
  if (auto names = check_names(from); !names) return names;
  const auto act = base::act_from_verb(from.act());
  if (!act) return base::Error{"act is none of return, supersede and withdraw"};
  if (*act == base::Act::returned) {
    if (auto step = identifier("step", from.step()); !step) return step;
  } else if (!from.step().empty()) {
    return base::Error{"only a return names a step"};
  }
  End body{from.unit(), from.kind(), from.record(), from.revision(), *act, from.step(), {}};
  if (auto approvals = read_approvals(from, body); !approvals) return approvals;
  for (const auto& approval : body.approvals)
    if (approval.bulk) return base::Error{"an ending is of one record, never of an item of many"};
  to.body = std::move(body);
  return {};
}

Checked read(const wire::Stop& from, Request& to) {
  if (from.statement().empty()) return base::Error{"a stop without its statement"};
  if (from.cms().empty()) return base::Error{"a stop without its signature"};
  to.body = Stop{octets_of(from.statement()), octets_of(from.cms())};
  return {};
}

Checked read(const wire::Resume& from, Request& to) {
  if (from.statement().empty()) return base::Error{"a resume without its statement"};
  if (from.cms_size() > static_cast<int>(officers_limit)) return base::Error{"too many signatures"};
  Resume body{octets_of(from.statement()), {}};
  for (const auto& cms : from.cms()) {
    if (cms.empty()) return base::Error{"a signature that is empty"};
    body.signatures.push_back(octets_of(cms));
  }
  to.body = std::move(body);
  return {};
}

Checked read_signatures(const wire::ChangeRoster& from, ChangeRoster& to) {
  if (from.statement().empty()) return base::Error{"a roster change without its statement"};
  if (from.cms_size() == 0) return base::Error{"a roster change without a signature"};
  if (from.cms_size() > static_cast<int>(registrars_limit)) return base::Error{"too many signatures"};
  to.statement = octets_of(from.statement());
  for (const auto& cms : from.cms()) {
    if (cms.empty()) return base::Error{"an empty signature"};
    to.cms.push_back(octets_of(cms));
  }
  return {};
}

Checked read(const wire::ChangeRoster& from, Request& to) {
  ChangeRoster body;
  if (auto signatures = read_signatures(from, body); !signatures) return signatures;
  if (from.items_size() == 0) return base::Error{"a roster change without an item"};
  if (from.items_size() > static_cast<int>(roster_items_limit)) return base::Error{"too many items"};
  for (const auto& each : from.items()) {
    if (each.statement().empty() && (from.items_size() > 1 || each.index() != 0 || each.path_size() != 0))
      return base::Error{"an item of a batch without its statement"};
    auto path = read_item_path(each.path());
    if (!path) return path.error();
    body.items.push_back({octets_of(each.statement()), each.index(), std::move(*path), octets_of(each.certificate())});
  }
  to.body = std::move(body);
  return {};
}

Checked read(const wire::Timestamp& from, Request& to) {
  if (from.request().empty()) return base::Error{"timestamp without a TimeStampReq"};
  to.body = Timestamp{octets_of(from.request())};
  return {};
}

Checked read(const wire::Lookup& from, Request& to) {
  if (auto names = check_names(from); !names) return names;
  if (!from.step().empty()) {
    if (auto step = identifier("step", from.step()); !step) return step;
  }
  to.body = Lookup{from.unit(), from.kind(), from.record(), from.revision(), from.step()};
  return {};
}

base::Result<std::optional<ReadingId>> reading_if_given(const std::string& field) {
  if (field.empty()) return std::optional<ReadingId>();
  const auto reading = array_of<16>(field);
  if (!reading) return base::Error{"reading is not 16 octets"};
  return reading;
}

Checked read(const wire::Entries& from, Request& to) {
  if (from.count() == 0 || from.count() > entries_limit) return base::Error{"count is not 1 to 4096"};
  if (from.wait_ms() > wait_limit_ms) return base::Error{"wait_ms is more than 30000"};
  const auto reading = reading_if_given(from.reading());
  if (!reading) return reading.error();
  to.body = Entries{from.from(), from.count(), from.wait_ms(), *reading};
  return {};
}

Checked read(const wire::ReadRoster& from, Request& to) {
  if (from.count() == 0 || from.count() > entries_limit) return base::Error{"count is not 1 to 4096"};
  const auto reading = reading_if_given(from.reading());
  if (!reading) return reading.error();
  if (!*reading || !from.unit().empty())
    if (auto unit = identifier("unit", from.unit()); !unit) return unit;
  if (!from.person().empty())
    if (auto person = identifier("person", from.person()); !person) return person;
  if (!from.after().empty())
    if (auto after = identifier("after", from.after()); !after) return after;
  to.body = ReadRoster{from.unit(), from.person(), from.after(), from.count(), *reading};
  return {};
}

Checked read_what(const wire::Inclusion& from, Inclusion& to) {
  switch (from.what_case()) {
    case wire::Inclusion::kIndex:
      if (from.size() != 0 && from.index() >= from.size()) return base::Error{"index is not below size"};
      to.what = from.index();
      return {};
    case wire::Inclusion::kStep: {
      const auto& step = from.step();
      if (auto names = check_names(step); !names) return names;
      if (auto name = identifier("step", step.step()); !name) return name;
      to.what = StepName{step.unit(), step.kind(), step.record(), step.revision(), step.step()};
      return {};
    }
    case wire::Inclusion::WHAT_NOT_SET: break;
  }
  return base::Error{"inclusion of nothing"};
}

Checked read(const wire::Inclusion& from, Request& to) {
  const auto reading = reading_if_given(from.reading());
  if (!reading) return reading.error();
  Inclusion body{{}, from.size(), *reading};
  if (auto what = read_what(from, body); !what) return what;
  to.body = std::move(body);
  return {};
}

Checked read(const wire::Consistency& from, Request& to) {
  if (from.from() > from.size()) return base::Error{"from is more than size"};
  to.body = Consistency{from.from(), from.size()};
  return {};
}

Checked read(const wire::OpenReading& from, Request& to) {
  if (from.statement().empty()) return base::Error{"a reading without its statement"};
  if (from.cms().empty()) return base::Error{"a reading without its signature"};
  to.body = OpenReading{octets_of(from.statement()), octets_of(from.cms())};
  return {};
}

Checked read(const wire::CloseReading& from, Request& to) {
  const auto reading = array_of<16>(from.reading());
  if (!reading) return base::Error{"reading is not 16 octets"};
  to.body = CloseReading{*reading};
  return {};
}

Checked read(const wire::Stored& from, Request& to) {
  const auto reading = array_of<16>(from.reading());
  if (!reading) return base::Error{"reading is not 16 octets"};
  const auto hash = array_of<32>(from.hash());
  if (!hash) return base::Error{"hash is not 32 octets"};
  to.body = Stored{*reading, *hash, from.from()};
  return {};
}

Checked read(const wire::OfferBundle& from, Request& to) {
  if (from.statement().empty()) return base::Error{"a bundle without its statement"};
  if (from.signatures_size() == 0) return base::Error{"a bundle without signatures"};
  if (from.signatures_size() > static_cast<int>(officers_limit)) return base::Error{"too many signatures"};
  OfferBundle body{octets_of(from.statement()), {}};
  for (const auto& each : from.signatures()) {
    if (auto officer = identifier("officer", each.officer()); !officer) return officer;
    if (each.cms().empty()) return base::Error{"an empty signature"};
    body.signatures.push_back({each.officer(), octets_of(each.cms())});
  }
  to.body = std::move(body);
  return {};
}

base::Result<Piece> read(const wire::Piece& from) {
  const auto object = array_of<32>(from.object());
  if (!object) return base::Error{"object is not 32 octets"};
  if (from.content().empty()) return base::Error{"an empty piece"};
  if (from.offset() > from.size() || from.content().size() > from.size() - from.offset())
    return base::Error{"a piece reaches beyond size"};
  return Piece{*object, from.size(), from.offset(), octets_of(from.content())};
}

Checked read(const wire::PutChunk& from, Request& to) {
  const auto bundle = array_of<32>(from.bundle());
  if (!bundle) return base::Error{"bundle is not 32 octets"};
  if (from.pieces_size() == 0) return base::Error{"a chunk of nothing"};
  if (from.pieces_size() > static_cast<int>(pieces_limit)) return base::Error{"too many pieces"};
  PutChunk body{*bundle, {}};
  for (const auto& each : from.pieces()) {
    auto piece = read(each);
    if (!piece) return piece.error();
    body.pieces.push_back(*std::move(piece));
  }
  to.body = std::move(body);
  return {};
}

Checked read(const wire::TakeBundle& from, Request& to) {
  const auto bundle = array_of<32>(from.bundle());
  if (!bundle) return base::Error{"bundle is not 32 octets"};
  to.body = TakeBundle{*bundle};
  return {};
}

Checked read(const wire::GiveBack& from, Request& to) {
  if (from.receipts_size() == 0) return base::Error{"nothing is given back"};
  if (from.receipts_size() > static_cast<int>(receipts_limit)) return base::Error{"too many receipts"};
  GiveBack body;
  for (const auto& each : from.receipts()) {
    if (each.result().empty()) return base::Error{"a receipt without its result"};
    if (each.proof().empty()) return base::Error{"a receipt without its proof"};
    GivenReceipt receipt{octets_of(each.result()), each.proof(), {}};
    if (auto approvals = read_approvals(each, receipt); !approvals) return approvals;
    body.receipts.push_back(std::move(receipt));
  }
  to.body = std::move(body);
  return {};
}

Checked read_body(const wire::Request& from, Request& to) {
  switch (from.body_case()) {
    case wire::Request::kSubmit: return read(from.submit(), to);
    case wire::Request::kTimestamp: return read(from.timestamp(), to);
    case wire::Request::kLookup: return read(from.lookup(), to);
    case wire::Request::kAbout: to.body = About{}; return {};
    case wire::Request::kCheckpoint: to.body = Checkpoint{}; return {};
    case wire::Request::kEntries: return read(from.entries(), to);
    case wire::Request::kInclusion: return read(from.inclusion(), to);
    case wire::Request::kConsistency: return read(from.consistency(), to);
    case wire::Request::kOpenReading: return read(from.open_reading(), to);
    case wire::Request::kCloseReading: return read(from.close_reading(), to);
    case wire::Request::kStored: return read(from.stored(), to);
    case wire::Request::kEnd: return read(from.end(), to);
    case wire::Request::kChangeRoster: return read(from.change_roster(), to);
    case wire::Request::kReadRoster: return read(from.read_roster(), to);
    case wire::Request::kStop: return read(from.stop(), to);
    case wire::Request::kResume: return read(from.resume(), to);
    case wire::Request::kOfferBundle: return read(from.offer_bundle(), to);
    case wire::Request::kPutChunk: return read(from.put_chunk(), to);
    case wire::Request::kTakeBundle: return read(from.take_bundle(), to);
    case wire::Request::kGiveBack: return read(from.give_back(), to);
    case wire::Request::BODY_NOT_SET: break;
  }
  return base::Error{"request without a body"};
}

}  // namespace

base::Result<Request> parse_request(base::ByteView frame) {
  const auto message = read_message<wire::Request>(frame, "request");
  if (!message) return message.error();
  const auto id = array_of<16>(message->request_id());
  if (!id) return base::Error{"request_id is not 16 octets"};
  Request request;
  request.id = *id;
  if (const auto body = read_body(*message, request); !body) return body.error();
  return request;
}

std::optional<RequestId> peek_request_id(base::ByteView frame) {
  constexpr std::uint32_t request_id_tag = 1 << 3 | 2;  // field 1, length-delimited
  const auto looked_at = frame.first(std::min(frame.size(), frame_limit));
  google::protobuf::io::CodedInputStream in(looked_at.data(), static_cast<int>(looked_at.size()));
  if (in.ReadTag() != request_id_tag) return std::nullopt;  // every implementation writes field 1 first
  std::uint32_t size = 0;
  RequestId id{};
  if (!in.ReadVarint32(&size) || size != id.size()) return std::nullopt;
  if (!in.ReadRaw(id.data(), static_cast<int>(id.size()))) return std::nullopt;
  return id;
}

}  // namespace antin::protocol
